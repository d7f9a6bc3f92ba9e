import type { Question } from "./questions.ts";

/** What the product promises, and what it aims at. */
export const BARS = {
  /** Requests a second against PostGraphile. */
  againstPostgraphile: {
    q1: { floor: 1.8, aim: 2.6 },
    q2: { floor: 1.6, aim: 3 },
    q3: { floor: 2, aim: 3 },
    q4: { floor: 1.5, aim: 2.6 },
    q5: { floor: 1, aim: 1.5 },
    q6: { floor: 1.2, aim: 1.5 },
    q7: { floor: 1.1, aim: 2 },
  } satisfies Record<Question, { floor: number; aim: number }>,
  /** Requests a second against the hand-written limit, aimed at. */
  againstLimit: { q1: 0.65, q2: 0.85, q3: 0.85, q4: 0.7, q5: 0.25 } as Partial<Record<Question, number>>,
  /** Requests a second on the largest fleet for one on the smallest, at least. */
  growth: { questions: ["q1", "q2", "q3", "q4"] as readonly Question[], least: 0.8 },
  /** A deep page against the first, at most: what is more than noise. */
  keyset: 1.25,
  memoryMb: 300,
  ingestAgainstCopy: 0.5,
  scoredPerSecond: { floor: 10_000, aim: 20_000 },
} as const;

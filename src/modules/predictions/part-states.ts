import type { PastRound } from "./past-rounds.ts";

/** What the last inspections said of a part: a word for the last one, and how it goes with the one before. */
export interface PartState {
  readonly part: number;
  /** "FAILED", "FAILED_AND_NOTED", or the annex item that noted it; "" where the last said nothing. */
  readonly state: string;
  readonly repeat: number;
}

export const REPEAT_LEVELS = 4;
const NOTED_AGAIN = 1;
const FAILED_AGAIN = 2;
const BEFORE_ONLY = 3;

/** Only parts of which one of the two said anything. */
export function partStatesOf(last: PastRound | undefined, before: PastRound | undefined): PartState[] {
  if (last === undefined) return [];
  const states: PartState[] = [];
  const wasSaid = (part: number) =>
    before !== undefined && (before.noted.has(part) || before.failed.includes(part));
  for (const [part, item] of last.noted) {
    const isFailed = last.failed.includes(part);
    const repeat = wasSaid(part) ? (isFailed ? FAILED_AGAIN : NOTED_AGAIN) : 0;
    states.push({ part, state: isFailed ? "FAILED_AND_NOTED" : item, repeat });
  }
  for (const part of last.failed) {
    if (!last.noted.has(part))
      states.push({ part, state: "FAILED", repeat: wasSaid(part) ? FAILED_AGAIN : 0 });
  }
  if (before === undefined) return states;
  const isSaid = (part: number) => last.noted.has(part) || last.failed.includes(part);
  for (const part of new Set([...before.noted.keys(), ...before.failed])) {
    if (!isSaid(part)) states.push({ part, state: "", repeat: BEFORE_ONLY });
  }
  return states;
}

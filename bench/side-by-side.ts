import { BARS } from "./bars.ts";
import { compareAnswers } from "./compare-answers.ts";
import { keysetRates, type KeysetRates } from "./keyset.ts";
import type { Engine, Question } from "./questions.ts";
import type { Round } from "./report.ts";
import { measure, openStage, warmUp, type Stage } from "./stage.ts";
import { median } from "./statistics.ts";

/** How often something is measured, and for how long each time. */
export interface Rounds {
  readonly rounds: number;
  readonly seconds: number;
}

export interface Course {
  readonly questions: readonly Question[];
  readonly engines: readonly Engine[];
  readonly closed: Rounds;
  readonly open: Rounds;
  readonly connections: number;
  /** Whether a page deep in a list is measured beside the first. */
  readonly keyset: boolean;
}

type Note = (round: Round) => void;

/**
 * Every engine on one fleet: answers compared, then closed loops in interleaved rounds, then open ones. Each round is
 * noted as it ends, so that what was measured is known whatever comes after it.
 */
export async function sideBySide(size: number, course: Course, note: Note): Promise<KeysetRates | null> {
  const { questions, engines, connections } = course;
  const stage = await openStage(size, engines);
  try {
    const tokens = await stage.tokens();
    const urls = new Map([...stage.servers].map(([engine, { url }]) => [engine, url]));
    for (const question of questions) await compareAnswers(question, urls, stage.sample, tokens);
    await warmUp(stage, questions, connections);
    await openLoops(stage, course, note, await closedLoops(stage, course, note));
    if (!course.keyset) return null;
    return await keysetRates(stage.ours, stage.folder, (await stage.tokens()).ours);
  } finally {
    await stage.close();
  }
}

async function closedLoops(stage: Stage, course: Course, note: Note): Promise<Round[]> {
  const { questions, engines, connections } = course;
  const { rounds, seconds } = course.closed;
  const results: Round[] = [];
  for (let n = 0; n < rounds; n += 1) {
    for (const question of questions)
      for (const engine of engines) {
        const round = await measure(stage, { question, engine, connections, seconds });
        note(round);
        results.push(round);
      }
    process.stderr.write(`${stage.size} vehicles: round ${n + 1} of ${rounds}\n`);
  }
  return results;
}

/** Both at half of our own peak: how long the slowest hundredth waits when nobody is at the limit. */
async function openLoops(stage: Stage, course: Course, note: Note, closed: readonly Round[]): Promise<void> {
  const { questions, connections } = course;
  const { rounds, seconds } = course.open;
  const peakOf = (question: Question) =>
    median(
      closed
        .filter((round) => round.question === question && round.engine === "ours")
        .map(({ perSecond }) => perSecond),
    );
  const engines = (["ours", "postgraphile"] as const).filter((engine) => stage.servers.has(engine));
  for (let n = 0; n < rounds; n += 1)
    for (const question of questions)
      for (const engine of engines) {
        const rate = Math.round(peakOf(question) / 2);
        note(await measure(stage, { question, engine, connections, seconds, rate }));
      }
}

/**
 * Ours on several fleets at once, asked in turns: minutes later the machine may have another pace, and a fleet that is
 * asked then would look slower or faster by as much.
 */
export async function growthRounds(
  sizes: readonly number[],
  { questions: asked, connections, closed: { rounds, seconds } }: Course,
): Promise<Round[]> {
  const questions = BARS.growth.questions.filter((question) => asked.includes(question));
  if (questions.length === 0) return [];
  const stages: Stage[] = [];
  const results: Round[] = [];
  try {
    for (const size of sizes) stages.push(await openStage(size, ["ours"]));
    for (const stage of stages) await warmUp(stage, questions, connections);
    for (let n = 0; n < rounds; n += 1)
      for (const question of questions)
        for (const stage of stages)
          results.push(await measure(stage, { question, engine: "ours", connections, seconds }));
    return results;
  } finally {
    for (const stage of stages) await stage.close();
  }
}

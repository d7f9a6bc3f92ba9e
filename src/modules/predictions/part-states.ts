import type { PastRound } from "./past-rounds.ts";
import type { SeenRepairs } from "./seen-repairs.ts";

/** What the last inspections said of a part: a word for the last one, and how it goes with the one before. */
export interface PartState {
  readonly part: number;
  /**
   * "FAILED", "FAILED_AND_NOTED", or the annex item that noted it; "REPAIRED" where an order says that what was noted, or
   * not even that, was seen to since; "" where nothing was said.
   */
  readonly state: string;
  readonly repeat: number;
}

export const REPEAT_LEVELS = 4;
const NOTED_AGAIN = 1;
const FAILED_AGAIN = 2;
const BEFORE_ONLY = 3;

/** What was repaired, or what failed, for which see the retest. */
export const REPAIRED = "REPAIRED";

/** Only parts of which one of the two said anything, or an order. */
export function partStatesOf(
  last: PastRound | undefined,
  before: PastRound | undefined,
  repairs: SeenRepairs,
): PartState[] {
  if (last === undefined) return [];
  const states = [...saidOf(last, before, repairs), ...repairedOf(last, repairs)];
  if (before === undefined) return states;
  const said = new Set([...last.noted.keys(), ...last.failed, ...repairs.parts]);
  for (const part of new Set([...before.noted.keys(), ...before.failed])) {
    if (!said.has(part)) states.push({ part, state: "", repeat: BEFORE_ONLY });
  }
  return states;
}

/** What the last one noted, without what was seen to since, and what it failed. */
function saidOf(last: PastRound, before: PastRound | undefined, repairs: SeenRepairs): PartState[] {
  const states: PartState[] = [];
  const wasSaid = (part: number) =>
    before !== undefined && (before.noted.has(part) || before.failed.includes(part));
  for (const [part, item] of last.noted) {
    const isFailed = last.failed.includes(part);
    if (!isFailed && repairs.coversNotes(part)) continue;
    const repeat = wasSaid(part) ? (isFailed ? FAILED_AGAIN : NOTED_AGAIN) : 0;
    states.push({ part, state: isFailed ? "FAILED_AND_NOTED" : item, repeat });
  }
  for (const part of last.failed) {
    if (!last.noted.has(part))
      states.push({ part, state: "FAILED", repeat: wasSaid(part) ? FAILED_AGAIN : 0 });
  }
  return states;
}

/** What an order says was seen to, where nothing that the last one found of it is left. */
function repairedOf(last: PastRound, repairs: SeenRepairs): PartState[] {
  return [...repairs.parts]
    .filter((part) => !last.failed.includes(part) && (!last.noted.has(part) || repairs.coversNotes(part)))
    .map((part) => ({ part, state: REPAIRED, repeat: 0 }));
}

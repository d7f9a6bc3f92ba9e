import { endOf, type Block } from "./blocks.ts";
import type { Dispute } from "./dispute.ts";
import { findingsOn, type Explanation } from "./findings.ts";
import { costOfPace, rateAlong } from "./likelihood.ts";
import type { Point } from "./line.ts";
import { likeliestRepair } from "./typing-error.ts";
import { windowFor } from "./windows.ts";

/** A value that could be anything up to a million kilometres, by a mishap rarer than any slip. */
const UNEXPLAINED = { reason: "DIGIT_TYPO", cost: 17 } as const;

/** How much likelier a slip becomes by the agreement of the readings before and after (ours). */
const CONFIRMED = Math.log(8);

/**
 * The histories in which one block is wrong and all others are right. Between two others, their agreement confirms the
 * error and the history is LOGICAL; at an end only a slip that nothing confirms speaks for it.
 */
export function oneSlip(dispute: Dispute): Explanation[] {
  return (dispute.conflicts[0] ?? [])
    .filter((suspect) => dispute.conflicts.every((conflict) => conflict.includes(suspect)))
    .flatMap((suspect) => blame(suspect, dispute) ?? []);
}

function blame(suspect: Block, { blocks, origin }: Dispute): Explanation | null {
  const position = blocks.indexOf(suspect);
  const [before, after] = [blocks[position - 1], blocks[position + 1]];
  const rest = [[...origin, ...blocks.toSpliced(position, 1)]];
  const kmPerYear = rateAlong(rest);
  const neighbours = { before: before === undefined ? origin[0] : endOf(before), after };
  const window = windowFor(suspect.day, neighbours, kmPerYear);
  const repairOf = (point: Point) => likeliestRepair(point.value, point.unit, window);
  const repair = repairOf(suspect.points[0]) ?? UNEXPLAINED;
  const findings = findingsOn([suspect], repair.reason, "SET_ASIDE", (point) => repairOf(point)?.km ?? null);
  const cost = repair.cost + costOfPace(rest, kmPerYear);
  if (before !== undefined && after !== undefined) {
    return { cost: cost - CONFIRMED, verdict: "LOGICAL", reason: repair.reason, findings };
  }
  if (repair === UNEXPLAINED) return null;
  return { cost, verdict: "NO_JUDGEMENT", reason: repair.reason, findings };
}

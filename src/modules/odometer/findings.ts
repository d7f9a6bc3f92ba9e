import type { OdometerReason, OdometerVerdict } from "../vocabulary/index.ts";
import type { Block } from "./blocks.ts";
import type { Point } from "./line.ts";

/** What is held against one reading, and how the reading is used afterwards. */
export interface Finding {
  readonly point: Point;
  readonly reason: OdometerReason;
  /** What the reading should have been, in kilometres; null where that cannot be told. */
  readonly repairedKm: number | null;
  /** NEW_STRETCH is used as read, but no distance is taken from an earlier reading to it or to later ones. */
  readonly use: "AS_READ" | "NEW_STRETCH" | "REPAIRED" | "SET_ASIDE";
}

/** One contradiction explained, or not. */
export interface Explanation {
  /** As `likelihood.ts` counts; compared between explanations of the same contradiction. */
  readonly cost: number;
  readonly verdict: OdometerVerdict;
  readonly reason: OdometerReason;
  readonly findings: readonly Finding[];
}

/** One finding for each reading of the blocks. */
export function findingsOn(
  blocks: readonly Block[],
  reason: OdometerReason,
  use: Finding["use"],
  repairedKmOf: (point: Point) => number | null,
): Finding[] {
  return blocks.flatMap((block) =>
    block.points.map((point) => ({ point, reason, use, repairedKm: repairedKmOf(point) })),
  );
}

/** A new stretch that starts with a block whose first reading is doubted. */
export function newStretchAt(block: Block, reason: OdometerReason): Finding[] {
  return [{ point: block.points[0], reason, use: "NEW_STRETCH", repairedKm: null }];
}

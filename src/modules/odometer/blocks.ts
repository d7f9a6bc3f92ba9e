import { canFollow, toleranceKm, type Mark, type Point } from "./line.ts";

/**
 * Readings that stand or fall together: a test and its retest, where the second sheet copies the first one's figure
 * and so its error. `day` and `km` are those of the first.
 */
export interface Block extends Mark {
  readonly points: readonly [Point, ...Point[]];
}

const BLOCK_DAYS = 45;

/** @param points in the order of time. */
export function blocksOf(points: readonly Point[]): Block[] {
  const blocks: [Point, ...Point[]][] = [];
  for (const point of points) {
    const open = blocks.at(-1);
    if (open !== undefined && belongsTo(open, point)) open.push(point);
    else blocks.push([point]);
  }
  return blocks.map((members) => ({ day: members[0].day, km: members[0].km, points: members }));
}

function belongsTo(open: readonly [Point, ...Point[]], point: Point): boolean {
  const [first] = open;
  return (
    point.day - first.day <= BLOCK_DAYS &&
    Math.abs(point.km - first.km) <= toleranceKm(first.km) &&
    open.every((member) => canFollow(member, point))
  );
}

/** Two blocks that cannot both be true, the earlier first. */
export type Conflict = readonly [earlier: Block, later: Block];

export function conflictsAmong(blocks: readonly Block[]): Conflict[] {
  const conflicts: Conflict[] = [];
  blocks.forEach((later, position) => {
    for (const earlier of blocks.slice(0, position)) {
      if (!areCompatible(earlier, later)) conflicts.push([earlier, later]);
    }
  });
  return conflicts;
}

function areCompatible(earlier: Block, later: Block): boolean {
  return earlier.points.every((from) => later.points.every((to) => canFollow(from, to)));
}

/** The last reading of a block, from which the distance to the next block counts. */
export function endOf(block: Block): Point {
  return block.points.at(-1) ?? block.points[0];
}

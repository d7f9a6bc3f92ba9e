import { AXLES, SIDES, type Axle, type Side } from "../vocabulary/index.ts";

/** Where on its axle and side, as far as a record says: an inner tyre, an upper ball joint. */
export const POSITION_SPOTS = ["INNER", "OUTER", "UPPER", "LOWER"] as const;
export type PositionSpot = (typeof POSITION_SPOTS)[number];

/** Where on the vehicle a defect is. Each part is null where the record does not say; never all of them. */
export interface DefectPosition {
  readonly axle: Axle | null;
  readonly side: Side | null;
  readonly spot: PositionSpot | null;
  /** Counted from the front, 1 to 9. */
  readonly axleNumber: number | null;
}

const SIDE_STEPS = SIDES.length + 1;
const SPOT_STEPS = POSITION_SPOTS.length + 1;
const NUMBER_STEPS = 10;

// There are at most a thousand positions and hundreds of millions of defects: each position exists once.
const shared: (DefectPosition | undefined)[] = [];

/** The one object for that position; null when nothing is known. An axle number outside 1 to 9 counts as unknown. */
export function positionOf(
  axle: Axle | null,
  side: Side | null,
  spot: PositionSpot | null = null,
  axleNumber: number | null = null,
): DefectPosition | null {
  const number = axleNumber !== null && axleNumber >= 1 && axleNumber < NUMBER_STEPS ? axleNumber : 0;
  let slot = axle === null ? 0 : AXLES.indexOf(axle) + 1;
  slot = slot * SIDE_STEPS + (side === null ? 0 : SIDES.indexOf(side) + 1);
  slot = slot * SPOT_STEPS + (spot === null ? 0 : POSITION_SPOTS.indexOf(spot) + 1);
  slot = slot * NUMBER_STEPS + number;
  if (slot === 0) return null;
  return (shared[slot] ??= Object.freeze({ axle, side, spot, axleNumber: number === 0 ? null : number }));
}

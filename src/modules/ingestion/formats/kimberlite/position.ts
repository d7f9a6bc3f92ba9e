import { positionOf, type DefectPosition } from "../../../defects/index.ts";
import { AXLES, SIDES, SPOTS } from "../../../vocabulary/index.ts";
import { wholeNumberOf, wordOf, type Fields } from "../fields.ts";

export const NO_POSITION: DefectPosition = { axle: null, side: null, spot: null, axleNumber: null };

/** Where on the vehicle; null: nowhere in particular. */
export function readPosition(position: Fields): DefectPosition | null {
  return positionOf(
    wordOf(position, "axle", AXLES),
    wordOf(position, "side", SIDES),
    wordOf(position, "spot", SPOTS),
    wholeNumberOf(position, "axleNumber", 9),
  );
}

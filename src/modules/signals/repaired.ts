import type { RepairFact, VehicleFacts } from "./facts.ts";
import type { Place } from "./needs.ts";

/** Looking at a part mends nothing. */
const isWork = ({ operation }: RepairFact): boolean => operation !== "CHECK";

const isSame = (one: unknown, other: unknown): boolean => one === null || other === null || one === other;

const isSameSide = (one: Place["side"], other: Place["side"]): boolean =>
  one === "BOTH" || other === "BOTH" || isSame(one, other);

/** Whether two places can be one: what either does not say fits all. */
function isAt(one: Place, other: Place): boolean {
  return (
    isSame(one.axle, other.axle) &&
    isSameSide(one.side, other.side) &&
    isSame(one.spot, other.spot) &&
    isSame(one.axleNumber, other.axleNumber)
  );
}

/**
 * Whether an order says that a part was seen to on a day or later. An order that does not say where counts for every
 * place: a driver who paid is not to be called again.
 */
export function isRepairedSince(
  { repairs }: Pick<VehicleFacts, "repairs">,
  need: Place & { readonly partCategory: string | null },
  since: string,
): boolean {
  return repairs.some(
    (repair) =>
      repair.on >= since && repair.partCategory === need.partCategory && isWork(repair) && isAt(repair, need),
  );
}

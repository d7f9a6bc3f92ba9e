import type { InspectionFact, RepairFact, VehicleFacts } from "./facts.ts";
import { needsOf, type Place } from "./needs.ts";

/** Looking at a part mends nothing. */
export const isWork = ({ operation }: RepairFact): boolean => operation !== "CHECK";

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
 * Whether what an inspection said of a part is over: an order since says that it was seen to, wherever the inspection
 * found something of it or, where it found nothing, anywhere.
 */
export function isRenewedSince(
  facts: Pick<VehicleFacts, "repairs">,
  part: Place & { readonly partCategory: string },
  { defects, performedOn }: InspectionFact,
): boolean {
  if (!isRepairedSince(facts, part, performedOn)) return false;
  const found = defects.flatMap(needsOf).filter(({ partCategory }) => partCategory === part.partCategory);
  return found.every((need) => isRepairedSince(facts, need, performedOn));
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

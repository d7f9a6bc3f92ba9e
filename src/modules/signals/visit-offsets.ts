import { daysBetween, inspectionDue } from "../schedule/index.ts";
import { scheduleInputOf } from "../vehicles/index.ts";
import type { VehicleFacts } from "./facts.ts";
import { passOf, type Rounds } from "./rounds.ts";
import { isOffset } from "./visit-timing.ts";

/** Days between the last day in time and each visit, where the records tell both. */
export function visitOffsets(facts: VehicleFacts, { full }: Rounds): number[] {
  const offsets: number[] = [];
  let dueOn = full.length === 0 ? null : firstDueOn(facts);
  for (const round of full) {
    if (dueOn !== null) {
      const days = daysBetween(dueOn, round.opening.performedOn);
      if (isOffset(days)) offsets.push(days);
    }
    dueOn = passOf(round)?.validUntil ?? null;
  }
  return offsets;
}

/** Vehicles of one kind that were registered on one day share their first due date. */
const firstDueDates = new Map<string, string | null>();
const MOST_FIRST_DUE_DATES = 100_000;

/** Last day in time of a vehicle's first inspection; null where it is not known to the day. */
function firstDueOn(facts: VehicleFacts): string | null {
  const { firstRegisteredOn, firstRegisteredPrecision, firstAdmissionOn } = facts;
  if (firstRegisteredOn === null || firstRegisteredPrecision !== "DAY" || firstAdmissionOn !== null)
    return null;
  const input = {
    ...scheduleInputOf(facts),
    odometerKm: null,
    lastPeriodic: null,
    lastComplementary: null,
  };
  const key = `${input.country}|${input.region}|${input.category}|${input.usage}|${input.fuel}|${input.grossMassKg}|${firstRegisteredOn}`;
  let dueOn = firstDueDates.get(key);
  if (dueOn === undefined) {
    if (firstDueDates.size >= MOST_FIRST_DUE_DATES) firstDueDates.clear();
    dueOn = inspectionDue(input, firstRegisteredOn, { assumedUsage: "PRIVATE" }).dueOn;
    firstDueDates.set(key, dueOn);
  }
  return dueOn;
}

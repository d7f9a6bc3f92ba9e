import { isFailing } from "./derive-repairs.ts";
import { wearOf } from "./derive-wear.ts";
import type { DerivedSignal } from "./derived-signal.ts";
import type { InspectionFact, VehicleFacts } from "./facts.ts";
import { groupNeeds, needKey } from "./needs.ts";
import { passOf, roundsOf, type Round } from "./rounds.ts";

/**
 * The day on which records say that a signal's need was met: the retest passed; the part was no longer among what
 * failed; what was worn, the next full inspection did not find. Null where they do not say so, and of other kinds.
 * @param asOf day on which the signal was derived
 * @param later what is known of the vehicle by some later day
 */
export function metOn(signal: DerivedSignal, asOf: string, later: VehicleFacts): string | null {
  const { full } = roundsOf(later.inspections);
  const round = full.find(({ opening }) => opening.id === signal.sourceId);
  if (round === undefined) return null;
  switch (signal.kind) {
    case "RETEST_DUE":
      return passOf(round)?.performedOn ?? null;
    case "REPAIR_REQUIRED":
      return repairedBy(round, keyOf(signal));
    case "WEAR_REPORTED": {
      const next = full.find(({ opening }) => opening.performedOn >= asOf);
      if (
        next === undefined ||
        wearOf(next).has(keyOf(signal)) ||
        isStillFailing(next.opening, keyOf(signal))
      )
        return null;
      return next.opening.performedOn;
    }
    default:
      return null;
  }
}

const keyOf = ({ offer }: DerivedSignal): string =>
  offer === null ? "" : needKey(offer.partCategory, offer);

const isStillFailing = ({ defects }: InspectionFact, key: string): boolean =>
  groupNeeds(defects.filter(isFailing)).has(key);

/** The first retest that passed, or failed for other things. One that names nothing says nothing of the part. */
function repairedBy(round: Round, key: string): string | null {
  const passed = passOf(round);
  const mended = round.retests.find(
    (retest) => retest === passed || (retest.defects.some(isFailing) && !isStillFailing(retest, key)),
  );
  return mended?.performedOn ?? null;
}

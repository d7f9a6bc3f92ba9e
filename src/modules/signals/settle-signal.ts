import type { SignalChange, SignalKind, SignalStatus } from "../vocabulary/index.ts";
import { isFailing } from "./derive-repairs.ts";
import { wearOf } from "./derive-wear.ts";
import type { InspectionFact, VehicleFacts } from "./facts.ts";
import { groupNeeds, needKey, type Need, type Place } from "./needs.ts";
import { isDeclared } from "./derive-declared.ts";
import { isRepairedSince } from "./repaired.ts";
import { passOf, roundsOf, type Round, type Rounds } from "./rounds.ts";

/** A stored signal, as far as scoring looks at it. */
export interface KnownSignal extends Place {
  readonly id: string;
  readonly kind: SignalKind;
  readonly status: SignalStatus;
  /** Whether a partner moved its status last. */
  readonly isPartners: boolean;
  readonly partCategory: string | null;
  readonly sourceId: string | null;
  readonly expiresOn: string;
  /** In decimal. */
  readonly fingerprint: string;
}

export interface Settlement {
  readonly status: Extract<SignalStatus, "FULFILLED" | "EXPIRED" | "WITHDRAWN">;
  readonly reason: SignalChange;
}

const FULFILLED = (reason: SignalChange): Settlement => ({ status: "FULFILLED", reason });
const WITHDRAWN = (reason: SignalChange): Settlement => ({ status: "WITHDRAWN", reason });
export const EXPIRED: Settlement = { status: "EXPIRED", reason: "TIME_OVER" };

/** What became of a signal that the facts no longer give: the need was met, its time is over, or its basis is gone. */
export function settle(known: KnownSignal, facts: VehicleFacts, today: string): Settlement {
  return became(known, facts) ?? (known.expiresOn < today ? EXPIRED : WITHDRAWN("BASIS_VANISHED"));
}

function became(known: KnownSignal, facts: VehicleFacts): Settlement | null {
  if (isDeclared(known.kind)) return becameOfWish(known, facts);
  const rounds = roundsOf(facts.inspections);
  const source = facts.inspections.find(({ id }) => id === known.sourceId) ?? null;
  if (source === null && known.sourceId !== null) return WITHDRAWN("BASIS_VANISHED");
  switch (known.kind) {
    case "INSPECTION_DUE":
      return hasLater(rounds, source) ? FULFILLED("INSPECTED") : null;
    case "RETEST_DUE":
      return isCleared(rounds, source) ? FULFILLED("RETEST_PASSED") : null;
    case "REPAIR_REQUIRED":
    case "WEAR_REPORTED":
    case "FAILURE_PREDICTED":
      if (source === null) return null;
      return isRepairedSince(facts, known, source.performedOn)
        ? FULFILLED("REPAIRED")
        : afterInspection(known, rounds, source);
  }
}

/** What became of what a driver asked for. */
function becameOfWish(known: KnownSignal, { declarations, repairs, inspections }: VehicleFacts) {
  const wish = declarations.find(({ id }) => id === known.sourceId);
  if (wish === undefined) return WITHDRAWN("BASIS_VANISHED");
  const since = wish.declaredOn;
  if (wish.partCategory !== null) {
    return isRepairedSince({ repairs }, wish, since) ? FULFILLED("REPAIRED") : null;
  }
  return inspections.some(({ performedOn }) => performedOn >= since) ? FULFILLED("INSPECTED") : null;
}

const allOf = ({ full, complementary }: Rounds): readonly Round[] => [...full, ...complementary];

/** Whether an inspection (no retest) took place after the one that the due date was reckoned from. */
function hasLater(rounds: Rounds, source: InspectionFact | null): boolean {
  return allOf(rounds).some(
    ({ opening }) =>
      source === null || (opening.id !== source.id && opening.performedOn >= source.performedOn),
  );
}

/** Whether a failed inspection was followed by a pass: of its retest, or of a later inspection. */
function isCleared(rounds: Rounds, failed: InspectionFact | null): boolean {
  return allOf(rounds).some(
    (round) => failed !== null && round.opening.performedOn >= failed.performedOn && passOf(round) !== null,
  );
}

/** What inspections after the one that raised it say of a part. */
function afterInspection(known: KnownSignal, rounds: Rounds, source: InspectionFact): Settlement | null {
  const own = allOf(rounds).find(({ opening }) => opening.id === source.id);
  if (own !== undefined && known.kind === "REPAIR_REQUIRED") {
    const settled = passOf(own) === null ? itemOfRetest(own, known) : FULFILLED("RETEST_PASSED");
    if (settled !== null) return settled;
  }
  const last = rounds.full.at(-1);
  const isLater =
    last !== undefined && last.opening.id !== source.id && last.opening.performedOn >= source.performedOn;
  if (!isLater) return null;
  const failing = groupNeeds(last.opening.defects.filter(isFailing));
  const isFound = isAmong(failing, known) || isAmong(wearOf(last), known);
  return isFound ? WITHDRAWN("SUPERSEDED") : FULFILLED("ITEM_PASSED");
}

/** A retest that failed for something else has passed this. */
function itemOfRetest({ retests }: Round, known: KnownSignal): Settlement | null {
  const last = retests.at(-1);
  if (last === undefined || isAmong(groupNeeds(last.defects.filter(isFailing)), known)) return null;
  return FULFILLED("ITEM_PASSED");
}

/** Whether a part is needed, at the signal's place; a prediction does not say where. */
function isAmong(needs: ReadonlyMap<string, Need>, known: KnownSignal): boolean {
  if (known.partCategory === null) return false;
  if (known.kind !== "FAILURE_PREDICTED") return needs.has(needKey(known.partCategory, known));
  return [...needs.values()].some(({ partCategory }) => partCategory === known.partCategory);
}

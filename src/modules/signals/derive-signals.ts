import { inspectionsOwed } from "../vehicles/index.ts";
import { SIGNAL_KINDS, type SignalKind } from "../vocabulary/index.ts";
import type { Case, DerivedSignal, SignalModels } from "./derived-signal.ts";
import { deriveDeclared } from "./derive-declared.ts";
import { deriveInspections } from "./derive-inspections.ts";
import { deriveRepairs } from "./derive-repairs.ts";
import { deriveWear } from "./derive-wear.ts";
import type { VehicleFacts } from "./facts.ts";
import { isOwed } from "./moment.ts";
import { needKey } from "./needs.ts";
import { isRenewedSince } from "./repaired.ts";
import { roundsOf } from "./rounds.ts";
import { signalId } from "./signal-id.ts";
import { visitOffsets } from "./visit-offsets.ts";
import { habitsOf } from "./visit-timing.ts";

/** Part of every signal's `modelVersion`: raised when the same facts and parameters would give other signals. */
const DERIVATION_VERSION = "2026.1";

/**
 * What signals of each kind were derived with, in one word. Only predictions name the failure model: where another one
 * comes into use, nothing else is written anew.
 */
export function modelVersionsOf({ timing, predictor }: SignalModels): (kind: SignalKind) => string {
  const own = `signals-${DERIVATION_VERSION}+timing-${timing.version}`;
  const predicted = `${own}+failure-${predictor?.version}`;
  return (kind) => (kind === "FAILURE_PREDICTED" ? predicted : own);
}

/** The kinds that scoring derives, and so closes: without a predictor, predictions are left as they are. */
export function derivedKinds({ predictor }: SignalModels): ReadonlySet<SignalKind> {
  return new Set(SIGNAL_KINDS.filter((kind) => kind !== "FAILURE_PREDICTED" || predictor !== null));
}

/**
 * All that a vehicle needs on a day, as far as its records and the law tell. Pure: the same facts, day and models always
 * give the same signals, with the same ids.
 */
export function deriveSignals(facts: VehicleFacts, today: string, models: SignalModels): DerivedSignal[] {
  const given = caseOf(facts, today, models);
  const inspections = deriveInspections(given);
  const repairs = deriveRepairs(given);
  return [
    ...inspections,
    ...repairs,
    ...deriveWear(given),
    ...predicted(given, inspections, repairs),
    ...deriveDeclared(given),
  ];
}

export function caseOf(facts: VehicleFacts, today: string, models: SignalModels): Case {
  const rounds = roundsOf(facts.inspections);
  return {
    facts,
    today,
    models,
    rounds,
    owed: inspectionsOwed(facts, today).filter(isOwed),
    habits: habitsOf(models.timing.of(facts.country), visitOffsets(facts, rounds)),
  };
}

/** What a model expects to fail at the next periodic inspection. What has failed already is no prediction. */
function predicted(
  { facts, today, rounds, models }: Case,
  inspections: readonly DerivedSignal[],
  repairs: readonly DerivedSignal[],
): DerivedSignal[] {
  if (models.predictor === null) return [];
  const next = inspections.find(({ inspectionKind }) => inspectionKind === "PERIODIC");
  if (next === undefined) return [];
  const failed = new Set(repairs.map(({ offer }) => offer?.partCategory));
  const opening = rounds.full.at(-1)?.opening ?? null;
  const last = opening?.id ?? null;
  return (
    models.predictor
      .predictions(facts, today, next.moment.likely)
      .filter(({ offer }) => !failed.has(offer.partCategory))
      // What was renewed since the last inspection is not what that inspection's record says of it.
      .filter(({ offer }) => opening === null || !isRenewedSince(facts, offer, opening))
      .map(({ offer, chance, evidence }) => ({
        id: signalId(facts.id, `FAILURE_PREDICTED ${needKey(offer.partCategory, offer)} ${last ?? "FIRST"}`),
        kind: "FAILURE_PREDICTED",
        origin: "PREDICTED",
        inspectionKind: null,
        offer,
        sourceId: last,
        moment: next.moment,
        expiresOn: next.expiresOn,
        chance,
        evidence,
      }))
  );
}

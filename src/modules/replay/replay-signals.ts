import type { ReadHistory } from "../ingestion/index.ts";
import type { JudgedSignal } from "../quality/index.ts";
import { addDays } from "../schedule/index.ts";
import {
  deriveSignals,
  metOn,
  roundsOf,
  type DerivedSignal,
  type InspectionFact,
  type VehicleFacts,
  type VisitTiming,
} from "../signals/index.ts";
import { knownFacts } from "./known-facts.ts";

/** A signal of a real vehicle, beside what its later tests say came of it. */
export interface ReplayedSignal extends JudgedSignal {
  /** By then it is known. */
  readonly settledOn: string;
}

/**
 * What the tests of a vehicle asked for: a retest and repairs as of the day on which it failed, and as of the day after a
 * test what it noted as worn. Each was derived from the tests up to then.
 */
export function replaySignals(history: ReadHistory, timing: VisitTiming): ReplayedSignal[] {
  const whole = knownFacts(history, history.inspections);
  const byId = new Map(history.inspections.map((inspection) => [inspection.id, inspection]));
  const knownUpTo = (last: InspectionFact): VehicleFacts => {
    const known = whole.inspections.slice(0, whole.inspections.indexOf(last) + 1);
    return knownFacts(
      history,
      known.flatMap(({ id }) => byId.get(id) ?? []),
    );
  };
  const signalsAt = (last: InspectionFact, asOf: string) =>
    deriveSignals(knownUpTo(last), asOf, { timing, predictor: null });
  const { full } = roundsOf(whole.inspections);
  return full.flatMap(({ opening, retests }, place) => {
    const next = full[place + 1]?.opening;
    const last = retests.at(-1) ?? opening;
    const asOf = addDays(last.performedOn, 1);
    const failed = judgeFailure(signalsAt(opening, opening.performedOn), opening.performedOn, whole);
    // What a vehicle that never came again was worn of, nobody knows.
    if (next === undefined || next.performedOn < asOf) return failed;
    const worn = signalsAt(last, asOf).filter(({ kind }) => kind === "WEAR_REPORTED");
    return [
      ...failed,
      ...worn.map((signal) => judged(signal, metOn(signal, asOf, whole) !== null, next.performedOn, null)),
    ];
  });
}

function judgeFailure(
  signals: readonly DerivedSignal[],
  failedOn: string,
  later: VehicleFacts,
): ReplayedSignal[] {
  const until = signals.find(({ kind }) => kind === "RETEST_DUE")?.expiresOn;
  if (until === undefined) return [];
  return signals
    .filter(({ kind }) => kind === "RETEST_DUE" || kind === "REPAIR_REQUIRED")
    .map((signal) => {
      const met = metOn(signal, failedOn, later);
      const on = met !== null && met <= until ? met : null;
      return judged(signal, on !== null, until, { window: signal.moment, on });
    });
}

function judged(
  { kind, offer, chance }: DerivedSignal,
  hasHappened: boolean,
  settledOn: string,
  day: JudgedSignal["day"],
): ReplayedSignal {
  return {
    kind,
    partCategory: offer?.partCategory ?? null,
    probability: chance.probability,
    baselineRate: chance.baseline.rate,
    hasHappened,
    day,
    settledOn,
  };
}

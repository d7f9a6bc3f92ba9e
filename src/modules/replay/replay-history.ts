import {
  FAILURE_ITEM_KEYS,
  type FailureItem,
  type FailureParameters,
  type FailurePredictor,
} from "../failure-model/index.ts";
import type { ReadHistory } from "../ingestion/index.ts";
import { expectedKm, drivingOf, itemOf } from "../predictions/index.ts";
import type { Forecast } from "../quality/index.ts";
import { addDays, daysBetween } from "../schedule/index.ts";
import {
  deriveSignals,
  roundsOf,
  type DefectFact,
  type VehicleFacts,
  type VisitTiming,
} from "../signals/index.ts";
import { knownFacts } from "./known-facts.ts";

/** What was said of a test by the tests before it, beside what it turned out to be. */
export interface ReplayedTest {
  readonly performedOn: string;
  readonly forecasts: Readonly<Record<FailureItem, ItemForecast>>;
  /** Null where no day could be expected. */
  readonly visit: { readonly isInWindow: boolean; readonly errorDays: number } | null;
}

export interface ItemForecast extends Forecast {
  /** What is expected of all cars of the age, and of all cars. */
  readonly ageRate: number;
  readonly baseRate: number;
}

export interface ReplayModels {
  readonly parameters: FailureParameters;
  readonly predictor: FailurePredictor;
  readonly timing: VisitTiming;
}

/** Predicts each test of a vehicle after its first from those before it, on the day after the last of them. */
export function replayHistory(history: ReadHistory, models: ReplayModels): ReplayedTest[] {
  const whole = knownFacts(history, history.inspections);
  const byId = new Map(history.inspections.map((inspection) => [inspection.id, inspection]));
  const order = whole.inspections;
  return roundsOf(order)
    .full.slice(1)
    .flatMap(({ opening }) => {
      const before = order.slice(0, order.indexOf(opening));
      const known = before.flatMap(({ id }) => byId.get(id) ?? []);
      const last = before.at(-1);
      if (last === undefined || last.performedOn >= opening.performedOn) return [];
      const facts = knownFacts(history, known);
      const moment = expectedMoment(facts, addDays(last.performedOn, 1), models.timing);
      const expectedOn = moment?.likely ?? addDays(last.performedOn, 365);
      return [
        {
          performedOn: opening.performedOn,
          forecasts: forecastsOf(facts, expectedOn, failedItems(opening.defects), models),
          visit: moment && {
            isInWindow: opening.performedOn >= moment.from && opening.performedOn <= moment.until,
            errorDays: Math.abs(daysBetween(moment.likely, opening.performedOn)),
          },
        },
      ];
    });
}

/** When the next test is expected: as scoring on that day would say. */
function expectedMoment(facts: VehicleFacts, today: string, timing: VisitTiming) {
  const signals = deriveSignals(facts, today, { timing, predictor: null });
  return (
    signals.find(({ kind, inspectionKind }) => kind === "INSPECTION_DUE" && inspectionKind === "PERIODIC")
      ?.moment ?? null
  );
}

function failedItems(defects: readonly DefectFact[]): ReadonlySet<FailureItem> {
  const failing = defects.filter(({ severity }) => severity === "MAJOR" || severity === "DANGEROUS");
  return new Set(failing.flatMap((defect) => itemOf(defect) ?? []));
}

function forecastsOf(
  facts: VehicleFacts,
  expectedOn: string,
  failed: ReadonlySet<FailureItem>,
  { parameters, predictor }: ReplayModels,
): Record<FailureItem, ItemForecast> {
  const year = Number(expectedOn.slice(0, 4));
  const firstUse = Number((facts.firstRegisteredOn ?? expectedOn).slice(0, 4));
  const at = {
    ageYears: year - firstUse,
    year,
    km: expectedKm(drivingOf(facts, facts.inspections), expectedOn),
  };
  const car = predictor.findCar(facts.make, facts.model);
  return Object.fromEntries(
    FAILURE_ITEM_KEYS.map((item): [FailureItem, ItemForecast] => {
      const { probability, baseline } = predictor.rate(item, car, at);
      const events = failed.has(item) ? 1 : 0;
      const baseRate = -Math.expm1(-parameters.items[item].baseRate);
      return [item, { n: 1, events, rate: probability, ageRate: -Math.expm1(-baseline.rate), baseRate }];
    }),
  ) as Record<FailureItem, ItemForecast>;
}

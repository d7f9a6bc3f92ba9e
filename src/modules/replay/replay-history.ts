import { FAILURE_ITEM_KEYS, type FailureItem, type FailureParameters } from "../failure-model/index.ts";
import type { ReadHistory } from "../ingestion/index.ts";
import { itemChances, itemOf, type ItemChances } from "../predictions/index.ts";
import type { Forecast } from "../quality/index.ts";
import { addDays } from "../schedule/index.ts";
import {
  nextVisit,
  roundsOf,
  type DefectFact,
  type Moment,
  type VehicleFacts,
  type VisitTiming,
} from "../signals/index.ts";
import { knownFacts } from "./known-facts.ts";

/** What was said of a test by the tests before it, beside what it turned out to be. */
export interface ReplayedTest {
  readonly performedOn: string;
  readonly forecasts: Readonly<Record<FailureItem, ItemForecast>>;
  /** Null where no day could be expected. */
  readonly visit: { readonly moment: Moment; readonly usualMoment: Moment; readonly cameOn: string } | null;
}

export interface ItemForecast extends Forecast {
  /** What is expected of all cars of the age, and of all cars. */
  readonly ageRate: number;
  readonly baseRate: number;
}

export interface ReplayModels {
  readonly chances: ItemChances;
  /** Chance of each item for any car. */
  readonly baseRates: Readonly<Record<FailureItem, number>>;
  readonly timing: VisitTiming;
}

/** @throws {FailureModelError} PARAMETERS_UNREADABLE */
export function openReplay(parameters: FailureParameters, timing: VisitTiming): ReplayModels {
  const baseRates = Object.fromEntries(
    FAILURE_ITEM_KEYS.map((item) => [item, -Math.expm1(-parameters.items[item].baseRate)]),
  ) as Record<FailureItem, number>;
  return { chances: itemChances(parameters), baseRates, timing };
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
      const visit = nextVisit(facts, addDays(last.performedOn, 1), models.timing);
      const expectedOn = visit?.moment.likely ?? addDays(last.performedOn, 365);
      const forecasts = forecastsOf(facts, expectedOn, failedItems(opening.defects), models);
      if (forecasts === null) return [];
      return [
        {
          performedOn: opening.performedOn,
          forecasts,
          visit: visit && {
            moment: visit.moment,
            usualMoment: visit.usualMoment,
            cameOn: opening.performedOn,
          },
        },
      ];
    });
}

function failedItems(defects: readonly DefectFact[]): ReadonlySet<FailureItem> {
  const failing = defects.filter(({ severity }) => severity === "MAJOR" || severity === "DANGEROUS");
  return new Set(failing.flatMap((defect) => itemOf(defect) ?? []));
}

function forecastsOf(
  facts: VehicleFacts,
  expectedOn: string,
  failed: ReadonlySet<FailureItem>,
  { chances, baseRates }: ReplayModels,
): Record<FailureItem, ItemForecast> | null {
  const expected = chances(facts, expectedOn);
  if (expected === null) return null;
  return Object.fromEntries(
    FAILURE_ITEM_KEYS.map((item) => {
      const chance = expected.get(item);
      const events = failed.has(item) ? 1 : 0;
      const rate = chance?.probability ?? 0;
      return [item, { n: 1, events, rate, ageRate: chance?.baseline.rate ?? 0, baseRate: baseRates[item] }];
    }),
  ) as Record<FailureItem, ItemForecast>;
}

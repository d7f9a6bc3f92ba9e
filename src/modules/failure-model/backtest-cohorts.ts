import {
  auc,
  aucDifferenceStandardError,
  brierScore,
  calibrationCurve,
  calibrationError,
  topDecileLift,
  type CurvePoint,
  type Forecast,
} from "../quality/index.ts";
import { baselineRates } from "./baseline-rates.ts";
import { cohortCells, makeOf, type CohortCell } from "./cohort-cells.ts";
import { FAILURE_ITEM_KEYS, FAILURE_ITEMS, type FailureItem } from "./failure-items.ts";
import { FailureModelError } from "./failure-model-error.ts";
import { failurePredictor, INTERVAL_SPREAD, type FailurePredictor } from "./failure-predictor.ts";
import { poissonDeviance, predictivePlace } from "./poisson.ts";
import type { Cohort, CohortDefects } from "./read-cohorts.ts";
import { cohortModelVersion } from "./stored-models.ts";
import { trainFailureModel } from "./train-failure-model.ts";

/** A figure of the model and of the three baselines that it has to beat, see {@link baselineRates}. */
export interface Compared<T> {
  readonly model: T;
  readonly base: T;
  readonly age: T;
  readonly persistence: T;
}

export interface BacktestFigures {
  /** Inspections in the test years. */
  readonly n: number;
  /** Failing defects per inspection in the test years. */
  readonly rate: number;
  /** Summed Poisson deviances of the cohorts: smaller is better. */
  readonly deviance: Compared<number>;
  /** As if no inspection had two of them; null where none failed. */
  readonly auc: Compared<number | null>;
  /** DeLong's: the model's own, and those of its differences to the others. */
  readonly aucStandardError: Compared<number | null>;
  readonly brierScore: Compared<number>;
  readonly topDecileLift: number | null;
  /** Share of cohorts whose failures lie within the 80 % interval predicted for them. */
  readonly intervalCoverage: number;
  readonly calibrationError: number;
  readonly calibration: readonly CurvePoint[];
}

export interface ItemBacktest extends BacktestFigures {
  readonly item: FailureItem;
  readonly finnishName: string;
}

export interface CohortBacktest {
  readonly train: readonly number[];
  readonly test: readonly number[];
  /** Of the tested model. */
  readonly modelVersion: string;
  /** Cohorts tested. */
  readonly cohorts: number;
  readonly items: readonly ItemBacktest[];
  /** All items together; `rate` is that of defects of any of them. */
  readonly total: BacktestFigures;
}

interface TestedCohort {
  readonly inspections: number;
  readonly failures: number;
  /** Failures per inspection, as predicted. */
  readonly rates: Compared<number>;
  readonly isWithin: boolean;
}

/**
 * Trains on some years and predicts later ones, beside three baselines. Only the number of inspections of a tested
 * cohort is taken from its year: its kilometres are not, since nobody knows them before.
 * @throws {FailureModelError} TEST_YEAR_NOT_AFTER_TRAINING, and what {@link trainFailureModel} throws
 */
export function backtestCohorts({
  cohorts,
  defects,
  train,
  test,
  items: wanted = FAILURE_ITEM_KEYS,
}: {
  cohorts: readonly Cohort[];
  defects: readonly CohortDefects[];
  train: readonly number[];
  test: readonly number[];
  /** All where left out. */
  items?: readonly FailureItem[];
}): CohortBacktest {
  refuseKnownYears(train, test);
  const trained = cohortCells(cohorts, defects, train);
  const tested = cohortCells(cohorts, defects, test);
  const parameters = trainFailureModel(cohorts, defects, train, { items: wanted });
  const predictor = failurePredictor(parameters, wanted);
  const byItem = wanted.map((item) => testItem(predictor, item, trained, tested));
  const items = wanted.map((item, index) => ({
    item,
    finnishName: FAILURE_ITEMS[item].finnishName,
    ...figuresOf(byItem[index] ?? []),
  }));
  const total = figuresOf(byItem.flat());
  // Every item is looked for at each inspection, which counts once.
  const n = total.n / wanted.length;
  return {
    train,
    test,
    modelVersion: cohortModelVersion(parameters),
    cohorts: tested.length,
    items,
    total: { ...total, n, rate: total.rate * wanted.length },
  };
}

function refuseKnownYears(train: readonly number[], test: readonly number[]): void {
  const lastTrained = Math.max(...train);
  const known = test.filter((year) => year <= lastTrained);
  if (known.length > 0) {
    throw new FailureModelError(
      "TEST_YEAR_NOT_AFTER_TRAINING",
      `A model that was trained on years up to ${lastTrained} cannot be tested on ${known.join(", ")}.`,
    );
  }
}

function testItem(
  predictor: FailurePredictor,
  item: FailureItem,
  trained: readonly CohortCell[],
  tested: readonly CohortCell[],
): TestedCohort[] {
  const baselines = baselineRates(trained, item);
  return tested.map((cell) => {
    const { inspections, inspectionYear: year } = cell;
    const failures = cell.failures[item];
    const car = predictor.findCar(makeOf(cell.makeModel), modelOf(cell.makeModel));
    const at = { ageYears: year - cell.firstUseYear, year, km: null };
    const { rate, interval } = predictor.rate(item, car, at);
    const logVariance = (Math.log(interval.high / interval.low) / INTERVAL_SPREAD) ** 2;
    const place = predictivePlace(failures, rate * inspections, logVariance);
    return {
      inspections,
      failures,
      rates: {
        model: rate,
        base: baselines.base(cell),
        age: baselines.age(cell),
        persistence: baselines.persistence(cell),
      },
      isWithin: place >= 0.1 && place <= 0.9,
    };
  });
}

/** "Alfa Romeo - 147" → "147". */
const modelOf = (makeModel: string): string => makeModel.slice(makeOf(makeModel).length);

function figuresOf(tested: readonly TestedCohort[]): BacktestFigures {
  const sum = (of: (cohort: TestedCohort) => number): number =>
    tested.reduce((total, cohort) => total + of(cohort), 0);
  const forecasts = compare((by) =>
    tested.map(({ inspections, failures, rates }): Forecast => ({
      n: inspections,
      events: failures,
      rate: rates[by],
    })),
  );
  const aucs = compare((by) => auc(forecasts[by]));
  const n = sum(({ inspections }) => inspections);
  const calibration = calibrationCurve(forecasts.model);
  return {
    n,
    rate: sum(({ failures }) => failures) / n,
    deviance: compare((by) =>
      sum(({ inspections, failures, rates }) => poissonDeviance(failures, rates[by] * inspections)),
    ),
    auc: compare((by) => aucs[by]?.value ?? null),
    aucStandardError: compare((by) =>
      by === "model"
        ? (aucs.model?.standardError ?? null)
        : aucDifferenceStandardError(forecasts[by], forecasts.model),
    ),
    brierScore: compare((by) => brierScore(forecasts[by])),
    topDecileLift: topDecileLift(forecasts.model),
    intervalCoverage: sum(({ isWithin }) => (isWithin ? 1 : 0)) / tested.length,
    calibrationError: calibrationError(calibration),
    calibration,
  };
}

const compare = <T>(figure: (by: keyof Compared<T>) => T): Compared<T> => ({
  model: figure("model"),
  base: figure("base"),
  age: figure("age"),
  persistence: figure("persistence"),
});

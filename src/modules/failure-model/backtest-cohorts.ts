import { baselineRates } from "./baseline-rates.ts";
import {
  calibrationByDecile,
  calibrationError,
  type CalibrationDecile,
  type Forecast,
} from "./calibration.ts";
import { cohortCells, makeOf, type CohortCell } from "./cohort-cells.ts";
import { FAILURE_ITEM_KEYS, FAILURE_ITEMS, type FailureItem } from "./failure-items.ts";
import { FailureModelError } from "./failure-model-error.ts";
import { failurePredictor, INTERVAL_SPREAD, type FailurePredictor } from "./failure-predictor.ts";
import { poissonDeviance, predictivePlace } from "./poisson.ts";
import type { Cohort, CohortDefects } from "./read-cohorts.ts";
import { trainFailureModel } from "./train-failure-model.ts";

/** Summed Poisson deviances of the cohorts of the test years: smaller is better. */
export interface Deviances {
  readonly model: number;
  readonly base: number;
  readonly age: number;
  readonly persistence: number;
}

export interface BacktestFigures {
  /** Inspections in the test years. */
  readonly n: number;
  /** Failing defects per inspection in the test years. */
  readonly rate: number;
  readonly deviance: Deviances;
  /** Share of cohorts whose failures lie within the 80 % interval predicted for them. */
  readonly intervalCoverage: number;
  /** Mean distance of predicted from found rates over the deciles. */
  readonly calibrationError: number;
  readonly calibration: readonly CalibrationDecile[];
}

export interface ItemBacktest extends BacktestFigures {
  readonly item: FailureItem;
  readonly finnishName: string;
}

export interface CohortBacktest {
  readonly train: readonly number[];
  readonly test: readonly number[];
  /** Cohorts tested. */
  readonly cohorts: number;
  readonly items: readonly ItemBacktest[];
  /** All items together; `rate` is that of defects of any of them. */
  readonly total: BacktestFigures;
}

interface TestedCohort extends Forecast {
  readonly deviance: Deviances;
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
}: {
  cohorts: readonly Cohort[];
  defects: readonly CohortDefects[];
  train: readonly number[];
  test: readonly number[];
}): CohortBacktest {
  refuseKnownYears(train, test);
  const trained = cohortCells(cohorts, defects, train);
  const tested = cohortCells(cohorts, defects, test);
  const predictor = failurePredictor(trainFailureModel(cohorts, defects, train));
  const byItem = FAILURE_ITEM_KEYS.map((item) => testItem(predictor, item, trained, tested));
  const items = FAILURE_ITEM_KEYS.map((item, index) => ({
    item,
    finnishName: FAILURE_ITEMS[item].finnishName,
    ...figuresOf(byItem[index] ?? []),
  }));
  const total = figuresOf(byItem.flat());
  // Every item is looked for at each inspection, which counts once.
  const n = total.n / FAILURE_ITEM_KEYS.length;
  return {
    train,
    test,
    cohorts: tested.length,
    items,
    total: { ...total, n, rate: total.rate * FAILURE_ITEM_KEYS.length },
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
    const deviance = (of: number): number => poissonDeviance(failures, of * inspections);
    const logVariance = (Math.log(interval.high / interval.low) / INTERVAL_SPREAD) ** 2;
    const place = predictivePlace(failures, rate * inspections, logVariance);
    return {
      inspections,
      failures,
      rate,
      deviance: {
        model: deviance(rate),
        base: deviance(baselines.base(cell)),
        age: deviance(baselines.age(cell)),
        persistence: deviance(baselines.persistence(cell)),
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
  const n = sum((cohort) => cohort.inspections);
  const calibration = calibrationByDecile(tested);
  return {
    n,
    rate: sum((cohort) => cohort.failures) / n,
    deviance: {
      model: sum((cohort) => cohort.deviance.model),
      base: sum((cohort) => cohort.deviance.base),
      age: sum((cohort) => cohort.deviance.age),
      persistence: sum((cohort) => cohort.deviance.persistence),
    },
    intervalCoverage: sum((cohort) => (cohort.isWithin ? 1 : 0)) / tested.length,
    calibrationError: calibrationError(calibration),
    calibration,
  };
}

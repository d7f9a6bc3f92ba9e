import { wholeYears, type BaselineFigures, type QualityFigures } from "../quality/index.ts";
import type { BacktestFigures, CohortBacktest } from "./backtest-cohorts.ts";
import { FAILURE_ITEMS, type FailureItem } from "./failure-items.ts";

const ATTRIBUTION =
  "Statistics of defects by model in periodic inspections of passenger cars, Traficom, CC BY 4.0.";

const NOTE =
  "Of whole cohorts, whose defects are counted and not the inspections that had them: rates are failing defects per inspection, and AUC, lift and Brier score take each as an inspection of its own.";

/**
 * A backtest as rows to keep and show: all items together first, then one by one.
 * @param modelVersion what the figures vouch for: the tested model, or the same one trained on later years as well
 */
export function cohortQuality(
  backtest: CohortBacktest,
  { modelVersion, measuredAt }: { modelVersion: string; measuredAt: Date },
): QualityFigures[] {
  const [trained, tested] = [wholeYears(backtest.train), wholeYears(backtest.test)];
  const row = (item: FailureItem | null, figures: BacktestFigures): QualityFigures => ({
    modelVersion,
    kind: "FAILURE_PREDICTED",
    item,
    partCategories: item === null ? [] : [...FAILURE_ITEMS[item].partCategories],
    population: "FI_PASSENGER_CARS",
    isSynthetic: false,
    attribution: ATTRIBUTION,
    trainedFrom: trained.from,
    trainedUntil: trained.until,
    testedFrom: tested.from,
    testedUntil: tested.until,
    ...measured(figures, backtest.cohorts, item === null ? backtest.items.length : 1),
    note: NOTE,
    measuredAt,
  });
  return [row(null, backtest.total), ...backtest.items.map((figures) => row(figures.item, figures))];
}

/** Each inspection is a prediction for every item, so all items together are as many times the predictions. */
function measured(figures: BacktestFigures, cohorts: number, items: number) {
  const { n, rate, deviance, auc, aucStandardError, brierScore } = figures;
  const counts = cohorts * items;
  const baseline = (name: BaselineFigures["name"], by: "base" | "age" | "persistence"): BaselineFigures => ({
    name,
    meanDeviance: shown(deviance[by] / counts),
    auc: shown(auc[by]),
    aucDifferenceStandardError: shown(aucStandardError[by]),
    brierScore: shown(brierScore[by]),
    windowCoverage: null,
    medianDateErrorDays: null,
  });
  return {
    n: n * items,
    baseRate: shown(rate / items),
    auc: shown(auc.model),
    aucStandardError: shown(aucStandardError.model),
    topDecileLift: shown(figures.topDecileLift),
    brierScore: shown(brierScore.model),
    calibrationError: shown(figures.calibrationError),
    curve: figures.calibration.map(({ decile, n: inDecile, expectedRate, observedRate }) => ({
      decile,
      n: inDecile,
      expectedRate: shown(expectedRate),
      observedRate: shown(observedRate),
    })),
    meanDeviance: shown(deviance.model / counts),
    devianceUnit: "COHORT" as const,
    intervalCoverage: shown(figures.intervalCoverage),
    windowCoverage: null,
    medianDateErrorDays: null,
    baselines: [
      baseline("BASE_RATE", "base"),
      baseline("AGE", "age"),
      baseline("SAME_MODEL_AND_AGE_LAST_YEAR", "persistence"),
    ],
    ceiling: null,
  };
}

/** Six digits: more mean nothing, and the last ones differ between machines. */
function shown(figure: number): number;
function shown(figure: number | null): number | null;
function shown(figure: number | null): number | null {
  return figure === null ? null : Number(figure.toPrecision(6));
}

import { fitItemAtBestScale } from "./choose-scale.ts";
import { cohortCells, type CohortCell } from "./cohort-cells.ts";
import { FAILURE_ITEM_KEYS, type FailureItem } from "./failure-items.ts";
import {
  packNumbers,
  PARAMETER_FORMAT,
  type FailureParameters,
  type ItemParameters,
  type ModelCohorts,
} from "./failure-parameters.ts";
import { loadParameters } from "./load-parameters.ts";
import { logRatesOf } from "./log-rate.ts";
import { expectedFleet } from "./population-rate.ts";
import { PRIORS, type Priors } from "./priors.ts";
import type { Cohort, CohortDefects } from "./read-cohorts.ts";
import { trainingDesign, type TrainingDesign } from "./training-design.ts";

const ATTRIBUTION =
  "Derived from statistics of defects by model in periodic inspections of passenger cars, Traficom, CC BY 4.0.";

export interface TrainingChoice {
  readonly priors?: Priors;
  /** All where left out. Each is learnt by itself, so that some of them take as much less time. */
  readonly items?: readonly FailureItem[];
}

/**
 * Learns the modelled items from the cohorts of the years given and from nothing else. Equal input, in any order,
 * gives equal parameters.
 * @throws {FailureModelError} COHORT_DUPLICATE, COHORT_MISSING, YEARS_WITHOUT_COHORTS
 */
export function trainFailureModel(
  cohorts: readonly Cohort[],
  defects: readonly CohortDefects[],
  years: readonly number[],
  { priors = PRIORS, items: wanted = FAILURE_ITEM_KEYS }: TrainingChoice = {},
): FailureParameters {
  const cells = cohortCells(cohorts, defects, years);
  const design = trainingDesign(cells, priors);
  const items = Object.fromEntries(
    wanted.map((item) => [item, itemParameters(design, cells, item, priors)]),
  ) as Record<FailureItem, ItemParameters>;
  return withFleet(wanted, {
    format: PARAMETER_FORMAT,
    attribution: ATTRIBUTION,
    trainedYears: [...new Set(years)].sort((left, right) => left - right),
    priors,
    grid: design.grid,
    usualKm: design.usualKm,
    models: packModels(design),
    items,
  });
}

function itemParameters(
  design: TrainingDesign,
  cells: readonly CohortCell[],
  item: FailureItem,
  priors: Priors,
): ItemParameters {
  const failures = Float64Array.from(cells, (cell) => cell.failures[item]);
  const fit = fitItemAtBestScale({ design, failures, cohortVariance: priors.cohort });
  return {
    baseRate: Number(fit.baseRate.toPrecision(6)),
    scale: fit.scale,
    shared: packNumbers(fit.shared, 1000),
    makes: fit.makes.map((make) => packNumbers(make, 1000)),
    residuals: packNumbers(fit.residuals, 100),
    makeVariances: fit.makeVariances.map((variance) => Number(variance.toPrecision(3))),
    sharedVariance: Number(fit.sharedVariance.toPrecision(3)),
    population: [],
    makeMix: 0,
  };
}

function packModels(design: TrainingDesign): ModelCohorts[] {
  const models = design.makes.flatMap((make) => make.models);
  return models.map(({ makeModel, start, count }) => {
    const numbers = design.places
      .slice(start, start + count)
      .flatMap((place, row) => [
        place.firstUseYear - design.grid.minFirstUse,
        place.inspectionYear - design.grid.firstYear,
        Math.round(place.kmDeviation * 1000),
        design.inspections[start + row] ?? 0,
      ]);
    return { makeModel, cohorts: packNumbers(numbers, 1) };
  });
}

/** Adds what is known of the whole fleet, which follows from predictions. */
function withFleet(wanted: readonly FailureItem[], parameters: FailureParameters): FailureParameters {
  const loaded = loadParameters(parameters, wanted);
  const items = Object.fromEntries(
    wanted.map((item): [FailureItem, ItemParameters] => {
      const fleet = expectedFleet(loaded, logRatesOf(loaded, loaded.items[item]));
      return [item, { ...parameters.items[item], ...fleet }];
    }),
  ) as Record<FailureItem, ItemParameters>;
  return { ...parameters, items };
}

import { makeOf } from "./cohort-cells.ts";
import { effectsOf, type Effects, type Place } from "./effects.ts";
import { FAILURE_ITEM_KEYS, type FailureItem } from "./failure-items.ts";
import { FailureModelError } from "./failure-model-error.ts";
import {
  PARAMETER_FORMAT,
  unpackNumbers,
  type FailureParameters,
  type ItemParameters,
} from "./failure-parameters.ts";
import { covarianceOf, type ModelBlock } from "./training-design.ts";

/** Parameters ready to be asked. */
export interface LoadedParameters {
  readonly parameters: FailureParameters;
  readonly effects: Effects;
  readonly makes: readonly LoadedMake[];
  readonly models: readonly LoadedModel[];
  readonly items: Readonly<Record<FailureItem, LoadedItem>>;
}

export interface LoadedMake {
  readonly make: string;
  /** Usual kilometres of its cars against those of all cars of the age, as a logarithm. */
  readonly kmDeviation: number;
}

export interface LoadedModel extends ModelBlock {
  /** Place of the make in {@link LoadedParameters.makes}. */
  readonly make: number;
  readonly places: readonly Place[];
  readonly inspections: Float64Array;
}

export interface LoadedItem extends Pick<
  ItemParameters,
  "baseRate" | "scale" | "makeVariances" | "sharedVariance"
> {
  readonly population: readonly number[];
  readonly makeMix: number;
  readonly shared: Float64Array;
  readonly makes: readonly Float64Array[];
  readonly residuals: Float64Array;
}

/**
 * @param wanted items that are asked for: all, unless only some were trained
 * @throws {FailureModelError} PARAMETERS_UNREADABLE
 */
export function loadParameters(
  parameters: FailureParameters,
  wanted: readonly FailureItem[] = FAILURE_ITEM_KEYS,
): LoadedParameters {
  if ((parameters.format as string) !== PARAMETER_FORMAT) {
    throw new FailureModelError(
      "PARAMETERS_UNREADABLE",
      `Parameters of the form "${parameters.format}"; this program reads "${PARAMETER_FORMAT}".`,
    );
  }
  const effects = effectsOf(parameters.priors, parameters.grid);
  const { makes, models } = loadModels(parameters, effects);
  const cohorts = models.reduce((total, model) => total + model.count, 0);
  const items = Object.fromEntries(
    wanted.map((item) => {
      const stored = parameters.items[item] as ItemParameters | undefined;
      if (stored?.makes.length !== makes.length) {
        throw new FailureModelError(
          "PARAMETERS_UNREADABLE",
          `The failure model's parameters of ${item} are missing or damaged.`,
        );
      }
      return [item, loadItem(stored, effects, cohorts)];
    }),
  ) as Record<FailureItem, LoadedItem>;
  return { parameters, effects, makes, models, items };
}

function loadModels(
  parameters: FailureParameters,
  effects: Effects,
): { makes: readonly LoadedMake[]; models: readonly LoadedModel[] } {
  const names: string[] = [];
  const models: LoadedModel[] = [];
  let start = 0;
  for (const { makeModel, cohorts } of parameters.models) {
    const make = makeOf(makeModel);
    if (names.at(-1) !== make) names.push(make);
    const { places, inspections } = unpackCohorts(cohorts, parameters);
    models.push({
      makeModel,
      make: names.length - 1,
      start,
      count: places.length,
      covariance: covarianceOf(places, effects),
      places,
      inspections,
    });
    start += places.length;
  }
  const makes = names.map((make, index) => ({
    make,
    kmDeviation: meanDeviation(models.filter((model) => model.make === index)),
  }));
  return { makes, models };
}

const NUMBERS_PER_COHORT = 4;

function unpackCohorts(
  packed: string,
  { grid }: FailureParameters,
): { places: readonly Place[]; inspections: Float64Array } {
  const count = packed.split(",").length;
  const numbers = unpackNumbers(packed, 1, count - (count % NUMBERS_PER_COHORT));
  const places: Place[] = [];
  const inspections: number[] = [];
  for (let i = 0; i < count; i += NUMBERS_PER_COHORT) {
    const [built = 0, inspected = 0, deviation = 0, number = 0] = numbers.subarray(i, i + NUMBERS_PER_COHORT);
    const firstUseYear = grid.minFirstUse + built;
    const inspectionYear = grid.firstYear + inspected;
    const ageYears = inspectionYear - firstUseYear;
    places.push({ ageYears, firstUseYear, inspectionYear, kmDeviation: deviation / 1000 });
    inspections.push(number);
  }
  return { places, inspections: Float64Array.from(inspections) };
}

function meanDeviation(of: readonly { places: readonly Place[]; inspections: Float64Array }[]): number {
  let weighted = 0;
  let weight = 0;
  for (const { places, inspections } of of) {
    places.forEach((place, i) => {
      weighted += (inspections[i] ?? 0) * place.kmDeviation;
      weight += inspections[i] ?? 0;
    });
  }
  return weight > 0 ? weighted / weight : 0;
}

function loadItem(item: ItemParameters, effects: Effects, cohorts: number): LoadedItem {
  const { baseRate, scale, makeVariances, sharedVariance, population, makeMix } = item;
  return {
    baseRate,
    scale,
    makeVariances,
    sharedVariance,
    population,
    makeMix,
    shared: unpackNumbers(item.shared, 1000, effects.sharedSize),
    makes: item.makes.map((make) => unpackNumbers(make, 1000, effects.makeSize)),
    residuals: unpackNumbers(item.residuals, 100, cohorts),
  };
}

import type { FuelType } from "../vocabulary/index.ts";
import { at } from "./at.ts";
import { COMPONENT_ROWS, type ComponentRow, type CountryRow } from "./components.data.ts";
import { MODEL_ROWS } from "./models.data.ts";
import { RandomStream } from "./random.ts";

/**
 * The chances behind every defect of the fleet.
 *
 * For each component an inspection has two intensities: F, found failing, and N, found worn but good enough. Both are
 * products of a rate per country, an ageing curve, the vehicle's km a year, its model, the owner's care, the state in
 * which the vehicle was brought that day, and what the last full inspection said of the same component. Given those,
 * components are independent: failing has the chance 1 − exp(−F).
 */
export type DemoCountry = "FR" | "GB";

/**
 * Owners by how they look after a vehicle; it stays the same for the vehicle's life and is never written down. The
 * shares of visits to which they bring it without a look over beforehand are those of a vehicle ten years old.
 */
export const CARE_LEVELS = [
  { share: 0.4, factor: 0.6, unprepared: { FR: 0.068, GB: 0.21 } },
  { share: 0.38, factor: 1, unprepared: { FR: 0.196, GB: 0.425 } },
  { share: 0.22, factor: 1.6, unprepared: { FR: 0.565, GB: 0.745 } },
] as const;

/**
 * On intensities of failing, by how the vehicle was brought that day. It joins defects: published shares of functions
 * add up to twice the share of failed inspections, so those that fail, fail in several things.
 */
export const PREPARED_FACTOR = 0.06;
export const UNPREPARED_FACTOR: Readonly<Record<DemoCountry, number>> = { FR: 4, GB: 2.3 };

/** The chance that a vehicle is brought unprepared: older ones more often. */
export function unpreparedChance(country: DemoCountry, care: number, ageDays: number): number {
  const level = at(CARE_LEVELS, care);
  return Math.min(0.95, level.unprepared[country] * (0.4 + 0.06 * Math.min(ageDays / 365.25, 15)));
}

/** What the last full inspection said of a component. */
export const UNKNOWN = 0;
export const NOTED = 1;
export const REPAIRED = 2;
export type ComponentState = typeof UNKNOWN | typeof NOTED | typeof REPAIRED;

/** What became of a component since, and what that makes of its two intensities. */
export interface Fate {
  readonly share: number;
  readonly fails: number;
  readonly notes: number;
}

/** By state. More than half of the owners do nothing about what is good enough (RAC survey: 54 % ignore an advisory). */
export const FATES: Readonly<Record<ComponentState, readonly [Fate, ...Fate[]]>> = {
  [UNKNOWN]: [{ share: 1, fails: 1, notes: 1 }],
  [NOTED]: [
    { share: 0.54, fails: 12, notes: 8 },
    { share: 0.46, fails: 0.3, notes: 0.3 },
  ],
  [REPAIRED]: [{ share: 1, fails: 0.4, notes: 0.4 }],
};

/** Age in quarters of a year, the grain of the ageing tables; older counts as the last. */
export const LAST_AGE_STEP = 160;
export const DAYS_PER_AGE_STEP = 365.25 / 4;

/** Wear at an age in years against that at ten; between the points it is linear. */
const AGEING_CURVE: Readonly<Record<DemoCountry, readonly (readonly [number, number])[]>> = {
  FR: [
    [0, 0.02],
    [4, 0.155],
    [6, 0.4],
    [8, 0.74],
    [10, 1],
    [13, 1.15],
    [17, 1.2],
    [40, 1.2],
  ],
  GB: [
    [0, 0.2],
    [3, 0.4],
    [6, 0.65],
    [10, 1],
    [13, 1.15],
    [17, 1.2],
    [40, 1.2],
  ],
};

export const COMPONENT_COUNT = COMPONENT_ROWS.length;

function onCurve(curve: readonly (readonly [number, number])[], years: number): number {
  let [fromYears, fromValue] = curve[0] ?? [0, 1];
  for (const [toYears, toValue] of curve) {
    if (years <= toYears && toYears > fromYears) {
      return fromValue + ((toValue - fromValue) * (years - fromYears)) / (toYears - fromYears);
    }
    [fromYears, fromValue] = [toYears, toValue];
  }
  return fromValue;
}

/** By age step, then component. */
function ageFactorsOf(country: DemoCountry): Float64Array {
  const factors = new Float64Array((LAST_AGE_STEP + 1) * COMPONENT_COUNT);
  for (let step = 0; step <= LAST_AGE_STEP; step += 1) {
    const wear = onCurve(AGEING_CURVE[country], step / 4);
    COMPONENT_ROWS.forEach((row, component) => {
      factors[step * COMPONENT_COUNT + component] = wear ** row.ageing;
    });
  }
  return factors;
}

const AGE_FACTORS = { FR: ageFactorsOf("FR"), GB: ageFactorsOf("GB") };

/** The factors of all components at one age, a view that callers must not write to. */
export function ageFactors(country: DemoCountry, ageDays: number): Float64Array {
  const step = Math.max(0, Math.min(LAST_AGE_STEP, Math.round(ageDays / DAYS_PER_AGE_STEP)));
  return AGE_FACTORS[country].subarray(step * COMPONENT_COUNT, (step + 1) * COMPONENT_COUNT);
}

/** Some models are weaker in one thing than others: the same in every fleet, whatever its seed. */
const MODEL_SPREAD = 0.35;
const MODEL_FACTORS = MODEL_ROWS.map((_, model) => {
  const random = new RandomStream(0, "MODEL", model);
  return Float64Array.from(COMPONENT_ROWS, () =>
    Math.exp(MODEL_SPREAD * random.normal() - MODEL_SPREAD ** 2 / 2),
  );
});

/** Km a year at which distance adds and takes nothing. */
const MEAN_KM_PER_YEAR = 12_000;

const DRIVING_CLASSES = [...new Set(COMPONENT_ROWS.map((row) => row.driving))];
const DRIVING_CLASS_OF = Uint8Array.from(COMPONENT_ROWS, (row) => DRIVING_CLASSES.indexOf(row.driving));
const FAILS = ratesOf((row) => row.fails);
const NOTES = ratesOf((row) => row.notes);

function ratesOf(rate: (row: CountryRow) => number): Record<DemoCountry, Float64Array> {
  const of = (country: DemoCountry) => Float64Array.from(COMPONENT_ROWS, (row) => rate(row[country]));
  return { FR: of("FR"), GB: of("GB") };
}

/** What makes one vehicle's intensities differ from the mean vehicle's of its age. */
export interface WearTraits {
  readonly country: DemoCountry;
  /** Place in MODEL_ROWS. */
  readonly model: number;
  readonly fuel: FuelType;
  readonly kmPerYear: number;
}

const has = (row: ComponentRow, fuel: FuelType) => row.fuels === null || row.fuels.includes(fuel);

/** Which components a vehicle of a fuel has: 1 or 0 by component. */
const EQUIPMENT = new Map<FuelType, Uint8Array>();
function equipmentOf(fuel: FuelType): Uint8Array {
  let equipment = EQUIPMENT.get(fuel);
  if (equipment === undefined) {
    equipment = Uint8Array.from(COMPONENT_ROWS, (row) => Number(has(row, fuel)));
    EQUIPMENT.set(fuel, equipment);
  }
  return equipment;
}

/** Fills `fails` and `notes` with the vehicle's intensities at ageing factor 1, mean care and condition. */
export function fillIntensities(traits: WearTraits, fails: Float64Array, notes: Float64Array): void {
  const distance = Math.log(traits.kmPerYear / MEAN_KM_PER_YEAR);
  const drivingFactors = DRIVING_CLASSES.map((exponent) => Math.exp(exponent * distance));
  const equipment = equipmentOf(traits.fuel);
  const modelFactors = at(MODEL_FACTORS, traits.model);
  const failRates = FAILS[traits.country];
  const noteRates = NOTES[traits.country];
  for (let component = 0; component < COMPONENT_COUNT; component += 1) {
    const factor =
      (equipment[component] ?? 0) *
      (modelFactors[component] ?? 0) *
      (drivingFactors[DRIVING_CLASS_OF[component] ?? 0] ?? 0);
    fails[component] = factor * (failRates[component] ?? 0);
    notes[component] = factor * (noteRates[component] ?? 0);
  }
}

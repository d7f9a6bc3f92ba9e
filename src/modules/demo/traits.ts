import type { VehicleUsage } from "../vocabulary/index.ts";
import { at } from "./at.ts";
import { dateOf } from "./days.ts";
import type { ServedAreas } from "./garages.ts";
import { drawHabit } from "./habits.ts";
import { MODEL_ROWS, type EngineRow, type ModelRow } from "./models.data.ts";
import { WeightedChoice, type RandomStream } from "./random.ts";
import { CARE_LEVELS, type DemoCountry, type WearTraits } from "./wear.ts";

/** What a vehicle is, and what moves it: the part that is written down and the part that is not. */
export interface VehicleTraits extends WearTraits {
  readonly index: number;
  readonly areaCode: string;
  readonly usage: VehicleUsage;
  readonly row: ModelRow;
  readonly engine: EngineRow;
  readonly colour: string;
  readonly firstRegisteredDay: number;
  readonly intervalMonths: 12 | 24;
  /** Whether a French complementary inspection (emissions of vans) is due between the periodic ones. */
  readonly hasComplementary: boolean;
  /** Hidden: place in CARE_LEVELS, in HABITS. */
  readonly care: number;
  readonly habit: number;
}

/** Every fifth vehicle is British, so that a vehicle's number among those of its country is known without the others. */
export function countryOf(index: number): { country: DemoCountry; number: number } {
  const fifth = Math.floor(index / 5);
  return index % 5 === 4 ? { country: "GB", number: fifth } : { country: "FR", number: index - fifth };
}

interface Choice {
  readonly model: number;
  readonly engine: EngineRow;
  readonly weight: number;
}

const FIRST_YEAR = 1998;
const choicesByYear: Record<DemoCountry, Map<number, WeightedChoice<Choice>>> = {
  FR: new Map(),
  GB: new Map(),
};

/** Models and engines sold in a year. A model's weight is spread over the engines it had then. */
function choiceOf(country: DemoCountry, year: number): WeightedChoice<Choice> {
  const choices = choicesByYear[country];
  let choice = choices.get(year);
  if (choice === undefined) {
    const weightIn = (row: ModelRow) => (country === "FR" ? row.france : row.britain);
    const sold = MODEL_ROWS.flatMap((row, model) => {
      const engines = row.engines.filter((engine) => engine[5] <= year && year <= engine[6]);
      const total = engines.reduce((sum, engine) => sum + engine[4], 0);
      return engines.map((engine) => ({ model, engine, weight: (weightIn(row) * engine[4]) / total }));
    });
    choice = new WeightedChoice(sold, (candidate) => candidate.weight);
    choices.set(year, choice);
  }
  return choice;
}

const MAX_AGE_YEARS = 29;
/** Half of the vehicles have left the road at this age; the second figure is how gradually. */
const HALF_LIFE_YEARS = 20;
const LEAVING_YEARS = 3.5;

function drawAgeDays(random: RandomStream): number {
  for (;;) {
    const years = random.unit() * MAX_AGE_YEARS;
    const left = 1 / (1 + Math.exp((years - HALF_LIFE_YEARS) / LEAVING_YEARS));
    if (random.unit() < left) return 1 + Math.floor(years * 365.25);
  }
}

/** Mean km in the first year. */
const KM_PER_YEAR: Record<DemoCountry, { diesel: number; other: number }> = {
  FR: { diesel: 15_000, other: 10_200 },
  GB: { diesel: 15_500, other: 11_300 },
};
const KM_SPREAD = 0.4;
const VAN_FACTOR = 1.2;
const PUBLIC_TRANSPORT_FACTOR = 3.2;

function drawUsage(random: RandomStream, country: DemoCountry, row: ModelRow, ageDays: number): VehicleUsage {
  const chance = random.unit();
  if (country !== "FR" || row.category !== "M1" || ageDays > 8 * 365) return "PRIVATE";
  if (chance < 0.012) return "TAXI";
  if (chance < 0.02) return "PRIVATE_HIRE";
  return chance < 0.024 ? "DRIVING_SCHOOL" : "PRIVATE";
}

const COLOURS = new WeightedChoice(
  [
    ["GREY", 27],
    ["WHITE", 24],
    ["BLACK", 20],
    ["BLUE", 15],
    ["RED", 8],
    ["GREEN", 3],
    ["ORANGE", 2],
    ["BEIGE", 1],
  ] as const,
  ([, weight]) => weight,
);

function drawCare(random: RandomStream): number {
  const chance = random.unit();
  return chance < CARE_LEVELS[0].share ? 0 : chance < CARE_LEVELS[0].share + CARE_LEVELS[1].share ? 1 : 2;
}

/** Draws the vehicle of a number from its own stream. */
export function drawTraits(
  index: number,
  random: RandomStream,
  today: number,
  areas: ServedAreas,
): VehicleTraits {
  const { country } = countryOf(index);
  const ageDays = Math.min(drawAgeDays(random), today);
  const firstRegisteredDay = today - ageDays;
  const year = Math.max(FIRST_YEAR, Number(dateOf(firstRegisteredDay).slice(0, 4)));
  const { model, engine } = choiceOf(country, year).pick(random);
  const row = at(MODEL_ROWS, model);
  const usage = drawUsage(random, country, row, ageDays);
  const fuel = engine[1];
  const means = KM_PER_YEAR[country];
  const kmPerYear =
    (fuel === "DIESEL" ? means.diesel : means.other) *
    Math.exp(KM_SPREAD * random.normal() - KM_SPREAD ** 2 / 2) *
    (row.category === "N1" ? VAN_FACTOR : 1) *
    (usage === "PRIVATE" ? 1 : PUBLIC_TRANSPORT_FACTOR);
  return {
    index,
    country,
    areaCode: areas[country].pick(random).areaCode,
    model,
    row,
    engine,
    fuel,
    usage,
    colour: COLOURS.pick(random)[0],
    firstRegisteredDay,
    intervalMonths: country === "GB" || usage !== "PRIVATE" ? 12 : 24,
    hasComplementary: country === "FR" && row.category === "N1" && fuel !== "ELECTRIC",
    kmPerYear,
    care: drawCare(random),
    habit: drawHabit(random, country),
  };
}

import { areaOfPostcode, findArea, FRENCH_POPULATIONS } from "../areas/index.ts";
import type { GarageKind, VehicleCategory } from "../vocabulary/index.ts";
import { at } from "./at.ts";
import { RowIds } from "./ids.ts";
import { RandomStream, WeightedChoice } from "./random.ts";
import { STATIONS_BY_POSTCODE_AREA } from "./stations.data.ts";
import type { DemoCountry } from "./wear.ts";

export interface DemoGarage {
  readonly id: string;
  readonly country: DemoCountry;
  readonly externalId: string;
  readonly name: string;
  readonly kinds: readonly GarageKind[];
  readonly street: string;
  readonly postalCode: string | null;
  readonly city: string;
  readonly phone: string;
  readonly areaCode: string;
  /** Degrees; null in Great Britain, whose areas have no centres. */
  readonly latitude: number | null;
  readonly longitude: number | null;
  readonly networks: readonly string[];
  readonly vehicleCategories: readonly VehicleCategory[];
}

/** An area with vehicles and the garages that inspect them. */
export interface ServedArea {
  readonly areaCode: string;
  readonly weight: number;
  readonly inspectionGarages: readonly DemoGarage[];
}

export type ServedAreas = Readonly<Record<DemoCountry, WeightedChoice<ServedArea>>>;

export interface GaragePlan {
  readonly garages: readonly DemoGarage[];
  readonly areas: ServedAreas;
  readonly areaByCode: ReadonlyMap<string, ServedArea>;
}

const WEIGHTS: Record<DemoCountry, ReadonlyMap<string, number>> = {
  FR: FRENCH_POPULATIONS,
  GB: new Map(Object.entries(STATIONS_BY_POSTCODE_AREA).map(([letters, count]) => [`GB-${letters}`, count])),
};

const NETWORKS = ["DEMO AUTO", "DEMO CONTROL", "DEMO SERVICE"];

/** In France the law keeps inspection centres and workshops apart; a British station is commonly both. */
const FRENCH_KINDS: readonly (readonly GarageKind[])[] = [
  ["INSPECTION"],
  ["REPAIR"],
  ["INSPECTION"],
  ["REPAIR", "TYRES"],
];
const BRITISH_KINDS: readonly (readonly GarageKind[])[] = [
  ["INSPECTION", "REPAIR"],
  ["INSPECTION", "REPAIR", "TYRES"],
];

/** Garages around a department's centre of population, degrees: some 25 km. */
const SPREAD_DEGREES = 0.18;

export interface GarageSettings {
  readonly garages: number;
  readonly seed: number;
  /** Of garages that exist already, in the order of their numbers. */
  readonly garageIds?: readonly string[];
}

/**
 * The fleet's garages and the areas it lives in: one garage in five is British, each area's first one inspects, and the
 * areas with most people come first. Areas left without a garage have no vehicles.
 */
export function planGarages(settings: GarageSettings, today: number): GaragePlan {
  const { garages: count, seed, garageIds } = settings;
  const british = Math.max(1, Math.round(count / 5));
  const garages: DemoGarage[] = [];
  const areas = [...planCountry("FR", count - british), ...planCountry("GB", british)].map((planned) => {
    const own = Array.from({ length: planned.garages }, (_, ordinal) => {
      const garage = makeGarage({ seed, today, index: garages.length, ordinal, ...planned }, garageIds);
      garages.push(garage);
      return garage;
    });
    const inspectionGarages = own.filter((garage) => garage.kinds.includes("INSPECTION"));
    return {
      country: planned.country,
      areaCode: planned.areaCode,
      weight: planned.weight,
      inspectionGarages,
    };
  });
  const servedIn = (country: DemoCountry) =>
    new WeightedChoice(
      areas.filter((area) => area.country === country),
      (area) => area.weight,
    );
  return {
    garages,
    areas: { FR: servedIn("FR"), GB: servedIn("GB") },
    areaByCode: new Map(areas.map((area) => [area.areaCode, area])),
  };
}

interface PlannedArea {
  readonly country: DemoCountry;
  readonly areaCode: string;
  readonly weight: number;
  garages: number;
}

/** One garage for each of the largest areas, the rest by highest averages (D'Hondt). */
function planCountry(country: DemoCountry, count: number): PlannedArea[] {
  const areas = [...WEIGHTS[country]]
    .sort((one, other) => other[1] - one[1])
    .slice(0, count)
    .map(([areaCode, weight]): PlannedArea => ({ country, areaCode, weight, garages: 1 }));
  for (let placed = areas.length; placed < count; placed += 1) {
    const next = areas.reduce((best, area) =>
      area.weight / (area.garages + 1) > best.weight / (best.garages + 1) ? area : best,
    );
    next.garages += 1;
  }
  return areas;
}

interface GaragePlace {
  readonly seed: number;
  readonly today: number;
  /** Among all garages, and within its area. */
  readonly index: number;
  readonly ordinal: number;
  readonly country: DemoCountry;
  readonly areaCode: string;
}

function makeGarage(place: GaragePlace, ids: readonly string[] = []): DemoGarage {
  const { country, areaCode, index, ordinal } = place;
  const random = new RandomStream(place.seed, "GARAGE", index);
  const area = findArea(areaCode);
  const near = (centre: number | null | undefined) =>
    centre == null ? null : Math.round((centre + SPREAD_DEGREES * random.normal()) * 1e5) / 1e5;
  const name = area?.name ?? areaCode;
  const details = country === "FR" ? frenchDetails(place, random) : britishDetails(name, ordinal, random);
  return {
    id: ids[index] ?? new RowIds(place.seed, "GARAGE", index, place.today).of(0),
    country,
    externalId: `DEMO-${String(index + 1).padStart(5, "0")}`,
    name: `${country === "FR" ? "Garage de démonstration" : "Demo garage"} ${name} ${ordinal + 1}`,
    areaCode,
    ...details,
    latitude: near(area?.latitude),
    longitude: near(area?.longitude),
    networks: random.unit() < 0.5 ? [random.pick(NETWORKS)] : [],
    vehicleCategories: ["M1", "N1"],
  };
}

type Details = Pick<DemoGarage, "kinds" | "street" | "postalCode" | "city" | "phone">;

/** Telephone numbers are of those that Arcep keeps for fiction, 01 99 00. */
function frenchDetails({ areaCode, ordinal }: GaragePlace, random: RandomStream): Details {
  return {
    kinds: at(FRENCH_KINDS, ordinal % FRENCH_KINDS.length),
    street: `${1 + random.below(99)} rue de l'Exemple`,
    postalCode: frenchPostcode(areaCode),
    city: "Démoville",
    phone: `+33 1 99 00 ${twoByTwo(String(random.below(10_000)))}`,
  };
}

/** Telephone numbers are of those that Ofcom keeps for drama, 01632 960. */
function britishDetails(city: string, ordinal: number, random: RandomStream): Details {
  return {
    kinds: at(BRITISH_KINDS, ordinal % BRITISH_KINDS.length),
    street: `${1 + random.below(99)} Example Street`,
    postalCode: null,
    city,
    phone: `+44 1632 960${String(random.below(1000)).padStart(3, "0")}`,
  };
}

const twoByTwo = (digits: string) => digits.padStart(4, "0").replace(/(..)(..)/, "$1 $2");

/** The department's lowest postcode that `areaOfPostcode` gives back to it. */
function frenchPostcode(areaCode: string): string | null {
  const department = areaCode.slice("FR-".length);
  const candidates = [department.padEnd(5, "0"), "20000", "20200"];
  return candidates.find((postcode) => areaOfPostcode("FR", postcode) === areaCode) ?? null;
}

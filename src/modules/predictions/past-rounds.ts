import { PART_CATEGORY_KEYS } from "../parts/index.ts";
import { passOf, roundsOf, type DefectFact, type Round, type VehicleFacts } from "../signals/index.ts";

/** A full inspection as models look at it. Parts by their place in PART_CATEGORY_KEYS. */
export interface PastRound {
  readonly round: Round;
  readonly day: number;
  readonly km: number | null;
  readonly hasFailed: boolean;
  /** Whether it, or a retest, was passed. */
  readonly isCleared: boolean;
  readonly failed: readonly number[];
  /** Parts that were worn but good enough, with the annex item that says so. */
  readonly noted: ReadonlyMap<number, string>;
  /** Items that were noted. */
  readonly notes: number;
}

/** Where several items noted one part. */
export const SEVERAL_ITEMS = "SEVERAL";

const PART_PLACES = new Map<string, number>(PART_CATEGORY_KEYS.map((key, place) => [key, place]));

export const dayOf = (date: string): number => Date.parse(date) / 86_400_000;

export function pastRounds({ inspections }: Pick<VehicleFacts, "inspections">): PastRound[] {
  return roundsOf(inspections).full.map(pastRound);
}

const isFailing = ({ severity }: DefectFact): boolean => severity === "MAJOR" || severity === "DANGEROUS";

function pastRound(round: Round): PastRound {
  const { defects, performedOn, km } = round.opening;
  const failing = defects.filter(isFailing);
  const noting = failing.length === defects.length ? [] : defects.filter((defect) => !isFailing(defect));
  return {
    round,
    day: dayOf(performedOn),
    km,
    hasFailed: failing.length > 0,
    isCleared: failing.length === 0 || passOf(round) !== null,
    failed: partsOf(failing),
    noted: notedBy(noting),
    notes: noting.length < 2 ? noting.length : new Set(noting.map(({ annexItem }) => annexItem)).size,
  };
}

function partsOf(defects: readonly DefectFact[]): number[] {
  const parts: number[] = [];
  for (const { partCategories } of defects) {
    for (const key of partCategories) {
      const part = PART_PLACES.get(key) ?? -1;
      if (part >= 0 && !parts.includes(part)) parts.push(part);
    }
  }
  return parts;
}

const NOTHING: ReadonlyMap<number, string> = new Map();

function notedBy(defects: readonly DefectFact[]): ReadonlyMap<number, string> {
  if (defects.length === 0) return NOTHING;
  const noted = new Map<number, string>();
  for (const { annexItem, partCategories } of defects) {
    const item = annexItem ?? "NONE";
    for (const key of partCategories) {
      const part = PART_PLACES.get(key);
      if (part === undefined) continue;
      const before = noted.get(part);
      noted.set(part, before === undefined || before === item ? item : SEVERAL_ITEMS);
    }
  }
  return noted;
}

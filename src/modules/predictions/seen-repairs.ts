import { PART_CATEGORY_KEYS } from "../parts/index.ts";
import {
  isRepairedSince,
  isWork,
  needsOf,
  type DefectFact,
  type EvidenceItem,
  type VehicleFacts,
} from "../signals/index.ts";
import type { PastRound } from "./past-rounds.ts";

/** What orders say was done between two inspections. */
export interface SeenRepairs {
  /** Parts that were worked on, by their place in PART_CATEGORY_KEYS. */
  readonly parts: ReadonlySet<number>;
  /** Whether all that the inspection before noted of a part was seen to, wherever it was. */
  coversNotes(part: number): boolean;
}

type Repairs = VehicleFacts["repairs"];

const NO_REPAIRS: SeenRepairs = { parts: new Set(), coversNotes: () => false };
const PART_PLACES = new Map<string, number>(PART_CATEGORY_KEYS.map((key, place) => [key, place]));

/** @param before the day of the inspection after `last`; null: there was none yet */
export function seenRepairs(
  all: Repairs,
  last: PastRound | undefined,
  before: string | null = null,
): SeenRepairs {
  if (all.length === 0 || last === undefined) return NO_REPAIRS;
  const { opening } = last.round;
  const repairs = repairsBetween(all, opening.performedOn, before);
  if (repairs.length === 0) return NO_REPAIRS;
  return {
    parts: new Set(repairs.flatMap(({ partCategory }) => PART_PLACES.get(partCategory) ?? [])),
    coversNotes(part) {
      const key = PART_CATEGORY_KEYS[part] ?? "";
      const noted = opening.defects.filter(({ partCategories }) => partCategories.includes(key));
      return noted.every((defect) => isSeenTo(defect, repairs, opening.performedOn, key));
    },
  };
}

function repairsBetween(all: Repairs, from: string, before: string | null): Repairs {
  return all.filter(
    (repair) => isWork(repair) && repair.on >= from && (before === null || repair.on < before),
  );
}

/** Whether a part that a defect takes was worked on where the defect is, from a day on. */
export function isSeenTo(defect: DefectFact, repairs: Repairs, since: string, part: string): boolean {
  const needs = needsOf(defect).filter(({ partCategory }) => partCategory === part);
  return needs.length > 0 && needs.every((need) => isRepairedSince({ repairs }, need, since));
}

/** Evidence is to be read. */
const MOST_REPAIRS = 3;

/** What was done to some parts from a day on, the last first. */
export function repairEvidence(
  all: Repairs,
  since: string,
  parts: readonly string[],
): readonly EvidenceItem[] {
  return repairsBetween(all, since, null)
    .filter(({ partCategory }) => parts.includes(partCategory))
    .slice(-MOST_REPAIRS)
    .reverse()
    .map(({ on, operation, partCategory }) => ({ kind: "REPAIR", on, operation, partCategory }));
}

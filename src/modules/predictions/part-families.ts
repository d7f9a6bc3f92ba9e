import { PART_CATEGORIES } from "../parts/index.ts";
import { PART_FAMILIES } from "../vocabulary/index.ts";
import type { PastRound } from "./past-rounds.ts";

const FAMILY_BITS = PART_CATEGORIES.map(({ family }) => 1 << PART_FAMILIES.indexOf(family));

/** A bit for each family of which an inspection noted a part. */
export function familiesNoted(round: PastRound | undefined): number {
  let bits = 0;
  if (round !== undefined) for (const part of round.noted.keys()) bits |= FAMILY_BITS[part] ?? 0;
  return bits;
}

export const FAMILY_LEVELS = 2;

/** Whether something else of the part's family was noted. */
export function familyLevel(part: number, families: number, isNoted: boolean): number {
  return !isNoted && (families & (FAMILY_BITS[part] ?? 0)) !== 0 ? 1 : 0;
}

import type {
  CountryCode,
  DefectSeverity,
  InspectionKind,
  InspectionResult,
  VehicleCategory,
} from "../vocabulary/index.ts";

/** Why a national word has no meaning of ours. Such rows are kept and flagged, never guessed. */
export const NATIONAL_WORD_PROBLEMS = [
  "UNKNOWN_CODE",
  /** The code exists, but not at that date. */
  "CODE_NOT_IN_USE_THEN",
  /** The code exists, but not for that category. */
  "CODE_NOT_USED_FOR_CATEGORY",
  /** What the code means depends on the vehicle's category. */
  "CATEGORY_NEEDED",
  /** The words of this country were not researched. */
  "COUNTRY_NOT_SUPPORTED",
] as const;
export type NationalWordProblem = (typeof NATIONAL_WORD_PROBLEMS)[number];

export type NationalResult =
  | {
      readonly isKnown: true;
      readonly result: InspectionResult;
      /** The result of a complementary (pollution) inspection, where the code says so. */
      readonly isComplementary: boolean;
      /** The failure may be worse than `result`: the source gives no defects to tell. */
      readonly isAtLeast: boolean;
    }
  | { readonly isKnown: false; readonly problem: NationalWordProblem };

export type NationalKind =
  | { readonly isKnown: true; readonly kind: InspectionKind }
  | { readonly isKnown: false; readonly problem: NationalWordProblem };

/** What else the record says. null or left out: not recorded. */
export interface NationalContext {
  readonly category?: VehicleCategory | null | undefined;
  /** Severities of the defects found; an empty list means none were. */
  readonly severities?: readonly DefectSeverity[] | null | undefined;
  /** Defects were put right at the station before the inspection ended. */
  readonly isRectifiedAtStation?: boolean | null | undefined;
}

/** One word or code of a country, and what it means. */
export interface NationalWord<Meaning> {
  readonly country: CountryCode;
  /** Folded: lower case, without accents, single spaces. */
  readonly words: readonly string[];
  readonly means: Meaning;
  readonly isComplementary: boolean;
  /** Only for these categories; null: all. */
  readonly categories: readonly VehicleCategory[] | null;
  /** For inspections performed in this range; null: open. */
  readonly validFrom: string | null;
  readonly validTo: string | null;
  readonly citation: string;
}

/** FAIL is a failure whose severity only the defects tell. */
export type ResultMeaning = InspectionResult | "FAIL";

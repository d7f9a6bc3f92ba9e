import type { CountryCode, InspectionResult } from "../vocabulary/index.ts";
import { isInForce } from "./match-rule.ts";
import { KIND_WORDS, RESULT_WORDS } from "./national-words.data.ts";
import type {
  NationalContext,
  NationalKind,
  NationalResult,
  NationalWord,
  NationalWordProblem,
  ResultMeaning,
} from "./national-words.types.ts";

/**
 * What a country's result code or wording means in our terms. France's codes changed their meaning on 2018-05-20.
 * @param performedOn the day of the inspection, `YYYY-MM-DD`
 */
export function nationalResult(
  country: CountryCode,
  code: string,
  performedOn: string,
  context: NationalContext = {},
): NationalResult {
  const found = meaningOf(RESULT_WORDS, country, code, performedOn, context);
  if (typeof found === "string") return { isKnown: false, problem: found };
  const { result, isAtLeast } = refine(found.means, context);
  return { isKnown: true, result, isComplementary: found.isComplementary, isAtLeast };
}

/** What a country's word for the kind of inspection means in our terms. */
export function nationalKind(
  country: CountryCode,
  code: string,
  performedOn: string,
  context: NationalContext = {},
): NationalKind {
  const found = meaningOf(KIND_WORDS, country, code, performedOn, context);
  return typeof found === "string"
    ? { isKnown: false, problem: found }
    : { isKnown: true, kind: found.means };
}

/** Lower case, without accents, single spaces: the form the words of the data are in. */
export function foldWords(text: string): string {
  return text
    .normalize("NFD")
    .replace(/\p{Mn}/gu, "")
    .toLowerCase()
    .replace(/\s+/g, " ")
    .trim();
}

function meaningOf<Meaning>(
  words: readonly NationalWord<Meaning>[],
  country: CountryCode,
  code: string,
  performedOn: string,
  { category }: NationalContext,
): NationalWord<Meaning> | NationalWordProblem {
  const ofCountry = words.filter((word) => word.country === country);
  if (ofCountry.length === 0) return "COUNTRY_NOT_SUPPORTED";
  const spelt = ofCountry.filter((word) => word.words.includes(foldWords(code)));
  if (spelt.length === 0) return "UNKNOWN_CODE";
  const inUse = spelt.find((word) => isInForce(word, performedOn));
  if (inUse === undefined) return "CODE_NOT_IN_USE_THEN";
  if (inUse.categories === null) return inUse;
  if (category == null || category === "UNKNOWN") return "CATEGORY_NEEDED";
  return inUse.categories.includes(category) ? inUse : "CODE_NOT_USED_FOR_CATEGORY";
}

/** The defects tell a clean pass from one with minor defects, and a major failure from a dangerous one. */
function refine(
  means: ResultMeaning,
  { severities, isRectifiedAtStation }: NationalContext,
): { result: InspectionResult; isAtLeast: boolean } {
  if (means === "FAIL") {
    const isDangerous = severities?.includes("DANGEROUS") ?? false;
    return { result: isDangerous ? "FAIL_DANGEROUS" : "FAIL_MAJOR", isAtLeast: severities == null };
  }
  if (means !== "PASS") return { result: means, isAtLeast: false };
  if (isRectifiedAtStation === true) return { result: "PASS_AFTER_RECTIFICATION", isAtLeast: false };
  const hasMinor = severities?.includes("MINOR") ?? false;
  return { result: hasMinor ? "PASS_WITH_MINOR" : "PASS", isAtLeast: false };
}

import { isScope } from "../../platform/auth/principal.ts";
import { findArea } from "../areas/index.ts";
import { PART_FAMILIES } from "../vocabulary/index.ts";
import { PURPOSES } from "./purposes.ts";
import type { UserError } from "./outcome.ts";

/** What a partner may, as an administrator writes it. */
export interface ContractTerms {
  readonly scopes: readonly string[];
  /** Area codes; an area stands for everything below it. Empty: everywhere. */
  readonly areas: readonly string[];
  /** Empty: all. */
  readonly makes: readonly string[];
  /** Words of PART_FAMILIES. Empty: all. */
  readonly partFamilies: readonly string[];
  /** Words of PURPOSES. Empty: personal data for none. */
  readonly purposes: readonly string[];
  readonly introspection: boolean;
  /** YYYY-MM-DD, the first day. */
  readonly validFrom: string;
  /** YYYY-MM-DD, the last day; null: open-ended. */
  readonly validUntil: string | null;
}

const LONGEST_LIST = 500;
const LONGEST_WORD = 64;

/** The terms without duplicates, makes in upper case. */
export function normaliseTerms(terms: ContractTerms): ContractTerms {
  const tidy = (words: readonly string[]) => [...new Set(words.map((word) => word.trim()))];
  return {
    ...terms,
    scopes: tidy(terms.scopes),
    areas: tidy(terms.areas),
    makes: tidy(terms.makes.map((make) => make.toUpperCase())),
    partFamilies: tidy(terms.partFamilies),
    purposes: tidy(terms.purposes),
  };
}

const isMake = (word: string) =>
  word.length <= LONGEST_WORD && /^[\p{L}\p{N}][\p{L}\p{N} .&+'/-]*$/u.test(word);
const among = (list: readonly string[]) => (word: string) => list.includes(word);

/** What makes a word of a list acceptable, and how to call the words that are not. */
const WORDS = {
  scopes: { accepts: isScope, kind: "scope" },
  areas: { accepts: (word: string) => findArea(word) !== null, kind: "area" },
  makes: { accepts: isMake, kind: "make" },
  partFamilies: { accepts: among(PART_FAMILIES), kind: "part family" },
  purposes: { accepts: among(PURPOSES), kind: "purpose" },
} as const;

/** Everything that is wrong with terms that `normaliseTerms` has tidied. */
export function checkTerms(terms: ContractTerms): UserError[] {
  const errors = (Object.keys(WORDS) as (keyof typeof WORDS)[]).flatMap((field) =>
    checkWords(field, terms[field]),
  );
  if (terms.scopes.length === 0) errors.push(invalid("scopes", "A contract needs at least one scope."));
  if (!isDay(terms.validFrom)) errors.push(invalid("validFrom", "Write the first day as YYYY-MM-DD."));
  if (terms.validUntil !== null && !isDay(terms.validUntil)) {
    errors.push(invalid("validUntil", "Write the last day as YYYY-MM-DD, or leave it out."));
  } else if (terms.validUntil !== null && terms.validUntil < terms.validFrom) {
    errors.push(invalid("validUntil", "The last day is before the first."));
  }
  return errors;
}

function checkWords(field: keyof typeof WORDS, words: readonly string[]): UserError[] {
  if (words.length > LONGEST_LIST) return [invalid(field, `At most ${LONGEST_LIST} can be listed.`)];
  const { accepts, kind } = WORDS[field];
  const wrong = words.filter((word) => !accepts(word));
  if (wrong.length === 0) return [];
  const named = wrong.slice(0, 5).map((word) => JSON.stringify(word.slice(0, LONGEST_WORD)));
  return [invalid(field, `There is no ${kind} ${named.join(", ")}.`)];
}

/** Whether the text is a day of the calendar, as YYYY-MM-DD. */
export function isDay(text: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false;
  const day = new Date(`${text}T00:00:00Z`);
  return !Number.isNaN(day.getTime()) && day.toISOString().startsWith(text);
}

export function invalid(field: string, message: string): UserError {
  return { code: "BAD_USER_INPUT", field, message };
}

const CONTROL = /\p{Cc}/u;

/** What is wrong with the name of a partner or client; null: nothing. */
export function checkName(name: string): UserError | null {
  if (name.trim() !== "" && name.length <= 200 && !CONTROL.test(name)) return null;
  return invalid("name", "A name has 1 to 200 characters on one line.");
}

export interface ContractPeriod {
  readonly validFrom: string;
  readonly validUntil: string | null;
}

/** @param today YYYY-MM-DD; both ends of the period belong to it */
export function isRunning(period: ContractPeriod, today: string): boolean {
  return period.validFrom <= today && (period.validUntil === null || today <= period.validUntil);
}

export function dayOf(instant: Date): string {
  return instant.toISOString().slice(0, 10);
}

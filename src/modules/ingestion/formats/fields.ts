import { isCalendarDate } from "../../schedule/index.ts";
import { RowError } from "../rejection.ts";

/** A row by its field names, before anything is believed of it. */
export type Fields = Readonly<Record<string, unknown>>;

/** PostgreSQL's dates begin long before; a vehicle's do not. A year under this is a slip or a placeholder. */
const FIRST_YEAR = "1880";

export function isFields(value: unknown): value is Fields {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** The text without spaces around it; null where it is absent, null or blank. */
export function textOf(fields: Fields, name: string): string | null {
  const text = exactTextOf(fields, name)?.trim();
  return text === undefined || text === "" ? null : text;
}

/**
 * The text as it stands. What PostgreSQL cannot hold, or what is no text in any encoding, is refused rather than
 * changed.
 */
export function exactTextOf(fields: Fields, name: string): string | null {
  const value = fields[name];
  if (value === undefined || value === null) return null;
  if (typeof value !== "string") throw new RowError("FIELD_INVALID", `${name} is not a text`);
  if (value.includes("\u0000")) throw new RowError("FIELD_INVALID", `${name} contains a null character`);
  if (!value.isWellFormed()) throw new RowError("FIELD_INVALID", `${name} contains half a character`);
  return value;
}

export function requireText(fields: Fields, name: string): string {
  return textOf(fields, name) ?? missing(name);
}

export function missing(name: string): never {
  throw new RowError("FIELD_MISSING", `${name} is missing`);
}

/** A whole number, written as a number or as digits; null where absent, null or blank. */
export function wholeNumberOf(fields: Fields, name: string, largest = 2_147_483_647): number | null {
  const value = fields[name];
  const text = typeof value === "number" ? String(value) : textOf(fields, name);
  if (text === null) return null;
  const number = /^\d{1,10}$/.test(text) ? Number(text) : Number.NaN;
  if (!(number <= largest)) {
    throw new RowError("FIELD_INVALID", `${name} is not a whole number from 0 to ${largest}`);
  }
  return number;
}

/** A number, written as one or as text with a point or comma. */
export function numberOf(fields: Fields, name: string, smallest: number, largest: number): number | null {
  const value = fields[name];
  const text = typeof value === "number" ? String(value) : textOf(fields, name)?.replace(",", ".");
  if (text === undefined) return null;
  const number = /^-?\d{1,12}(?:\.\d{1,12})?$/.test(text) ? Number(text) : Number.NaN;
  if (!(number >= smallest && number <= largest)) {
    throw new RowError("FIELD_INVALID", `${name} is not a number from ${smallest} to ${largest}`);
  }
  return number;
}

/** A calendar date `YYYY-MM-DD`. */
export function dateOf(fields: Fields, name: string): string | null {
  const text = textOf(fields, name);
  return text === null ? null : requireDate(text, name, "YYYY-MM-DD");
}

/** @param form how the field writes dates, for the reason */
export function requireDate(date: string, name: string, form: string): string {
  if (!isCalendarDate(date) || date < FIRST_YEAR) {
    throw new RowError("FIELD_INVALID", `${name} is not a date (${form})`);
  }
  return date;
}

/** One of a list of words. */
export function wordOf<const Word extends string>(
  fields: Fields,
  name: string,
  words: readonly Word[],
): Word | null {
  const text = textOf(fields, name);
  if (text === null) return null;
  const word = words.find((candidate) => candidate === text);
  if (word === undefined) throw new RowError("FIELD_INVALID", `${name} is none of ${words.join(", ")}`);
  return word;
}

/** A list of objects; null where absent or null. */
export function listOf(fields: Fields, name: string): readonly Fields[] | null {
  const value = fields[name];
  if (value === undefined || value === null) return null;
  if (!Array.isArray(value) || !value.every(isFields)) {
    throw new RowError("FIELD_INVALID", `${name} is not a list of objects`);
  }
  return value;
}

/** What `read` makes of the object in a field; null where it is absent or null. Reasons name fields as `name.field`. */
export function objectOf<Value>(fields: Fields, name: string, read: (inner: Fields) => Value): Value | null {
  const value = fields[name];
  if (value === undefined || value === null) return null;
  if (!isFields(value)) throw new RowError("FIELD_INVALID", `${name} is not an object`);
  return within(`${name}.`, () => read(value));
}

/** Puts a path before the field that a reason begins with. */
export function within<Value>(path: string, read: () => Value): Value {
  try {
    return read();
  } catch (error) {
    if (error instanceof RowError) throw new RowError(error.code, path + error.message);
    throw error;
  }
}

/** A list of words out of `words`; empty where absent or null. */
export function wordsOf<const Word extends string>(
  fields: Fields,
  name: string,
  words: readonly Word[],
): Word[] {
  const value = fields[name];
  if (value === undefined || value === null) return [];
  const known = Array.isArray(value) ? words.filter((word) => value.includes(word)) : [];
  if (!Array.isArray(value) || known.length !== new Set(value).size) {
    throw new RowError("FIELD_INVALID", `${name} is not a list of ${words.join(", ")}`);
  }
  return known;
}

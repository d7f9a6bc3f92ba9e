import type { CountryCode } from "../vocabulary/index.ts";
import { readLetters } from "./letters.ts";
import { REGISTRATION_SHAPES, type RegistrationShape } from "./registration-shapes.data.ts";

/**
 * Oddities a plate may have and still be accepted.
 * - `UNUSUAL_SHAPE` – no known series of the country has this shape.
 * - `FORBIDDEN_LETTER` – a letter the series never uses, such as I, O or U in the French SIV.
 * - `FORBIDDEN_PAIR` – the French SIV never issues the pair SS.
 * - `PROVISIONAL` – a French WW plate, which the vehicle keeps for a few months only.
 * - `UMLAUT_SPELLED_OUT` – a German Ä, Ö or Ü became AE, OE or UE.
 * - `DISTRICT_AMBIGUOUS` – two German plates that differ by the place of the seal share this normalised form.
 */
export const REGISTRATION_WARNINGS = [
  "UNUSUAL_SHAPE",
  "FORBIDDEN_LETTER",
  "FORBIDDEN_PAIR",
  "PROVISIONAL",
  "UMLAUT_SPELLED_OUT",
  "DISTRICT_AMBIGUOUS",
] as const;
export type RegistrationWarning = (typeof REGISTRATION_WARNINGS)[number];

export type NormalisedRegistration =
  | {
      readonly ok: true;
      /** Upper case A–Z and 0–9, 1 to 12 characters, no separators. Personal data. */
      readonly registration: string;
      readonly warnings: readonly RegistrationWarning[];
    }
  | {
      readonly ok: false;
      readonly code: "INVALID_REGISTRATION";
      /** Ends a sentence that starts with the field's name; never repeats the text. */
      readonly reason: string;
    };

const LONGEST_REGISTRATION = 12;

/** German districts such as LÖ or TÜ carry umlauts. Only precomposed letters: a combining mark is refused. */
const GERMAN_SPELLING: ReadonlyMap<string, string> = new Map([
  ["Ä", "AE"],
  ["Ö", "OE"],
  ["Ü", "UE"],
  ["ä", "AE"],
  ["ö", "OE"],
  ["ü", "UE"],
]);

/**
 * The form under which a plate is stored and looked up. Spaces and hyphens fall away; any other character outside
 * A–Z and 0–9 refuses the plate. An unusual shape is a warning: special series are many and old, and a refused
 * row is a vehicle lost. A plate alone names no vehicle for ever: the key is country, plate and period.
 */
export function normaliseRegistration(country: CountryCode, text: string): NormalisedRegistration {
  const spelled = country === "DE" ? GERMAN_SPELLING : undefined;
  const read = readLetters(text, " -", spelled);
  if (!read.ok) return refuse(read.reason);
  const registration = read.text;
  if (registration === "") return refuse("has no letter or digit");
  if (registration.length > LONGEST_REGISTRATION) {
    return refuse(`has more than ${LONGEST_REGISTRATION} letters and digits`);
  }
  const warnings: RegistrationWarning[] = [];
  if (spelled !== undefined && /[ÄÖÜäöü]/.test(text)) warnings.push("UMLAUT_SPELLED_OUT");
  warnings.push(...shapeWarnings(country, registration));
  return { ok: true, registration, warnings };
}

/**
 * A normalised plate as it is printed on the vehicle, `AB-123-CD` or `AB12 CDE`. Returned unchanged where its groups
 * are not certain: every German plate, and every plate outside the known series.
 */
export function formatRegistration(country: CountryCode, registration: string): string {
  const shape = shapeOf(country, registration);
  if (shape?.separator == null) return registration;
  const groups = shape.pattern.exec(registration)?.slice(1) ?? [registration];
  return groups.join(shape.separator);
}

function shapeOf(country: CountryCode, registration: string): RegistrationShape | undefined {
  return REGISTRATION_SHAPES[country].find((shape) => shape.pattern.test(registration));
}

function shapeWarnings(country: CountryCode, registration: string): RegistrationWarning[] {
  const shape = shapeOf(country, registration);
  if (shape === undefined) return ["UNUSUAL_SHAPE"];
  if (shape.key === "FR_SIV") return sivWarnings(registration);
  if (shape.key === "DE" && isAmbiguousInGermany(registration)) return ["DISTRICT_AMBIGUOUS"];
  return [];
}

/** SIV rules since 2009-04-15: no I, O or U, no pair SS, and WW on the left is provisional. */
function sivWarnings(registration: string): RegistrationWarning[] {
  const left = registration.slice(0, 2);
  const right = registration.slice(5);
  const warnings: RegistrationWarning[] = [];
  if (/[IOU]/.test(left + right)) warnings.push("FORBIDDEN_LETTER");
  if (left === "SS" || right === "SS") warnings.push("FORBIDDEN_PAIR");
  if (left === "WW") warnings.push("PROVISIONAL");
  return warnings;
}

/** One to three district letters and one or two serial letters: three or four in all divide in two ways. */
function isAmbiguousInGermany(registration: string): boolean {
  const letters = registration.search(/\d/);
  return letters === 3 || letters === 4;
}

function refuse(reason: string): NormalisedRegistration {
  return { ok: false, code: "INVALID_REGISTRATION", reason };
}

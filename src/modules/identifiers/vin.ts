import { readLetters } from "./letters.ts";

/**
 * Oddities a VIN may have and still be accepted.
 * - `SHORT_CHASSIS_NUMBER` – 5 to 16 characters: a chassis number from before ISO 3779 was applied (about 1981), or a
 *   VIN cut short. It is unique within its maker only.
 * - `CHECK_DIGIT_MISMATCH` – position 9 is not the check digit that North America and China require of their makers.
 */
export const VIN_WARNINGS = ["SHORT_CHASSIS_NUMBER", "CHECK_DIGIT_MISMATCH"] as const;
export type VinWarning = (typeof VIN_WARNINGS)[number];

export type NormalisedVin =
  | {
      readonly ok: true;
      /** Upper case A–Z and 0–9; 17 characters, or 5 to 16 with `SHORT_CHASSIS_NUMBER`. Personal data. */
      readonly vin: string;
      readonly warnings: readonly VinWarning[];
    }
  | {
      readonly ok: false;
      readonly code: "INVALID_VIN";
      /** Ends a sentence that starts with the field's name; never repeats the text. */
      readonly reason: string;
    };

const VIN_LENGTH = 17;
const SHORTEST_CHASSIS_NUMBER = 5;

/** Weights by position, 49 CFR 565.15(c). Position 9 is the check digit itself. */
const WEIGHTS = [8, 7, 6, 5, 4, 3, 2, 10, 0, 9, 8, 7, 6, 5, 4, 3, 2];

/** Values of the letters A to Z, 49 CFR 565.15(c). I, O and Q do not occur; their zero is never read. */
const LETTER_VALUES = [1, 2, 3, 4, 5, 6, 7, 8, 0, 1, 2, 3, 4, 5, 0, 7, 0, 9, 2, 3, 4, 5, 6, 7, 8, 9];

/**
 * World manufacturer identifiers whose country makes the check digit compulsory: 1, 4, 5 and 7F onwards United
 * States, 2 Canada, 3 Mexico (49 CFR 565 and its neighbours' rules), L China (GB 16735). European makers put what
 * they like in position 9, commonly the filler Z.
 */
const CHECK_DIGIT_MAKERS = /^(?:[1-5L]|7[F-Z0])/;

/**
 * The form under which a VIN is stored and looked up: ISO 3779, 17 characters without I, O and Q, which are refused and
 * never read as 1 and 0. Spaces, hyphens and the slash of old chassis numbers fall away. A failing check digit is
 * a warning, because importers and small makers break it on real vehicles.
 */
export function normaliseVin(text: string): NormalisedVin {
  const read = readLetters(text, " -/");
  if (!read.ok) return refuse(read.reason);
  const vin = read.text;
  if (vin.length < SHORTEST_CHASSIS_NUMBER) {
    return refuse(`has fewer than ${SHORTEST_CHASSIS_NUMBER} letters and digits`);
  }
  if (vin.length > VIN_LENGTH) return refuse(`has more than ${VIN_LENGTH} letters and digits`);
  // One placeholder would join all vehicles that carry it into one.
  if (/^(.)\1*$/.test(vin)) return refuse("repeats one character, which is a placeholder");
  if (vin.length < VIN_LENGTH) return { ok: true, vin, warnings: ["SHORT_CHASSIS_NUMBER"] };
  if (/[IOQ]/.test(vin)) return refuse("has I, O or Q, which no 17-character VIN uses");
  const isWrong = CHECK_DIGIT_MAKERS.test(vin) && vin[8] !== checkDigitOf(vin);
  return { ok: true, vin, warnings: isWrong ? ["CHECK_DIGIT_MISMATCH"] : [] };
}

/** The character position 9 should hold: 0–9, or X for ten. Needs 17 characters of the VIN's alphabet. */
function checkDigitOf(vin: string): string {
  let sum = 0;
  for (let index = 0; index < VIN_LENGTH; index += 1) {
    sum += valueOf(vin.charCodeAt(index)) * (WEIGHTS[index] ?? 0);
  }
  const remainder = sum % 11;
  return remainder === 10 ? "X" : String(remainder);
}

function valueOf(code: number): number {
  const isDigit = code < 58;
  return isDigit ? code - 48 : (LETTER_VALUES[code - 65] ?? 0);
}

function refuse(reason: string): NormalisedVin {
  return { ok: false, code: "INVALID_VIN", reason };
}

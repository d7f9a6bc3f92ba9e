import { LOCALES, type Axle, type Locale, type Side } from "../vocabulary/index.ts";
import { AXLE_NUMBER_PATTERNS, POSITION_WORDS, type PositionWord } from "./position-words.data.ts";
import { positionOf, type DefectPosition, type PositionSpot } from "./position.ts";

interface PositionLanguage {
  words: ReadonlyMap<string, PositionWord>;
  pattern: RegExp;
}

// Places within a part and turns of phrase that only look like a place on the vehicle.
const NOT_A_PLACE: Partial<Record<Locale, RegExp>> = {
  // "inférieure à la limite" compares; "arrière à gauche" is a place.
  FR: /^ (?:à (?!gauche|droite)|aux? )/,
  EN: /^ (?:view|bush|mount|edge|face|fixing|end\b|of\b|pass\b|shoulder|brackets?\b)/,
};

function languageOf(locale: Locale): PositionLanguage {
  const words = new Map(Object.entries(POSITION_WORDS[locale]));
  const longestFirst = [...words.keys()].sort((a, b) => b.length - a.length);
  // Not \b, which takes an accented letter for the end of a word. A letter in a code ("5.2.3.d.2") or before an
  // apostrophe ("d'usure") is no place either.
  return {
    words,
    pattern: new RegExp(String.raw`(?<![\p{L}\p{N}.])(?:${longestFirst.join("|")})(?![\p{L}\p{N}'’])`, "gu"),
  };
}

const LANGUAGES = Object.fromEntries(LOCALES.map((locale) => [locale, languageOf(locale)])) as Record<
  Locale,
  PositionLanguage
>;

interface Place {
  axle: Axle | null;
  side: Side | null;
  spot: PositionSpot | null;
  /** Front and rear were both named: the axle stays unknown. */
  axles: boolean;
}

function addToPlace(place: Place, word: PositionWord): void {
  if (word.axle !== undefined && word.axle !== place.axle) {
    if (place.axle === null && !place.axles) place.axle = word.axle;
    else {
      place.axle = null;
      place.axles = true;
    }
  }
  if (word.side !== undefined && word.side !== place.side) {
    if (place.side === null || place.side === "CENTRE") place.side = word.side;
    else if (word.side !== "CENTRE") place.side = "BOTH";
  }
  if (word.spot !== undefined) place.spot ??= word.spot;
}

/** Later words fill in what the leading ones left open; they do not correct them. */
function fillPlace(lead: Place, rest: Place): void {
  if (!lead.axles) lead.axle ??= rest.axle;
  lead.side ??= rest.side;
}

/**
 * Where a record's text says the defect is. British records put the place first ("Nearside Front Lower …") and
 * inspectors add to it later in the text ("… n/s + o/s"), so what leads has precedence, and inner, outer, upper and
 * lower count only there: later they speak of a part's own faces. Null when the text names no place.
 */
export function parsePosition(text: string, locale: Locale): DefectPosition | null {
  return parseLowerCasePosition(text.toLowerCase(), locale);
}

/** The same for a text already in lower case. */
export function parseLowerCasePosition(text: string, locale: Locale): DefectPosition | null {
  const { words, pattern } = LANGUAGES[locale];
  const notAPlace = NOT_A_PLACE[locale];
  const lead: Place = { axle: null, side: null, spot: null, axles: false };
  const rest: Place = { axle: null, side: null, spot: null, axles: false };
  let leadEnd = 0;
  pattern.lastIndex = 0;
  for (let match = pattern.exec(text); match !== null; match = pattern.exec(text)) {
    const word = words.get(match[0]);
    if (word === undefined) continue;
    if (match.index <= leadEnd) {
      addToPlace(lead, word);
      leadEnd = pattern.lastIndex + 1;
    } else if (notAPlace?.test(text.slice(pattern.lastIndex, pattern.lastIndex + 10)) !== true) {
      addToPlace(rest, word);
    }
  }
  fillPlace(lead, rest);
  if (locale !== "EN") lead.spot ??= rest.spot;
  return positionOf(lead.axle, lead.side, lead.spot, axleNumberIn(text, locale));
}

function axleNumberIn(text: string, locale: Locale): number | null {
  const found = AXLE_NUMBER_PATTERNS[locale].exec(text);
  const digit = found?.[1] ?? found?.[2];
  return digit === undefined ? null : Number(digit);
}

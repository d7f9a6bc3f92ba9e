import { findAnnexItem, isListedNumber, type AnnexItem } from "./annex-item.ts";
import { UK_CAR_MANUAL_ROWS, UK_MOTORCYCLE_MANUAL_ROWS, type LegacyRow } from "./uk-legacy.data.ts";
import { wordPattern } from "./word-pattern.ts";

/** Which testing guide a reference from before May 2018 belongs to: the two give the same numbers other meanings. */
export type UkVehicleManual = "CAR" | "MOTORCYCLE";

export interface UkReference {
  scheme: "UK_MOT" | "UK_MOT_LEGACY";
  code: string;
  /** Null where the reference is in neither manual. */
  annexItem: AnnexItem | null;
  /** Whether the reference is in its manual, as far as we have the manual. */
  known: boolean;
}

/** The day the manual that follows Directive 2014/45/EU replaced the testing guides. */
const NEW_MANUAL_ON = "2018-05-20";

/** Numbers the British manual of 2018 adds to the directive's tree. 5.3.6: structure around suspension mountings. */
const UK_OWN_ITEMS = new Map<string, AnnexItem>([["5.3.6", "6.1.1"]]);

interface LegacyItem {
  annexItem: AnnexItem;
  bySubject: readonly (readonly [pattern: RegExp, annexItem: AnnexItem])[];
}

function legacyItems(rows: readonly LegacyRow[]): ReadonlyMap<string, LegacyItem> {
  return new Map(
    rows.map(({ reference, annexItem, bySubject = [] }) => [
      legacyKey(reference),
      { annexItem, bySubject: bySubject.map(([word, item]) => [wordPattern([word]), item] as const) },
    ]),
  );
}

const LEGACY_ITEMS: Record<UkVehicleManual, ReadonlyMap<string, LegacyItem>> = {
  CAR: legacyItems(UK_CAR_MANUAL_ROWS),
  MOTORCYCLE: legacyItems(UK_MOTORCYCLE_MANUAL_ROWS),
};

/** "2.4.A2a(i)" and "2.4.A.2a" are one reference: "2.4.A.2.a". */
function legacyKey(reference: string): string {
  return (reference.replace(/\(.*$/, "").match(/\d+|[A-Z]|[a-z]/g) ?? []).join(".");
}

function legacyAnnexItem(
  reference: string,
  lowerCaseText: string,
  manual: UkVehicleManual,
): AnnexItem | null {
  let key = legacyKey(reference);
  for (;;) {
    const found = LEGACY_ITEMS[manual].get(key);
    if (found !== undefined) {
      const named = found.bySubject.find(([pattern]) => pattern.test(lowerCaseText));
      return named === undefined ? found.annexItem : named[1];
    }
    const cut = key.lastIndexOf(".");
    if (cut < 0) return null;
    key = key.slice(0, cut);
  }
}

/** The text in the last parentheses of a record, nested ones included: "… (5.2.3 (d) (ii))" → "5.2.3 (d) (ii)". */
function trailingParentheses(text: string): string | null {
  const end = text.trimEnd().length - 1;
  if (text[end] !== ")") return null;
  let depth = 0;
  for (let at = end; at >= 0; at -= 1) {
    if (text[at] === ")") depth += 1;
    else if (text[at] === "(") depth -= 1;
    if (depth === 0) return text.slice(at + 1, end).trim();
  }
  return null;
}

const NEW_FORM = /^(\d{1,2}(?:\.\d{1,2}){0,3})((?: ?\([a-z]{1,5}\))+)$/;
const EITHER_FORM = /^\d{1,2}(?:\.\d{1,2}){1,3}$/;
const LEGACY_FORM = /^\d{1,2}(?:\.?[A-Z]\d?|\.\d{1,2})*\.?[a-z]?(?:\([ivx]+\)?)?\.?$/;

function newReference(number: string, suffix: string): UkReference {
  const own = UK_OWN_ITEMS.get(number);
  return {
    scheme: "UK_MOT",
    code: number + suffix.replaceAll(" ", ""),
    annexItem: own ?? findAnnexItem(number),
    known: own !== undefined || isListedNumber(number),
  };
}

/**
 * The manual reference at the end of a British record, or null where it ends without one. The new manual's references
 * have letters in parentheses, the old one's have capitals or a bare letter; for those that could be either ("1.8"
 * is headlamp aim in the old manual and brake fluid in the new one) the day of the inspection decides.
 */
export function findUkReference(
  text: string,
  lowerCaseText: string,
  completedOn: string | null,
  manual: UkVehicleManual,
): UkReference | null {
  const reference = trailingParentheses(text);
  if (reference === null) return null;
  const parts = NEW_FORM.exec(reference);
  if (parts !== null) return newReference(parts[1] ?? "", parts[2] ?? "");
  const isNew = completedOn === null || completedOn >= NEW_MANUAL_ON;
  if (isNew && EITHER_FORM.test(reference) && isListedNumber(reference)) return newReference(reference, "");
  if (!LEGACY_FORM.test(reference)) return null;
  const annexItem = legacyAnnexItem(reference, lowerCaseText, manual);
  return { scheme: "UK_MOT_LEGACY", code: reference, annexItem, known: annexItem !== null };
}

import { findAnnexItem, type AnnexItem } from "./annex-item.ts";
import { UK_CAR_MANUAL_ROWS, type LegacyRow } from "./uk-legacy.data.ts";

/** The day the manual that follows Directive 2014/45/EU replaced the testing guides. */
const NEW_MANUAL_ON = "2018-05-20";

export interface UkReference {
  scheme: "UK_MOT" | "UK_MOT_LEGACY";
  code: string;
  annexItem: AnnexItem | null;
}

const LEGACY_ROWS = new Map(UK_CAR_MANUAL_ROWS.map((row) => [legacyKey(row.reference), row]));

/** "2.4.A2a(i)" and "2.4.A.2a" are one reference: "2.4.A.2.a". */
function legacyKey(reference: string): string {
  return (reference.replace(/\(.*$/, "").match(/\d+|[A-Z]|[a-z]/g) ?? []).join(".");
}

function findLegacyRow(reference: string): LegacyRow | null {
  let key = legacyKey(reference);
  for (;;) {
    const row = LEGACY_ROWS.get(key);
    if (row !== undefined) return row;
    const cut = key.lastIndexOf(".");
    if (cut < 0) return null;
    key = key.slice(0, cut);
  }
}

function legacyItem(reference: string, lowerCaseText: string): AnnexItem | null {
  const row = findLegacyRow(reference);
  if (row === null) return null;
  const named = row.bySubject?.find(([word]) => lowerCaseText.includes(word));
  return named === undefined ? row.annexItem : named[1];
}

/** The text in the last parentheses of a record, nested ones included: "… (5.2.3 (d) (ii))" → "5.2.3 (d) (ii)". */
function trailingParentheses(text: string): string | null {
  const end = text.trimEnd().length - 1;
  if (text[end] !== ")") return null;
  let depth = 0;
  for (let at = end; at >= 0; at -= 1) {
    if (text[at] === ")") depth += 1;
    else if (text[at] === "(") depth -= 1;
    if (depth === 0) return text.slice(at + 1, end);
  }
  return null;
}

const NEW_FORM = /^\d{1,2}(?:\.\d{1,2}){0,3}(?: ?\([a-z]{1,4}\))+$/;
const EITHER_FORM = /^\d{1,2}(?:\.\d{1,2}){1,3}$/;
const LEGACY_FORM = /^\d{1,2}(?:\.(?:\d{1,2}|[A-Z]\d?))*\.?[a-z]?(?:\([ivx]+\))?\.?$/;

/**
 * The manual reference at the end of a British record, or null where it ends without one. The new manual's references
 * have letters in parentheses, the old one's have capitals or a bare letter; for those that could be either ("1.8"
 * is headlamp aim in the old manual and brake fluid in the new one) the day of the inspection decides.
 */
export function findUkReference(
  text: string,
  lowerCaseText: string,
  completedOn: string | null,
): UkReference | null {
  const reference = trailingParentheses(text)?.trim() ?? null;
  if (reference === null) return null;
  const isNew =
    NEW_FORM.test(reference) ||
    (EITHER_FORM.test(reference) && (completedOn === null || completedOn >= NEW_MANUAL_ON));
  if (isNew) {
    const number = /^[\d.]+/.exec(reference)?.[0] ?? reference;
    return { scheme: "UK_MOT", code: reference.replaceAll(" ", ""), annexItem: findAnnexItem(number) };
  }
  if (!LEGACY_FORM.test(reference)) return null;
  return { scheme: "UK_MOT_LEGACY", code: reference, annexItem: legacyItem(reference, lowerCaseText) };
}

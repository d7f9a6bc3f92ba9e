import { findAnnexItem, annexItemTitle } from "../defects/index.ts";
import { findPartCategory, partCategoryName } from "../parts/index.ts";
import type { Locale } from "../vocabulary/index.ts";
import { citationOf } from "./citation.ts";
import type { EvidenceItem } from "./evidence.ts";
import { ENGLISH, FRENCH, type Phrases } from "./phrases.ts";
import type { SignalRow } from "./signal.table.ts";

/** What an explanation is made from. */
export const EXPLAINED_COLUMNS = [
  "kind",
  "inspectionKind",
  "partCategory",
  "axle",
  "side",
  "momentFrom",
  "momentLikely",
  "momentUntil",
  "expiresOn",
  "probability",
  "baselineRate",
  "evidence",
] as const satisfies readonly (keyof SignalRow)[];

export type ExplainedSignal = Pick<SignalRow, Exclude<(typeof EXPLAINED_COLUMNS)[number], "evidence">> & {
  readonly evidence: readonly EvidenceItem[];
};

/** The same for a stored signal, whose evidence is JSON. */
export function explainStored(
  row: Pick<SignalRow, (typeof EXPLAINED_COLUMNS)[number]>,
  locale: Locale,
  today: string,
): string {
  return explain({ ...row, evidence: JSON.parse(row.evidence) as readonly EvidenceItem[] }, locale, today);
}

/** Why there is this signal, in sentences made from its evidence. French in French, any other language in English. */
export function explain(signal: ExplainedSignal, locale: Locale, today: string): string {
  const words = locale === "FR" ? FRENCH : ENGLISH;
  const language = locale === "FR" ? "FR" : "EN";
  const { probability, baselineRate, momentLikely, momentFrom, momentUntil } = signal;
  const sentences = [
    need(signal, words, language, today),
    ...signal.evidence.map((item) => because(item, words, language)),
    words.moment(day(momentLikely, words), day(momentFrom, words), day(momentUntil, words)),
    words.chance(percent(probability, words), percent(baselineRate, words)),
  ];
  return sentences.join(" ");
}

type Language = "EN" | "FR";

function need(signal: ExplainedSignal, words: Phrases, language: Language, today: string): string {
  switch (signal.kind) {
    case "INSPECTION_DUE": {
      const { on } = ruleOf(signal) ?? { on: signal.momentUntil };
      const say = signal.inspectionKind === "COMPLEMENTARY" ? words.complementaryDue : words.inspectionDue;
      return say(day(on, words), on < today);
    }
    case "RETEST_DUE": {
      const defect = signal.evidence.find((item) => item.kind === "DEFECT");
      return words.retestDue(
        defect === undefined ? null : day(defect.on, words),
        day(signal.expiresOn, words),
      );
    }
    case "REPAIR_REQUIRED":
      return words.repairRequired(part(signal, words, language));
    case "WEAR_REPORTED":
      return words.wearReported(part(signal, words, language));
    case "FAILURE_PREDICTED":
      return words.failurePredicted(part(signal, words, language));
    case "QUOTE_REQUESTED":
      return words.quoteRequested;
    case "BOOKING_REQUESTED":
      return words.bookingRequested;
  }
}

function ruleOf({ evidence }: ExplainedSignal) {
  return evidence.find((item) => item.kind === "RULE");
}

function part({ partCategory, axle, side }: ExplainedSignal, words: Phrases, language: Language): string {
  const name = partCategory === null ? "" : nameOf(partCategory, language);
  const place = [axle && words.axles[axle], side && words.sides[side]].filter(Boolean).join(" ");
  return place === "" ? name : `${name} (${place})`;
}

function nameOf(key: string, language: Language): string {
  const category = findPartCategory(key);
  return category === null ? key : partCategoryName(category.key, language);
}

function because(item: EvidenceItem, words: Phrases, language: Language): string {
  switch (item.kind) {
    case "DEFECT":
      return words.found(
        title(item.annexItem, words, language),
        words.severities[item.severity],
        day(item.on, words),
      );
    case "ODOMETER_PAIR":
      return words.driven(number(item.distanceKm, words), number(item.days, words));
    case "RULE":
      return words.rule(item.citation ?? citationOf(item.ruleId, item.ruleVersion) ?? item.ruleId ?? "?");
    case "COHORT":
      return [
        words.cohort(percent(item.rate, words), item.cohort),
        ...(item.isCarByModel === true ? [words.carByModel] : []),
      ].join(" ");
    case "DECLARATION":
      return words.said(item.reference, day(item.on, words));
    case "RECALL":
      return words.recalled(item.reference, day(item.on, words));
    case "REPAIR":
      return words.repaired(nameOf(item.partCategory, language), item.operation, day(item.on, words));
  }
}

function title(code: string | null, words: Phrases, language: Language): string {
  const item = code === null ? null : findAnnexItem(code);
  return item === null ? words.unknownItem : `${annexItemTitle(item, language)} (${item})`;
}

const formats = new Map<
  string,
  { date: Intl.DateTimeFormat; percent: Intl.NumberFormat; number: Intl.NumberFormat }
>();

/** Formatters cost a thousand times as much to make as to use. */
function formatsOf({ tag }: Phrases) {
  const known = formats.get(tag) ?? {
    date: new Intl.DateTimeFormat(tag, { dateStyle: "long", timeZone: "UTC" }),
    percent: new Intl.NumberFormat(tag, { style: "percent", maximumFractionDigits: 1 }),
    number: new Intl.NumberFormat(tag),
  };
  formats.set(tag, known);
  return known;
}

const day = (date: string, words: Phrases) => formatsOf(words).date.format(new Date(`${date}T00:00:00Z`));
const percent = (rate: number, words: Phrases) => formatsOf(words).percent.format(rate);
const number = (value: number, words: Phrases) => formatsOf(words).number.format(value);

import type { BaselineFigures } from "./signal-quality.table.ts";
import type { QualityFigures } from "./store-quality.ts";

/** What a row of figures is about, for people: "Service brake", "BRAKE_DISC", or "All". */
export function subjectOf({ kind, item, partCategories }: QualityFigures): string {
  if (item !== null) return spelledOut(item);
  if (partCategories.length > 0) return partCategories.map(spelledOut).join(", ");
  return kind === "FAILURE_PREDICTED" ? "All" : spelledOut(kind);
}

/** "SERVICE_BRAKE" → "Service brake"; "OBD" stays. */
const spelledOut = (key: string): string =>
  key.length <= 3 ? key : key.charAt(0) + key.slice(1).toLowerCase().replaceAll("_", " ");

interface TableColumn {
  readonly heading: string;
  readonly cell: (row: QualityFigures) => string | null;
}

const COLUMNS: readonly TableColumn[] = [
  { heading: "", cell: subjectOf },
  { heading: "n", cell: ({ n }) => n.toLocaleString("en") },
  { heading: "rate", cell: ({ baseRate }) => percent(baseRate, 2) },
  { heading: "deviance", cell: ({ meanDeviance }) => fixed(meanDeviance, 3) },
  { heading: "below base", cell: (row) => below(row, "BASE_RATE") },
  { heading: "below age", cell: (row) => below(row, "AGE") },
  { heading: "below age × km", cell: (row) => below(row, "AGE_AND_KILOMETRES") },
  { heading: "below last year", cell: (row) => below(row, "SAME_MODEL_AND_AGE_LAST_YEAR") },
  { heading: "AUC", cell: ({ auc, aucStandardError }) => fixedWithin(auc, aucStandardError) },
  {
    heading: "to its ceiling",
    cell: ({ auc, ceiling }) =>
      auc === null || ceiling?.auc == null
        ? null
        : fixedWithin(ceiling.auc - auc, ceiling.aucDifferenceStandardError),
  },
  { heading: "lift", cell: ({ topDecileLift }) => fixed(topDecileLift, 2) },
  { heading: "Brier", cell: ({ brierScore }) => fixed(brierScore, 4) },
  { heading: "calibration error", cell: ({ calibrationError }) => percent(calibrationError, 2) },
  { heading: "in interval", cell: ({ intervalCoverage }) => percent(intervalCoverage, 1) },
  { heading: "in window", cell: ({ windowCoverage }) => percent(windowCoverage, 1) },
  { heading: "date error (days)", cell: ({ medianDateErrorDays }) => fixed(medianDateErrorDays, 1) },
  {
    heading: "its ceiling (days)",
    cell: ({ ceiling }) => fixed(ceiling?.medianDateErrorDays ?? null, 1),
  },
];

/** Figures as cells of text under their headings, without columns in which no row has a figure. */
export function qualityCells(rows: readonly QualityFigures[]): { headings: string[]; cells: string[][] } {
  const used = COLUMNS.filter(({ cell }) => rows.some((row) => cell(row) !== null));
  return {
    headings: used.map(({ heading }) => heading),
    cells: rows.map((row) => used.map(({ cell }) => cell(row) ?? "–")),
  };
}

/** For a terminal: columns of equal width, figures to the right. */
export function qualityTable(rows: readonly QualityFigures[]): string {
  const { headings, cells } = qualityCells(rows);
  const lines = [headings, ...cells];
  const widths = headings.map((_, column) => Math.max(...lines.map((line) => line[column]?.length ?? 0)));
  const aligned = (text: string, column: number): string =>
    column === 0 ? text.padEnd(widths[column] ?? 0) : text.padStart(widths[column] ?? 0);
  return lines.map((line) => `${line.map(aligned).join("  ").trimEnd()}\n`).join("");
}

const fixed = (figure: number | null, digits: number): string | null => figure?.toFixed(digits) ?? null;

/** With its standard error. */
const fixedWithin = (figure: number | null, error: number | null): string | null =>
  figure === null ? null : error === null ? figure.toFixed(3) : `${figure.toFixed(3)} ± ${error.toFixed(3)}`;

const percent = (share: number | null, digits: number): string | null =>
  share === null ? null : `${(100 * share).toFixed(digits)} %`;

/** How far the model's deviance lies below a baseline's. */
function below(row: QualityFigures, name: BaselineFigures["name"]): string | null {
  const baseline = row.baselines.find((of) => of.name === name)?.meanDeviance ?? null;
  if (baseline === null || row.meanDeviance === null) return null;
  return percent(1 - row.meanDeviance / baseline, 1);
}

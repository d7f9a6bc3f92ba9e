import { mkdir, writeFile } from "node:fs/promises";
import path from "node:path";
import { qualityCells } from "./quality-table.ts";
import type { QualityFigures } from "./store-quality.ts";

const PLOT = "calibration.svg";

/**
 * Writes `report.md` and `calibration.svg` into a folder, which is made where it is missing; earlier ones are replaced.
 * @param rows of one backtest: one model, population and period
 */
export async function writeReport(folder: string, rows: readonly QualityFigures[]): Promise<void> {
  // Only here: what draws is a quarter of all modules, and each thread that scores would load them.
  const { calibrationPlot } = await import("./calibration-plot.ts");
  await mkdir(folder, { recursive: true });
  await writeFile(path.join(folder, PLOT), calibrationPlot(rows));
  await writeFile(path.join(folder, "report.md"), reportText(rows));
}

/** The report as Markdown. */
export function reportText(rows: readonly QualityFigures[]): string {
  const [first] = rows;
  if (first === undefined) return "# Backtest\n\nNothing was tested.\n";
  const { headings, cells } = qualityCells(rows);
  const line = (of: readonly string[]): string => `| ${of.join(" | ")} |\n`;
  const table = [
    line(headings),
    line(headings.map((_, column) => (column === 0 ? "---" : "---:"))),
    ...cells.map(line),
  ].join("");
  const notes = [...new Set(rows.flatMap(({ note }) => note ?? []))];
  const plot = rows.some(({ curve }) => curve.length > 0)
    ? `## Calibration\n\nIn each panel a point is a tenth of the predictions: on the diagonal, what was expected is what was observed.\n\n![Expected against observed rates](${PLOT})\n\n`
    : "";
  return (
    `# Backtest of ${first.modelVersion}

- **Tested on:** ${first.population}, ${first.testedFrom} to ${first.testedUntil}${first.isSynthetic ? ". Synthetic: these vehicles do not exist, and the figures say nothing of ones that do" : ""}
- **Trained on:** ${first.trainedFrom} to ${first.trainedUntil}, and on nothing later
- **Measured at:** ${first.measuredAt.toISOString()}
- **Source:** ${first.attribution}

${notes.map((note) => `${note}\n\n`).join("")}## Figures

${table}
${EXPLAINED.filter(([heading]) => headings.includes(heading))
  .map(([heading, meaning]) => `- **${heading}**: ${meaning}\n`)
  .join("")}
${plot}`.trimEnd() + "\n"
  );
}

/** What each column says. */
const EXPLAINED = [
  ["n", "predictions tested."],
  ["rate", "how often it happened, per inspection."],
  [
    "deviance",
    "twice the log-likelihood lost against a prediction that knew the outcome, per tested unit. Smaller is better.",
  ],
  ["below base", "how far the deviance lies below that of the training years' overall rate."],
  ["below age", "the same against the rate of all cars of the age."],
  ["below age × km", "the same against the rate of all cars of the age and kilometres."],
  ["below last year", "the same against what cars of the same model and age did in the last training year."],
  [
    "AUC",
    "chance that one to which it happened was given a higher rate than one to which it did not. 0.5 is a coin. After ± its standard error: other vehicles would give an AUC within twice that, 19 times of 20.",
  ],
  [
    "to its ceiling",
    "how far the AUC of a prediction that knows the true chances lies above, on the same vehicles. After ± the standard error of that difference: less than twice that may be chance.",
  ],
  ["lift", "how much more often it happened to the tenth with the highest predictions than to all."],
  ["Brier", "mean squared distance of the probability from what happened. Smaller is better."],
  ["calibration error", "mean distance of expected from observed rates over the tenths."],
  ["in interval", "share of what was found that lies inside its 80 % interval."],
  ["in window", "share of visits inside their 80 % window."],
  ["date error (days)", "median distance of the visit from the day predicted as likely."],
  ["its ceiling (days)", "the same of a prediction that knows how visits really spread."],
] as const;

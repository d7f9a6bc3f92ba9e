import type pg from "pg";
import { qualityTable, storeQuality, writeReport, type QualityFigures } from "../modules/quality/index.ts";
import { inTransaction } from "../platform/db/transaction.ts";
import { say } from "./cohort-files.ts";

/** What a backtest found, in each of the forms it is wanted in. */
export interface Findings {
  /** One JSON document. */
  readonly json: object;
  readonly title: string;
  readonly figures: readonly QualityFigures[];
  /** False where they must not be kept. */
  readonly isKept: boolean;
}

/** Standard output, and a folder for the report where one is asked for. */
export async function showFindings(
  { json, title, figures }: Findings,
  options: { readonly json?: boolean; readonly report?: string },
): Promise<void> {
  process.stdout.write(
    options.json === true ? `${JSON.stringify(json)}\n` : `${title}\n\n${qualityTable(figures)}`,
  );
  if (options.report === undefined) return;
  await writeReport(options.report, figures);
  say(`Wrote report.md and calibration.svg to ${options.report}`);
}

export async function keepFindings(pool: pg.Pool, { figures, isKept }: Findings): Promise<void> {
  if (!isKept) {
    say("The figures are of too few vehicles to be kept.");
    return;
  }
  await inTransaction(pool, (client) => storeQuality(client, figures));
  say("The figures are kept; signalQuality answers them.");
}

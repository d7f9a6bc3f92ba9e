import type pg from "pg";
import type { SignalQualityRow } from "./signal-quality.table.ts";

export type QualityFigures = Omit<SignalQualityRow, "id">;

/**
 * Keeps figures of a backtest. Those of an earlier test of the same model on the same inspections are replaced; equal
 * ones are left as they are.
 */
export async function storeQuality(client: pg.ClientBase, rows: readonly QualityFigures[]): Promise<void> {
  const given = rows.map((row) =>
    Object.fromEntries(COLUMNS.map(([column, , property]) => [column, row[property]])),
  );
  await client.query(UPSERT, [JSON.stringify(given)]);
}

/** The same for a population that is measured again and again: figures of earlier periods do not stay. */
export async function replaceQuality(
  client: pg.ClientBase,
  population: string,
  rows: readonly QualityFigures[],
): Promise<void> {
  await client.query("delete from signal_quality where population = $1", [population]);
  await storeQuality(client, rows);
}

/** Column, its type, and the property that it is. */
const COLUMNS = [
  ["model_version", "text", "modelVersion"],
  ["kind", "text", "kind"],
  ["item", "text", "item"],
  ["part_categories", "text[]", "partCategories"],
  ["population", "text", "population"],
  ["is_synthetic", "boolean", "isSynthetic"],
  ["attribution", "text", "attribution"],
  ["trained_from", "date", "trainedFrom"],
  ["trained_until", "date", "trainedUntil"],
  ["tested_from", "date", "testedFrom"],
  ["tested_until", "date", "testedUntil"],
  ["n", "integer", "n"],
  ["base_rate", "double precision", "baseRate"],
  ["auc", "double precision", "auc"],
  ["auc_standard_error", "double precision", "aucStandardError"],
  ["top_decile_lift", "double precision", "topDecileLift"],
  ["brier_score", "double precision", "brierScore"],
  ["calibration_error", "double precision", "calibrationError"],
  ["curve", "jsonb", "curve"],
  ["mean_deviance", "double precision", "meanDeviance"],
  ["deviance_unit", "text", "devianceUnit"],
  ["interval_coverage", "double precision", "intervalCoverage"],
  ["window_coverage", "double precision", "windowCoverage"],
  ["median_date_error_days", "double precision", "medianDateErrorDays"],
  ["baselines", "jsonb", "baselines"],
  ["ceiling", "jsonb", "ceiling"],
  ["note", "text", "note"],
  ["measured_at", "timestamptz", "measuredAt"],
] as const satisfies readonly (readonly [string, string, keyof QualityFigures])[];

const names = COLUMNS.map(([column]) => column).join(", ");
const excluded = COLUMNS.map(([column]) => `excluded.${column}`).join(", ");
const stored = COLUMNS.map(([column]) => `signal_quality.${column}`).join(", ");

const UPSERT = `
  insert into signal_quality (${names})
  select ${names} from jsonb_to_recordset($1::jsonb) as given(
    ${COLUMNS.map(([column, type]) => `${column} ${type}`).join(", ")})
  on conflict on constraint signal_quality_kind_population_key do update set (${names}) = (${excluded})
  where (${stored}) is distinct from (${excluded})`;

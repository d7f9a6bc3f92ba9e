import type { IngestionFormat } from "../ingestion.table.ts";
import type { ParsedRow } from "../parsed-row.ts";
import type { RecordKind } from "../record.ts";
import { readCsv } from "../source/read-csv.ts";
import { readCsvOrJsonLines } from "../source/read-csv-or-json-lines.ts";
import { readJsonLines } from "../source/read-json-lines.ts";
import { readJsonRows } from "../source/read-json-rows.ts";
import type { RowReader } from "../source/source-row.ts";
import type { Fields } from "./fields.ts";
import { parseFrCentre } from "./fr-centres.ts";
import { parseFrControleTechnique } from "./fr-controle-technique.ts";
import { parseKimberlite } from "./kimberlite/index.ts";
import { parseNlRdw } from "./nl-rdw.ts";
import { parseUkMotHistory } from "./uk-mot-history.ts";
import { parseUkMotStation } from "./uk-mot-stations.ts";

/** How one format is read: the input into rows, and a row into records. */
export interface Format {
  readonly rows: RowReader;
  /**
   * Pure.
   * @param today YYYY-MM-DD
   * @throws {RowError} for a row that is none of the format
   */
  readonly parse: (row: Fields, today: string) => ParsedRow;
  /** What a row that cannot be read is counted as. */
  readonly kind: RecordKind;
}

export const FORMATS: Readonly<Record<IngestionFormat, Format>> = {
  "uk-mot-history": { rows: readJsonLines, parse: parseUkMotHistory, kind: "vehicle" },
  "uk-mot-stations": { rows: readCsv, parse: parseUkMotStation, kind: "garage" },
  "nl-rdw": { rows: readJsonRows, parse: parseNlRdw, kind: "vehicle" },
  "fr-controle-technique": { rows: readCsvOrJsonLines, parse: parseFrControleTechnique, kind: "inspection" },
  "fr-centres": { rows: readCsvOrJsonLines, parse: parseFrCentre, kind: "garage" },
  kimberlite: { rows: readJsonLines, parse: parseKimberlite, kind: "vehicle" },
};

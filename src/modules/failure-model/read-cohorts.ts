/**
 * Readers of Traficom's statistics of periodic inspections of passenger cars by model (CC BY 4.0, Traficom), as two
 * CSV files, plain or gzipped: cohorts, and their defects by item. A cohort is a model's cars of one year of first use
 * inspected in one year; cohorts of fewer than 100 inspections are not published.
 */
import { createReadStream } from "node:fs";
import { pipeline } from "node:stream/promises";
import { createGunzip } from "node:zlib";
import { parse, type CsvError } from "csv-parse";
import { findFailureItem, type FailureItem } from "./failure-items.ts";
import { FailureModelError } from "./failure-model-error.ts";

export interface Cohort {
  readonly inspectionYear: number;
  /** As in the source, "make - model". */
  readonly makeModel: string;
  readonly firstUseYear: number;
  /** Periodic inspections in that year: never 0. */
  readonly inspections: number;
  /** Mean odometer at the inspection; null where the source has none. */
  readonly meanKm: number | null;
}

/** An item's defects in a cohort. Rows of nothing but zeros are absent from the source. */
export interface CohortDefects {
  readonly inspectionYear: number;
  readonly makeModel: string;
  readonly firstUseYear: number;
  readonly item: FailureItem;
  /** Minor defects: the car passes. */
  readonly repairNotices: number;
  /** Major defects: the car fails. */
  readonly rejections: number;
  /** Dangerous defects: the car fails and may not be driven. */
  readonly drivingBans: number;
}

const COHORT_COLUMNS = ["inspection_year", "make_model", "first_use_year", "inspections", "mean_km"] as const;

const DEFECT_COLUMNS = [
  "inspection_year",
  "make_model",
  "first_use_year",
  "item",
  "repair_notices",
  "rejections",
  "driving_bans",
] as const;

/** "All years of first use", "all models": totals of the rows beside them, which must not be counted again. */
const TOTAL_YEARS = "Vuodet yhteensä";
const TOTAL_MODELS = "Mallit yhteensä";

/** Every published cohort but totals. @throws {FailureModelError} COHORT_FILE_… naming file and line */
export async function readCohorts(path: string): Promise<Cohort[]> {
  const cohorts: Cohort[] = [];
  await eachRow(path, COHORT_COLUMNS, (row) => {
    if (isTotal(row)) return;
    const inspections = row.count("inspections");
    if (inspections === 0) throw row.broken("inspections", "no inspections");
    const meanKm = row.isEmpty("mean_km") ? null : row.count("mean_km") || null;
    cohorts.push({ ...cohortOf(row), inspections, meanKm });
  });
  return cohorts;
}

/**
 * Defects of the modelled items, without totals. The other items' rows are passed over unread.
 * @throws {FailureModelError} COHORT_FILE_… naming file and line
 */
export async function readCohortDefects(path: string): Promise<CohortDefects[]> {
  const defects: CohortDefects[] = [];
  await eachRow(path, DEFECT_COLUMNS, (row) => {
    const item = findFailureItem(row.text("item"));
    if (item === null || isTotal(row)) return;
    defects.push({
      ...cohortOf(row),
      item,
      repairNotices: row.count("repair_notices"),
      rejections: row.count("rejections"),
      drivingBans: row.count("driving_bans"),
    });
  });
  return defects;
}

interface Row<Column extends string> {
  isEmpty(column: Column): boolean;
  text(column: Column): string;
  count(column: Column): number;
  year(column: Column): number;
  broken(column: Column, why: string): FailureModelError;
}

type CohortColumn = "inspection_year" | "make_model" | "first_use_year";

const isTotal = (row: Row<CohortColumn>): boolean =>
  row.text("first_use_year") === TOTAL_YEARS || row.text("make_model").endsWith(TOTAL_MODELS);

function cohortOf(row: Row<CohortColumn>): Pick<Cohort, "inspectionYear" | "makeModel" | "firstUseYear"> {
  const inspectionYear = row.year("inspection_year");
  const firstUseYear = row.year("first_use_year");
  if (firstUseYear > inspectionYear) throw row.broken("first_use_year", "after the year of inspection");
  return { inspectionYear, makeModel: row.text("make_model"), firstUseYear };
}

async function eachRow<Column extends string>(
  path: string,
  columns: readonly Column[],
  take: (row: Row<Column>) => void,
): Promise<void> {
  const records = parse({ bom: true, info: true, skip_empty_lines: true });
  const rows = rowsOf(path, columns, take);
  try {
    if (path.endsWith(".gz")) await pipeline(createReadStream(path), createGunzip(), records, rows);
    else await pipeline(createReadStream(path), records, rows);
  } catch (error) {
    throw error instanceof FailureModelError ? error : readFailure(path, error);
  }
}

function rowsOf<Column extends string>(
  path: string,
  columns: readonly Column[],
  take: (row: Row<Column>) => void,
) {
  return async (source: AsyncIterable<{ info: { lines: number }; record: string[] }>): Promise<void> => {
    let places: ReadonlyMap<Column, number> | null = null;
    for await (const { info, record } of source) {
      if (places === null) places = placesOf(path, columns, record);
      else take(openRow(path, info.lines, places, record));
    }
    if (places === null) {
      const wanted = columns.join(",");
      throw new FailureModelError(
        "COHORT_FILE_HEADER",
        `${path}:1: empty. The first line names the columns: ${wanted}.`,
        { line: 1 },
      );
    }
  };
}

function placesOf<Column extends string>(
  path: string,
  columns: readonly Column[],
  header: readonly string[],
): ReadonlyMap<Column, number> {
  const missing = columns.filter((column) => !header.includes(column));
  if (missing.length > 0) {
    throw new FailureModelError(
      "COHORT_FILE_HEADER",
      `${path}:1: no column ${missing.join(", ")}. The first line names at least ${columns.join(",")}; a gzipped file's name ends in .gz.`,
      { line: 1 },
    );
  }
  return new Map(columns.map((column) => [column, header.indexOf(column)]));
}

function openRow<Column extends string>(
  path: string,
  line: number,
  places: ReadonlyMap<Column, number>,
  record: readonly string[],
): Row<Column> {
  const text = (column: Column): string => record[places.get(column) ?? -1] ?? "";
  const broken = (column: Column, why: string): FailureModelError =>
    new FailureModelError("COHORT_FILE_ROW", `${path}:${line}: ${column} "${text(column)}": ${why}.`, {
      line,
    });
  return {
    isEmpty: (column) => text(column) === "",
    text(column) {
      if (text(column) === "") throw broken(column, "empty");
      return text(column);
    },
    count(column) {
      if (!/^\d{1,9}$/.test(text(column))) throw broken(column, "not a whole number of 0 or more");
      return Number(text(column));
    },
    year(column) {
      if (!/^(19|20)\d\d$/.test(text(column))) throw broken(column, "not a year");
      return Number(text(column));
    },
    broken,
  };
}

/** A broken row as csv-parse or as Node sees it; the former knows its line. */
function readFailure(path: string, error: unknown): FailureModelError {
  const lines = (error as Partial<CsvError>)["lines"];
  const line = typeof lines === "number" ? lines : null;
  const reason = error instanceof Error ? error.message : String(error);
  if (line !== null) {
    return new FailureModelError("COHORT_FILE_ROW", `${path}:${line}: ${reason}`, { cause: error, line });
  }
  const fix = FIXES[(error as NodeJS.ErrnoException).code ?? ""] ?? "";
  return new FailureModelError("COHORT_FILE_UNREADABLE", `${path} cannot be read: ${reason}.${fix}`, {
    cause: error,
  });
}

const FIXES: Readonly<Record<string, string>> = {
  ENOENT: " Check its path.",
  EISDIR: " Name the file in it.",
  EACCES: " Let this user read it.",
  Z_DATA_ERROR: " It is not gzip, or damaged: a plain file's name must not end in .gz.",
  Z_BUF_ERROR: " It ends too early: copy it again.",
};

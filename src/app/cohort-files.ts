import {
  FailureModelError,
  readCohortDefects,
  readCohorts,
  type Cohort,
  type CohortDefects,
} from "../modules/failure-model/index.ts";
import { CommandError } from "./describe-failure.ts";
import { describeYears } from "./years.ts";

/** Finland's rules, and with them what is counted as which defect, changed in May 2018. */
export const FIRST_YEAR_OF_RULES = 2018;

export interface CohortFiles {
  readonly cohorts: string;
  readonly defects: string;
}

export interface CohortData {
  readonly files: CohortFiles;
  readonly cohorts: readonly Cohort[];
  readonly defects: readonly CohortDefects[];
  /** Years of inspection in the file of cohorts, in order. */
  readonly years: readonly number[];
}

/** Reads both files. @throws {FailureModelError} COHORT_FILE_… naming file and line */
export async function readCohortFiles(files: CohortFiles): Promise<CohortData> {
  say(`Reading ${files.cohorts}`);
  const cohorts = await readCohorts(files.cohorts);
  say(`Reading ${files.defects}`);
  const defects = await readCohortDefects(files.defects);
  const years = [...new Set(cohorts.map(({ inspectionYear }) => inspectionYear))].sort((a, b) => a - b);
  if (years.length === 0) throw new CommandError(`${files.cohorts} has a header and no cohort below it.`);
  return { files, cohorts, defects, years };
}

/** @throws {CommandError} naming the file, what it lacks and what it has */
export function requireYears(
  { files, years, defects }: CohortData,
  asked: readonly number[],
  option: string,
): void {
  const inspected = new Set(defects.map(({ inspectionYear }) => inspectionYear));
  for (const [file, known] of [
    [files.cohorts, new Set(years)],
    [files.defects, inspected],
  ] as const) {
    const missing = asked.filter((year) => !known.has(year));
    if (missing.length === 0) continue;
    throw new CommandError(
      `${file} has nothing of ${describeYears(missing)}, which ${option} asks for: its years are ${describeYears([...known].sort((a, b) => a - b)) || "none"}.`,
    );
  }
}

/** Work on cohorts that belong together: what is wrong with them is said with their files' names. */
export function fromFiles<T>({ files }: CohortData, work: () => T): T {
  try {
    return work();
  } catch (error) {
    if (!(error instanceof FailureModelError)) throw error;
    const isOfRows = error.code === "COHORT_DUPLICATE" || error.code === "COHORT_MISSING";
    throw isOfRows ? new CommandError(`${files.cohorts} with ${files.defects}: ${error.message}`) : error;
  }
}

/** Standard output is for results. */
export function say(line: string): void {
  process.stderr.write(`${line}\n`);
}

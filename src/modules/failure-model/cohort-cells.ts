import { FAILURE_ITEM_KEYS, type FailureItem } from "./failure-items.ts";
import { FailureModelError } from "./failure-model-error.ts";
import type { Cohort, CohortDefects } from "./read-cohorts.ts";

/** A cohort with what failed in it. */
export interface CohortCell {
  readonly make: string;
  readonly makeModel: string;
  readonly firstUseYear: number;
  readonly inspectionYear: number;
  readonly inspections: number;
  /** Null where the source has none. */
  readonly meanKm: number | null;
  /** Rejections and driving bans by item. */
  readonly failures: Readonly<Record<FailureItem, number>>;
}

/**
 * Cohorts of the years given, each with its failures; items without a row are 0. Ordered by make, model, year of first
 * use and year of inspection, whatever the order of the input, so that equal input trains equal parameters.
 * @throws {FailureModelError} COHORT_DUPLICATE, COHORT_MISSING, YEARS_WITHOUT_COHORTS
 */
export function cohortCells(
  cohorts: readonly Cohort[],
  defects: readonly CohortDefects[],
  years: readonly number[],
): CohortCell[] {
  const asked = new Set(years);
  const cells = new Map<string, CohortCell & { failures: Record<FailureItem, number> }>();
  for (const cohort of cohorts) {
    if (!asked.has(cohort.inspectionYear)) continue;
    const key = cohortKey(cohort);
    if (cells.has(key)) throw new FailureModelError("COHORT_DUPLICATE", `Two rows of the cohort ${key}.`);
    cells.set(key, { ...cohort, make: makeOf(cohort.makeModel), failures: noFailures() });
  }
  const empty = [...asked].filter((year) => !cohorts.some((cohort) => cohort.inspectionYear === year));
  if (empty.length > 0) {
    throw new FailureModelError("YEARS_WITHOUT_COHORTS", `No cohort was inspected in ${empty.join(", ")}.`);
  }
  addFailures(cells, defects, asked);
  return [...cells.values()].sort(byPlace);
}

function addFailures(
  cells: ReadonlyMap<string, { failures: Record<FailureItem, number> }>,
  defects: readonly CohortDefects[],
  years: ReadonlySet<number>,
): void {
  const seen = new Set<string>();
  for (const row of defects) {
    if (!years.has(row.inspectionYear)) continue;
    const key = cohortKey(row);
    const cell = cells.get(key);
    if (cell === undefined) {
      throw new FailureModelError("COHORT_MISSING", `Defects of ${key}, which is not among the cohorts.`);
    }
    const place = `${key} ${row.item}`;
    if (seen.has(place)) throw new FailureModelError("COHORT_DUPLICATE", `Two rows of defects: ${place}.`);
    seen.add(place);
    cell.failures[row.item] = row.rejections + row.drivingBans;
  }
}

const cohortKey = (of: { makeModel: string; firstUseYear: number; inspectionYear: number }): string =>
  `${of.makeModel} of ${of.firstUseYear} in ${of.inspectionYear}`;

/** "Alfa Romeo - 147" → "Alfa Romeo". */
export const makeOf = (makeModel: string): string => makeModel.split(" - ", 1)[0] ?? makeModel;

const noFailures = (): Record<FailureItem, number> =>
  Object.fromEntries(FAILURE_ITEM_KEYS.map((item) => [item, 0])) as Record<FailureItem, number>;

function byPlace(left: CohortCell, right: CohortCell): number {
  return (
    byCodeUnits(left.make, right.make) ||
    byCodeUnits(left.makeModel, right.makeModel) ||
    left.firstUseYear - right.firstUseYear ||
    left.inspectionYear - right.inspectionYear
  );
}

/** Not localeCompare: its order depends on the machine. */
const byCodeUnits = (left: string, right: string): number => (left < right ? -1 : left > right ? 1 : 0);

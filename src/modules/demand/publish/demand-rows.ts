import {
  FRACTION,
  addCell,
  contributorsOf,
  emptyCell,
  sourcesOf,
  squaresOf,
  unitsOf,
  vehiclesOf,
  type Cell,
  type Cells,
} from "../cube/cell.ts";
import { areasAround, BY_AREA, BY_MAKE } from "../disclosure/dimensions.ts";
import { protect, type Candidate } from "../disclosure/protect.ts";
import type { Rounding } from "../disclosure/rounding.ts";
import type { DisclosureRules } from "../disclosure/rules.ts";
import { ALL } from "../makes.ts";

/** A row of demand as it is published. */
export interface DemandRow {
  readonly areaCode: string;
  readonly make: string;
  readonly units: number;
  readonly vehicles: number;
  /** By week; null where only all weeks together are published. */
  readonly weeklyUnits: readonly number[] | null;
  readonly weeklyVehicles: readonly number[] | null;
}

/** A row that was published before, with the Mondays that its weeks were of. */
export interface PreviousRow extends DemandRow {
  readonly weeks: readonly string[];
}

export interface DemandRowsSettings {
  readonly part: string;
  /** Mondays of the cube's weeks. */
  readonly weeks: readonly string[];
  readonly rules: DisclosureRules;
  readonly rounding: Rounding;
  /** What was published the last time, by `area|make`. */
  readonly previous: ReadonlyMap<string, PreviousRow>;
}

interface DemandCandidate extends Candidate {
  readonly at: readonly [area: string, make: string];
  readonly cell: Cell;
}

/**
 * What is published of one part: totals of all weeks where they can be, and there also the weeks one by one, where all
 * of them can be. Either all weeks or none: a single one left out would be the difference to the total. Which rows there
 * are is decided in a week's first publication; on its other days rows may go, but none comes, for what comes to light
 * tells of the vehicle that was wanting. Leaving rows out of what is protected keeps it protected.
 * @param leaves by `area|make`
 */
export function demandRows(leaves: Cells, settings: DemandRowsSettings): DemandRow[] {
  const { rules, previous, weeks } = settings;
  const dimensions = [BY_AREA, BY_MAKE];
  const before = (at: readonly string[]) => previous.get(at.join("|"));
  const isSameWeek = rules.keepsRows && [...previous.values()].some((row) => row.weeks[0] === weeks[0]);
  const totals = protect(rolledUp(leaves).map(totalOf), dimensions, rules).filter(
    ({ at }) => !isSameWeek || before(at) !== undefined,
  );
  const byWeek = protect(totals.map(weeksOf), dimensions, rules).filter(
    ({ at }) => !isSameWeek || before(at)?.weeklyUnits != null,
  );
  const isByWeek = new Set(byWeek.map(({ cell }) => cell));
  return totals.map(({ at, cell }) => rowOf(at, cell, isByWeek.has(cell), settings));
}

type RolledUp = Pick<DemandCandidate, "at" | "cell">;

/** The leaves and everything that they are part of. */
function rolledUp(leaves: Cells): RolledUp[] {
  const sums = new Map<string, RolledUp>();
  for (const [key, leaf] of leaves) {
    const [area = "", make = ""] = key.split("|");
    for (const around of areasAround(area)) {
      for (const group of [make, ALL]) {
        const name = `${around}|${group}`;
        const sum = sums.get(name) ?? { at: [around, group], cell: emptyCell() };
        addCell(sum.cell, leaf);
        sums.set(name, sum);
      }
    }
  }
  return [...sums.values()];
}

const sourceCount = (cell: Cell): number => sourcesOf(cell).filter((vehicles) => vehicles > 0).length;

const shareOf = (squares: number, units: number): number => (units === 0 ? 1 : squares / (units * units));

const sumOf = (list: readonly number[]): number => list.reduce((sum, value) => sum + value, 0);

function totalOf({ at, cell }: RolledUp): DemandCandidate {
  return {
    at,
    cell,
    counts: contributorsOf(cell).slice(0, 1),
    sources: sourceCount(cell),
    squaredShares: shareOf(squaresOf(cell)[0] ?? 0, sumOf(unitsOf(cell))),
  };
}

function weeksOf({ at, cell, sources }: DemandCandidate): DemandCandidate {
  const units = unitsOf(cell);
  const shares = squaresOf(cell)
    .slice(1)
    .map((squares, week) => shareOf(squares, units[week] ?? 0));
  return { at, cell, counts: contributorsOf(cell).slice(1), sources, squaredShares: Math.max(...shares) };
}

function rowOf(
  [areaCode, make]: DemandCandidate["at"],
  cell: Cell,
  isByWeek: boolean,
  { part, weeks, rounding, previous }: DemandRowsSettings,
): DemandRow {
  const before = previous.get(`${areaCode}|${make}`);
  const rounded = (value: number, name: string, last: number | null | undefined) =>
    rounding.round(value / FRACTION, `${part}|${areaCode}|${make}|${name}`, last ?? null);
  const weekly = (list: readonly number[], name: string, last: readonly number[] | null | undefined) =>
    list.map((value, week) => {
      const monday = weeks[week] ?? "";
      return rounded(value, `${name}|${monday}`, last?.[before?.weeks.indexOf(monday) ?? -1]);
    });
  const [units, vehicles] = [unitsOf(cell), vehiclesOf(cell)];
  return {
    areaCode,
    make,
    units: rounded(sumOf(units), "units", before?.units),
    vehicles: rounded(sumOf(vehicles), "vehicles", before?.vehicles),
    weeklyUnits: isByWeek ? weekly(units, "units", before?.weeklyUnits) : null,
    weeklyVehicles: isByWeek ? weekly(vehicles, "vehicles", before?.weeklyVehicles) : null,
  };
}

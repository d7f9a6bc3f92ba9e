import { WEEKS } from "./weeks.ts";
import { chanceBefore, type VehicleNeed } from "./need.ts";

/** Sources are told apart by one of so many groups: two of one group count as one, so never too many are counted. */
export const SOURCE_GROUPS = 8;

/** Whole numbers: in fractions of this, sums are exact, and what was added can be taken away again. */
export const FRACTION = 10_000;

/** Where a cell's numbers lie: weeks of units and of vehicles, then totals and weeks of contributors and squares. */
const UNITS = 0;
const VEHICLES = UNITS + WEEKS;
const CONTRIBUTORS = VEHICLES + WEEKS;
const SOURCES = CONTRIBUTORS + 1 + WEEKS;
const SQUARES = SOURCES + SOURCE_GROUPS;
const SIZE = SQUARES + 1 + WEEKS;

/** All sums of one area, part and make, in one list: adding two cells is adding two lists. */
export type Cell = Float64Array;

export const emptyCell = (): Cell => new Float64Array(SIZE);

export function addCell(to: Cell, other: Cell): void {
  for (let place = 0; place < SIZE; place += 1) to[place] = (to[place] ?? 0) + (other[place] ?? 0);
}

export const isEmpty = (cell: Cell): boolean => cell.every((value) => value === 0);

const listOf = (cell: Cell, from: number, length: number): number[] => [
  ...cell.subarray(from, from + length),
];

/** Lists of a cell, as the cube's columns hold them. */
export const unitsOf = (cell: Cell) => listOf(cell, UNITS, WEEKS);
export const vehiclesOf = (cell: Cell) => listOf(cell, VEHICLES, WEEKS);
/** Of all weeks together, then by week. */
export const contributorsOf = (cell: Cell) => listOf(cell, CONTRIBUTORS, 1 + WEEKS);
export const sourcesOf = (cell: Cell) => listOf(cell, SOURCES, SOURCE_GROUPS);
/** Of all weeks together, then by week. */
export const squaresOf = (cell: Cell) => listOf(cell, SQUARES, 1 + WEEKS);

export function cellOf(...lists: readonly (readonly number[])[]): Cell {
  return Float64Array.from(lists.flat());
}

/** What one vehicle adds to the cube. */
export interface Contribution {
  readonly areaCode: string;
  readonly make: string;
  /** 0 to SOURCE_GROUPS − 1. */
  readonly source: number;
  readonly needs: readonly VehicleNeed[];
}

/** Cells by area, part and make. */
export type Cells = Map<string, Cell>;

export const cellKey = (area: string, part: string, make: string): string => `${area}|${part}|${make}`;

export function partsOfKey(key: string): [area: string, part: string, make: string] {
  const [area = "", part = "", make = ""] = key.split("|");
  return [area, part, make];
}

/**
 * Adds a vehicle, or takes it away.
 * @param firstDay Monday of the cube's first week, in days since 1970-01-01
 */
export function contribute(cells: Cells, contribution: Contribution, sign: 1 | -1, firstDay: number): void {
  const { areaCode, make, source, needs } = contribution;
  for (const [place, [part]] of needs.entries()) {
    if (needs.findIndex(([other]) => other === part) < place) continue;
    const key = cellKey(areaCode, part, make);
    let cell = cells.get(key);
    if (cell === undefined) cells.set(key, (cell = emptyCell()));
    addUp(known(needs, part), firstDay);
    addOwn(cell, source, sign);
  }
}

/** The needs of one part. What is known to be needed is not predicted beside. */
function known(needs: readonly VehicleNeed[], part: string): readonly VehicleNeed[] {
  const own = needs.length === 1 ? needs : needs.filter(([other]) => other === part);
  const observed = own.length === 1 ? own : own.filter((need) => need[7] === 0);
  return observed.length === 0 ? own : observed;
}

/** What one vehicle adds, by week: filled in and used again for each of a million. */
const ownUnits = new Float64Array(WEEKS);
const ownVehicles = new Float64Array(WEEKS);

function addUp(needs: readonly VehicleNeed[], firstDay: number): void {
  ownUnits.fill(0);
  ownVehicles.fill(0);
  for (const need of needs) {
    const [, probability, pieces, from] = need;
    // What is still to come has not come before; of what has begun, the past is not asked for again.
    let before = from >= firstDay ? 0 : chanceBefore(need, firstDay);
    for (let week = 0; week < WEEKS && before < 1; week += 1) {
      const by = chanceBefore(need, firstDay + 7 * (week + 1));
      const chance = probability * (by - before);
      before = by;
      ownUnits[week] = (ownUnits[week] ?? 0) + Math.round(chance * pieces * FRACTION);
      ownVehicles[week] = Math.min(FRACTION, (ownVehicles[week] ?? 0) + Math.round(chance * FRACTION));
    }
  }
}

function addOwn(cell: Cell, source: number, sign: 1 | -1): void {
  let total = 0;
  for (let week = 0; week < WEEKS; week += 1) {
    const own = ownUnits[week] ?? 0;
    if (own === 0) continue;
    total += own;
    add(cell, UNITS + week, sign * own);
    add(cell, VEHICLES + week, sign * (ownVehicles[week] ?? 0));
    add(cell, CONTRIBUTORS + 1 + week, sign);
    add(cell, SQUARES + 1 + week, sign * own * own);
  }
  if (total === 0) return;
  add(cell, CONTRIBUTORS, sign);
  add(cell, SOURCES + source, sign);
  add(cell, SQUARES, sign * total * total);
}

function add(cell: Cell, place: number, value: number): void {
  cell[place] = (cell[place] ?? 0) + value;
}

import type { Columnwise } from "../../../platform/read/entity.ts";
import type { PartCategory } from "../../parts/index.ts";
import { weeksFrom } from "../cube/weeks.ts";
import { ALL } from "../makes.ts";
import type { Group } from "./coverage.ts";
import type { DemandCell, DemandDimension, DemandReport } from "./demand.type.ts";
import { numbersOf } from "../numbers.ts";
import { Total } from "../estimate.ts";

/** What a report adds up, by dimension, and which of them it shows. */
export interface DemandPlan {
  readonly by: readonly DemandDimension[];
  readonly areas: readonly Group[];
  readonly makes: readonly Group[];
  readonly parts: readonly PartCategory[];
  /** Whether the weeks were narrowed by the filter: then all of them together is their sum. */
  readonly isPeriod: boolean;
  readonly isInPeriod: (week: string) => boolean;
  /** Whether inspections are counted: nothing says which parts are meant. */
  readonly hasInspections: boolean;
}

interface PublishedRow {
  readonly units: number;
  readonly vehicles: number;
  readonly weeklyUnits: readonly number[] | null;
  readonly weeklyVehicles: readonly number[] | null;
}

const keyOf = (area: string, make: string, part: string) => `${area} ${make} ${part}`;

/** @param rows publication, first week, instant, then area, make, part and numbers; these null where there are none */
export function condense(rows: readonly Columnwise[], plan: DemandPlan): DemandReport {
  const [publishedOn = null, firstWeek = null, asOf = null] = rows[0] ?? [];
  if (firstWeek === null) return { publishedOn: null, asOf: null, weeks: [], cells: [] };
  const published = new Map<string, PublishedRow>();
  for (const [, , , area, make, part, units, vehicles, weeklyUnits, weeklyVehicles] of rows) {
    if (area == null) continue;
    published.set(keyOf(area, String(make), String(part)), {
      units: Number(units),
      vehicles: Number(vehicles),
      weeklyUnits: numbersOf(weeklyUnits),
      weeklyVehicles: numbersOf(weeklyVehicles),
    });
  }
  const places = weeksFrom(firstWeek).flatMap((week, place) =>
    plan.isInPeriod(week) ? [{ week, place }] : [],
  );
  const cells = cellsOf(published, plan, places);
  return { publishedOn, asOf, weeks: places.map(({ week }) => week), cells };
}

type Published = ReadonlyMap<string, PublishedRow>;

interface WeekPlace {
  readonly week: string;
  readonly place: number;
}

interface PartGroup {
  readonly name: string | null;
  readonly parts: readonly string[];
}

interface WeekGroup {
  readonly name: string | null;
  /** Places to add up; null: the published number of all weeks together. */
  readonly places: readonly number[] | null;
}

/** A row that a cell needs of a part; undefined where it is not published. */
interface NeededRow {
  readonly part: string;
  readonly row: PublishedRow | undefined;
}

/** One cell for each combination of one group of each dimension: the first of `by` changes slowest. */
function cellsOf(published: Published, plan: DemandPlan, places: readonly WeekPlace[]): DemandCell[] {
  const { by, areas, makes, hasInspections } = plan;
  const parts = partGroups(plan);
  const weeks = weekGroups(plan, places);
  const sizes = {
    AREA: areas.length,
    MAKE: makes.length,
    PART_CATEGORY: parts.length,
    WEEK: weeks.length,
  };
  const strideOf = (dimension: DemandDimension): number =>
    by.includes(dimension)
      ? by.slice(by.indexOf(dimension) + 1).reduce((stride, later) => stride * sizes[later], 1)
      : 0;
  const stride = {
    area: strideOf("AREA"),
    make: strideOf("MAKE"),
    part: strideOf("PART_CATEGORY"),
    week: strideOf("WEEK"),
  };
  const cells: DemandCell[] = new Array<DemandCell>(Object.values(sizes).reduce((all, size) => all * size));
  areas.forEach((area, a) => {
    makes.forEach((make, m) => {
      const rowsOf = (part: string): NeededRow[] =>
        area.rows.flatMap((code) =>
          make.rows.map((name) => ({ part, row: published.get(keyOf(code, name, part)) })),
        );
      const inspections = hasInspections ? rowsOf(ALL) : null;
      parts.forEach((group, p) => {
        const rows = group.parts.flatMap(rowsOf);
        weeks.forEach((week, w) => {
          cells[a * stride.area + m * stride.make + p * stride.part + w * stride.week] = {
            partCategory: group.name,
            area: area.name,
            week: week.name,
            make: make.name,
            ...demandOf(rows, week),
            inspectionsDue: inspections && inspectionsOf(inspections, week),
          };
        });
      });
    });
  });
  return cells;
}

function partGroups({ by, parts }: DemandPlan): PartGroup[] {
  const keys = parts.map(({ key }) => key);
  return by.includes("PART_CATEGORY")
    ? keys.map((key) => ({ name: key, parts: [key] }))
    : [{ name: null, parts: keys }];
}

function weekGroups({ by, isPeriod }: DemandPlan, places: readonly WeekPlace[]): WeekGroup[] {
  return by.includes("WEEK")
    ? places.map(({ week, place }) => ({ name: week, places: [place] }))
    : [{ name: null, places: isPeriod ? places.map(({ place }) => place) : null }];
}

function demandOf(
  rows: readonly NeededRow[],
  { places }: WeekGroup,
): Pick<DemandCell, "units" | "vehicles" | "isPartial" | "suppressed"> {
  const units = new Total();
  const vehicles = new Total();
  let found = 0;
  for (const { part, row } of rows) if (addRow(units, vehicles, row, places, part)) found += 1;
  if (found === 0) return { units: null, vehicles: null, isPartial: false, suppressed: "DISCLOSURE_CONTROL" };
  return {
    units: units.estimate(),
    vehicles: vehicles.value,
    isPartial: found < rows.length,
    suppressed: null,
  };
}

function inspectionsOf(rows: readonly NeededRow[], { places }: WeekGroup): number | null {
  const visits = new Total();
  const isAdded = rows.map(({ row }) => addRow(visits, visits, row, places, ALL));
  // Units and vehicles of an inspection are the same.
  return isAdded.includes(true) ? visits.value / 2 : null;
}

/** @returns whether the row is published in as much detail as it is asked for */
function addRow(
  units: Total,
  vehicles: Total,
  row: PublishedRow | undefined,
  places: readonly number[] | null,
  part: string,
): boolean {
  if (row === undefined) return false;
  if (places === null) {
    units.add(row.units, part);
    vehicles.add(row.vehicles, part);
    return true;
  }
  const { weeklyUnits, weeklyVehicles } = row;
  if (weeklyUnits === null || weeklyVehicles === null) return false;
  for (const place of places) {
    units.add(weeklyUnits[place] ?? 0, part);
    vehicles.add(weeklyVehicles[place] ?? 0, part);
  }
  return true;
}

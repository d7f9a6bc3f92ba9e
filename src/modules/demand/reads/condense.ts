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
  readonly part: string;
  readonly units: number;
  readonly vehicles: number;
  /** By week; null where only their sum is published, or nobody asks for weeks. */
  readonly weeklyUnits: readonly number[] | null;
  readonly weeklyVehicles: readonly number[] | null;
}

/** What is published of an area and make, by part category. */
type Shelf = ReadonlyMap<string, PublishedRow>;

const shelfKey = (area: string, make: string) => `${area} ${make}`;

/** @param rows publication, first week, instant, then area, make, part and numbers; these null where there are none */
export function condense(rows: readonly Columnwise[], plan: DemandPlan): DemandReport {
  const [publishedOn = null, firstWeek = null, asOf = null] = rows[0] ?? [];
  if (firstWeek === null) return { publishedOn: null, asOf: null, weeks: [], cells: [] };
  const places = weeksFrom(firstWeek).flatMap((week, place) =>
    plan.isInPeriod(week) ? [{ week, place }] : [],
  );
  const cells = cellsOf(shelvesOf(rows, plan), plan, places);
  return { publishedOn, asOf, weeks: places.map(({ week }) => week), cells };
}

function shelvesOf(rows: readonly Columnwise[], { by, isPeriod }: DemandPlan): ReadonlyMap<string, Shelf> {
  const hasWeeks = isPeriod || by.includes("WEEK");
  const shelves = new Map<string, Map<string, PublishedRow>>();
  for (const [, , , area, make, part, units, vehicles, weeklyUnits, weeklyVehicles] of rows) {
    if (area == null || make == null || part == null) continue;
    const key = shelfKey(area, make);
    let shelf = shelves.get(key);
    if (shelf === undefined) shelves.set(key, (shelf = new Map<string, PublishedRow>()));
    shelf.set(part, {
      part,
      units: Number(units),
      vehicles: Number(vehicles),
      weeklyUnits: hasWeeks ? numbersOf(weeklyUnits) : null,
      weeklyVehicles: hasWeeks ? numbersOf(weeklyVehicles) : null,
    });
  }
  return shelves;
}

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

/** The rows that a cell adds up. */
interface Needed {
  readonly published: readonly PublishedRow[];
  /** How many there would be if nothing were suppressed. */
  readonly count: number;
}

function neededOf(shelves: readonly (Shelf | undefined)[], parts: readonly string[]): Needed {
  const published: PublishedRow[] = [];
  for (const part of parts) {
    for (const shelf of shelves) {
      const row = shelf?.get(part);
      if (row !== undefined) published.push(row);
    }
  }
  return { published, count: parts.length * shelves.length };
}

/** One cell for each combination of one group of each dimension: the first of `by` changes slowest. */
function cellsOf(
  shelves: ReadonlyMap<string, Shelf>,
  plan: DemandPlan,
  places: readonly WeekPlace[],
): DemandCell[] {
  const { by, areas, makes, hasInspections } = plan;
  const parts = partGroups(plan);
  const weeks = weekGroups(plan, places);
  const sizes = {
    AREA: areas.length,
    MAKE: makes.length,
    PART_CATEGORY: parts.length,
    WEEK: weeks.length,
  };
  const stride = stridesOf(by, sizes);
  const cells: DemandCell[] = new Array<DemandCell>(Object.values(sizes).reduce((all, size) => all * size));
  // One for all cells: an answer has thousands, and what is new for each would be most of what it costs.
  const [sum, inspectionSum] = [new Sum(), new Sum()];
  areas.forEach((area, a) => {
    makes.forEach((make, m) => {
      const held = area.rows.flatMap((code) => make.rows.map((name) => shelves.get(shelfKey(code, name))));
      const inspections = hasInspections ? neededOf(held, [ALL]) : null;
      parts.forEach((group, p) => {
        const needed = neededOf(held, group.parts);
        weeks.forEach((week, w) => {
          const { rows, units, vehicles } = sum.of(needed, week);
          const visits = inspections && inspectionSum.of(inspections, week);
          const isSuppressed = rows === 0;
          cells[a * stride.area + m * stride.make + p * stride.part + w * stride.week] = {
            partCategory: group.name,
            area: area.name,
            week: week.name,
            make: make.name,
            units: isSuppressed ? null : units.estimate(),
            vehicles: isSuppressed ? null : vehicles,
            isPartial: !isSuppressed && rows < needed.count,
            suppressed: isSuppressed ? "DISCLOSURE_CONTROL" : null,
            inspectionsDue: visits === null || visits.rows === 0 ? null : visits.vehicles,
          };
        });
      });
    });
  });
  return cells;
}

/** How far apart two cells lie that differ by one place in a dimension. */
function stridesOf(by: readonly DemandDimension[], sizes: Readonly<Record<DemandDimension, number>>) {
  const strideOf = (dimension: DemandDimension): number =>
    by.includes(dimension)
      ? by.slice(by.indexOf(dimension) + 1).reduce((stride, later) => stride * sizes[later], 1)
      : 0;
  return {
    area: strideOf("AREA"),
    make: strideOf("MAKE"),
    part: strideOf("PART_CATEGORY"),
    week: strideOf("WEEK"),
  };
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

/** Adds up the rows of one cell after the other, those that are published in as much detail as it is asked for. */
class Sum {
  rows = 0;
  vehicles = 0;
  readonly units = new Total();

  of({ published }: Needed, { places }: WeekGroup): this {
    this.rows = 0;
    this.vehicles = 0;
    this.units.clear();
    for (const row of published) {
      if (places === null) this.#add(row.part, row.units, row.vehicles);
      else if (row.weeklyUnits === null || row.weeklyVehicles === null) continue;
      else {
        for (const place of places) {
          this.#add(row.part, row.weeklyUnits[place] ?? 0, row.weeklyVehicles[place] ?? 0);
        }
      }
      this.rows += 1;
    }
    return this;
  }

  #add(part: string, units: number, vehicles: number): void {
    this.units.add(units, part);
    this.vehicles += vehicles;
  }
}

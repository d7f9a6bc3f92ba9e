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
  const cells = new Cells(published, plan, places).all();
  return { publishedOn, asOf, weeks: places.map(({ week }) => week), cells };
}

interface WeekPlace {
  readonly week: string;
  readonly place: number;
}

/** A combination of one group of each dimension. */
interface Combination {
  readonly PART_CATEGORY: { readonly name: string | null; readonly parts: readonly string[] };
  readonly AREA: Group;
  readonly MAKE: Group;
  /** Places to add up; null: the published number of all weeks together. */
  readonly WEEK: { readonly name: string | null; readonly places: readonly number[] | null };
}

class Cells {
  readonly #published: ReadonlyMap<string, PublishedRow>;
  readonly #plan: DemandPlan;
  readonly #weeks: readonly Combination["WEEK"][];
  readonly #parts: readonly Combination["PART_CATEGORY"][];

  constructor(published: ReadonlyMap<string, PublishedRow>, plan: DemandPlan, places: readonly WeekPlace[]) {
    this.#published = published;
    this.#plan = plan;
    const keys = plan.parts.map(({ key }) => key);
    this.#parts = plan.by.includes("PART_CATEGORY")
      ? keys.map((key) => ({ name: key, parts: [key] }))
      : [{ name: null, parts: keys }];
    const all = plan.isPeriod ? places.map(({ place }) => place) : null;
    this.#weeks = plan.by.includes("WEEK")
      ? places.map(({ week, place }) => ({ name: week, places: [place] }))
      : [{ name: null, places: all }];
  }

  all(): DemandCell[] {
    const { by, areas, makes } = this.#plan;
    const groups = { PART_CATEGORY: this.#parts, AREA: areas, MAKE: makes, WEEK: this.#weeks };
    // What is not broken down has one group, so it may come first.
    const order = [
      ...(["AREA", "MAKE", "PART_CATEGORY", "WEEK"] as const).filter((d) => !by.includes(d)),
      ...by,
    ];
    let combinations: Partial<Combination>[] = [{}];
    for (const dimension of order) {
      combinations = combinations.flatMap((head) =>
        groups[dimension].map((group) => ({ ...head, [dimension]: group })),
      );
    }
    return (combinations as Combination[]).map((combination) => this.#cell(combination));
  }

  #cell(combination: Combination): DemandCell {
    const { PART_CATEGORY: parts, AREA: area, MAKE: make, WEEK: week } = combination;
    const units = new Total();
    const vehicles = new Total();
    let found = 0;
    let missing = 0;
    for (const part of parts.parts) {
      for (const row of this.#rows(area, make, part)) {
        if (addRow(units, vehicles, row, week.places, part)) found += 1;
        else missing += 1;
      }
    }
    const isSuppressed = found === 0;
    return {
      partCategory: parts.name,
      area: area.name,
      week: week.name,
      make: make.name,
      units: isSuppressed ? null : units.estimate(),
      vehicles: isSuppressed ? null : vehicles.value,
      inspectionsDue:
        this.#plan.hasInspections && parts.name === null ? this.#inspections(combination) : null,
      isPartial: found > 0 && missing > 0,
      suppressed: isSuppressed ? "DISCLOSURE_CONTROL" : null,
    };
  }

  #rows(area: Group, make: Group, part: string): (PublishedRow | undefined)[] {
    return area.rows.flatMap((code) => make.rows.map((name) => this.#published.get(keyOf(code, name, part))));
  }

  #inspections({ AREA: area, MAKE: make, WEEK: week }: Combination): number | null {
    const visits = new Total();
    const isAdded = this.#rows(area, make, ALL).map((row) => addRow(visits, visits, row, week.places, ALL));
    // Units and vehicles of an inspection are the same.
    return isAdded.includes(true) ? visits.value / 2 : null;
  }
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

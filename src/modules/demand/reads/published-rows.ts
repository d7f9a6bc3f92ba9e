import type { Principal } from "../../../platform/auth/principal.ts";
import { arrayLiteral } from "../../../platform/db/copy-rows.ts";
import type { EveryRow } from "../../../platform/graphql/every-row.ts";
import { contractOf, type ReadsDeps } from "../../../platform/graphql/run-reads.ts";
import type { Columnwise } from "../../../platform/read/entity.ts";
import { openSnapshot } from "../../../platform/read/snapshot.ts";
import { areasWithin, AREAS, findArea } from "../../areas/index.ts";
import { mondayOf } from "../cube/weeks.ts";
import { Total } from "../estimate.ts";
import { ALL, MAKE_GROUPS } from "../makes.ts";
import { partsWanted } from "./coverage.ts";
import type { DemandFilter } from "./demand.type.ts";

/** Where the values of a published row lie, in the order of a file's columns. Fields mean what DemandCell says. */
export const PUBLISHED_COLUMNS: readonly (readonly string[])[] = [
  ["partCategory"],
  ["area"],
  ["week"],
  ["make"],
  ["units", "p10"],
  ["units", "p50"],
  ["units", "p90"],
  ["vehicles"],
  ["inspectionsDue"],
];

/** All rows of the newest publication that a contract and a filter let pass. */
export interface PublishedRows extends EveryRow {
  /** Day of the publication, `YYYY-MM-DD`; null before the first: then there are no rows. */
  readonly publishedOn: string | null;
}

/**
 * A row for all weeks together, and one for each week where these are published; and one without numbers where nothing
 * is left, so that the publication is known of all the same.
 */
const ROWS = `
  select s.published_on, s.as_of, c.part_category, c.area_code, w.week, c.make, w.units, w.vehicles
  from demand_snapshots s
  left join demand_cells c on c.published_on = s.published_on and c.area_code = any ($1::text[])
    and c.make = any ($2::text[]) and c.part_category = any ($3::text[])
  left join lateral (
    select null::date as week, c.units, c.vehicles
    union all
    select s.first_week + 7 * (place - 1)::integer, units, vehicles
    from unnest(c.weekly_units, c.weekly_vehicles) with ordinality as each(units, vehicles, place)
  ) w on case when $4::date is null and $5::date is null then true
      else w.week >= coalesce($4::date, '-infinity') and w.week <= coalesce($5::date, 'infinity') end
  where s.published_on = (select max(published_on) from demand_snapshots)`;

const areasOf = ({ area, areaLevel }: DemandFilter, held: readonly string[] | null): string[] =>
  (area == null ? AREAS.map(({ code }) => code) : areasWithin(area)).filter(
    (code) =>
      (held === null || held.includes(code)) && (areaLevel == null || findArea(code)?.level === areaLevel),
  );

function makesOf({ make }: DemandFilter, held: readonly string[] | null): readonly string[] {
  const makes = held ?? [ALL, ...MAKE_GROUPS];
  return make == null ? makes : makes.filter((name) => name === make.toUpperCase());
}

function partsOf(filter: DemandFilter, contract: Principal["contract"]): string[] {
  const keys = partsWanted(filter, contract).map(({ key }): string => key);
  return filter.partCategory == null && filter.partFamily == null ? [...keys, ALL] : keys;
}

/**
 * Opens the newest publication as a stream of JSON objects: its numbers as everybody reads them, and nothing that is
 * suppressed. Numbers of all areas of a level, of all makes and of all weeks are rows of their own; those of several
 * published numbers added up are not.
 * @param pool works as kimberlite_api: row-level security holds the contract once more
 */
export async function openPublishedRows(
  { pool }: Pick<ReadsDeps, "pool">,
  asker: Principal,
  filter: DemandFilter,
): Promise<PublishedRows> {
  const { contract } = asker;
  const { weekFrom, weekUntil } = filter;
  const values = [
    arrayLiteral(areasOf(filter, contract.areas)),
    arrayLiteral(makesOf(filter, contract.makes)),
    arrayLiteral(partsOf(filter, contract)),
    weekFrom == null ? null : mondayOf(weekFrom),
    weekUntil == null ? null : mondayOf(weekUntil),
  ];
  const snapshot = await openSnapshot(pool, { text: ROWS, values }, contractOf(asker));
  const nextBatch = async () => (await snapshot.next()) as Columnwise[];
  let batch = await nextBatch();
  const [publishedOn = null, asOf = null] = batch[0] ?? [];
  return {
    ...snapshot,
    publishedOn,
    takenAt: asOf === null ? snapshot.takenAt : new Date(asOf).toISOString(),
    async next() {
      // No rows mean that there are no more: a batch of which nothing is left is passed over.
      while (batch.length > 0) {
        const rows = batch.flatMap((row) => jsonOf(row) ?? []);
        batch = await nextBatch();
        if (rows.length > 0) return rows;
      }
      return [];
    },
  };
}

/** As DemandCell has it: null stands for all of a dimension together. Null for a row without numbers. */
function jsonOf([, , part, area, week, make, units, vehicles]: Columnwise): string | null {
  if (units == null) return null;
  const isPart = part !== ALL;
  const total = new Total();
  total.add(Number(units), part ?? "");
  return JSON.stringify({
    partCategory: isPart ? part : null,
    area,
    week,
    make: make === ALL ? null : make,
    units: isPart ? total.estimate() : null,
    vehicles: isPart ? Number(vehicles) : null,
    inspectionsDue: isPart ? null : Number(vehicles),
  });
}

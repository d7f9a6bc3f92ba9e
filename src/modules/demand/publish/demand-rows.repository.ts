import type pg from "pg";
import { copyRows, type CopyColumns, type CopyValue } from "../../../platform/db/copy-rows.ts";
import { weeksFrom } from "../cube/weeks.ts";
import { numbersOf } from "../numbers.ts";
import type { DemandRow, PreviousRow } from "./demand-rows.ts";

/** Rows of one part with what stands on each of them. */
interface PublishedPart {
  readonly publishedOn: string;
  readonly partCategory: string;
  readonly partFamily: string;
}

const listText = (list: readonly number[] | null): string | null =>
  list === null ? null : `{${list.join()}}`;

const columnsOf = ({ publishedOn, partCategory, partFamily }: PublishedPart): CopyColumns<DemandRow> => [
  ["published_on", () => publishedOn],
  ["area_code", ({ areaCode }) => areaCode],
  ["make", ({ make }) => make],
  ["part_category", () => partCategory],
  ["part_family", () => partFamily],
  ["units", ({ units }) => units],
  ["vehicles", ({ vehicles }) => vehicles],
  ["weekly_units", ({ weeklyUnits }) => listText(weeklyUnits)],
  ["weekly_vehicles", ({ weeklyVehicles }) => listText(weeklyVehicles)],
];

/** Has the staging tables of a publication; they end with its transaction. */
export async function prepareStaging(client: pg.ClientBase, tables: readonly string[]): Promise<void> {
  for (const table of tables) {
    await client.query(`create temp table staged_${table} (like ${table}) on commit drop`);
  }
}

/** Writes staged rows to the table that they are for: under row-level security COPY is refused. */
export async function publishStaged(client: pg.ClientBase, table: string): Promise<void> {
  await client.query(`insert into ${table} select * from staged_${table}`);
}

export async function stageDemand(
  client: pg.ClientBase,
  part: PublishedPart,
  rows: readonly DemandRow[],
): Promise<void> {
  await copyRows(client, "staged_demand_cells", columnsOf(part), rows);
}

/** What was last published of a part before a day, by `area|make`. */
export async function previousDemand(
  client: pg.ClientBase,
  part: string,
  publishedOn: string,
): Promise<Map<string, PreviousRow>> {
  const { rows } = await client.query<CopyValue[]>({
    text: `select c.area_code, c.make, c.units::text, c.vehicles::text, c.weekly_units::text, c.weekly_vehicles::text,
             s.first_week::text
           from demand_cells c join demand_snapshots s using (published_on)
           where c.part_category = $1
             and s.published_on = (select max(published_on) from demand_snapshots where published_on < $2)`,
    values: [part, publishedOn],
    rowMode: "array",
  });
  return new Map(
    (rows as (string | null)[][]).map(
      ([areaCode, make, units, vehicles, weeklyUnits, weeklyVehicles, first]) => [
        `${areaCode ?? ""}|${make ?? ""}`,
        {
          areaCode: areaCode ?? "",
          make: make ?? "",
          units: Number(units),
          vehicles: Number(vehicles),
          weeklyUnits: numbersOf(weeklyUnits),
          weeklyVehicles: numbersOf(weeklyVehicles),
          weeks: weeksFrom(first ?? ""),
        },
      ],
    ),
  );
}

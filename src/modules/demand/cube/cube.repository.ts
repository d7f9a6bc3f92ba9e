import type pg from "pg";
import { copyRows, type CopyColumns } from "../../../platform/db/copy-rows.ts";
import { numbersOf } from "../numbers.ts";
import {
  cellOf,
  contributorsOf,
  isEmpty,
  partsOfKey,
  sourcesOf,
  squaresOf,
  unitsOf,
  vehiclesOf,
  type Cell,
  type Cells,
} from "./cell.ts";

type Entry = readonly [key: string, cell: Cell];

const LISTS = {
  units: unitsOf,
  vehicles: vehiclesOf,
  contributors: contributorsOf,
  sources: sourcesOf,
  squares: squaresOf,
} as const;

const listText = (numbers: readonly number[]) => `{${numbers.join()}}`;

const COLUMNS: CopyColumns<Entry> = [
  ["area_code", ([key]) => partsOfKey(key)[0]],
  ["part_category", ([key]) => partsOfKey(key)[1]],
  ["make", ([key]) => partsOfKey(key)[2]],
  ...Object.entries(LISTS).map(
    ([name, listOf]) => [name, ([, cell]: Entry) => listText(listOf(cell))] as const,
  ),
];

/** Writes the whole cube anew. */
export async function replaceCube(client: pg.ClientBase, cells: Cells): Promise<void> {
  await client.query("truncate demand_cube");
  await copyRows(
    client,
    "demand_cube",
    COLUMNS,
    [...cells].filter(([, cell]) => !isEmpty(cell)),
  );
}

/** Adds differences to the cube. A cell that nothing is left in goes. */
export async function addToCube(client: pg.ClientBase, differences: Cells): Promise<void> {
  const entries = [...differences].filter(([, cell]) => !isEmpty(cell));
  if (entries.length === 0) return;
  await client.query(
    "create temp table demand_difference (like demand_cube including defaults) on commit drop",
  );
  await copyRows(client, "demand_difference", COLUMNS, entries);
  const sum = (list: string, type: string) =>
    `(select array_agg(a + b order by place) from unnest(c.${list}, d.${list}) with ordinality as pair(a, b, place))::${type}[]`;
  await client.query(
    `merge into demand_cube c using demand_difference d
       on (c.area_code, c.part_category, c.make) = (d.area_code, d.part_category, d.make)
     when matched and c.contributors[1] + d.contributors[1] = 0 then delete
     when matched then update set ${Object.keys(LISTS)
       .map((list) => `${list} = ${sum(list, list === "squares" ? "bigint" : "integer")}`)
       .join(", ")}
     when not matched then insert (area_code, part_category, make, ${Object.keys(LISTS).join(", ")})
       values (d.area_code, d.part_category, d.make, ${Object.keys(LISTS)
         .map((list) => `d.${list}`)
         .join(", ")})`,
  );
}

const ROWS_AT_ONCE = 10_000;
const AS_TEXT = { getTypeParser: () => (value: unknown) => value };

/**
 * Hands out the cells of one part after the other, by area and make. Always in the same order: which rows are withheld for
 * their neighbours' sake follows it, and within a week none comes back.
 */
export async function eachPart(
  client: pg.ClientBase,
  use: (part: string, cells: Cells) => Promise<void>,
): Promise<void> {
  const lists = Object.keys(LISTS).join(", ");
  await client.query(
    `declare cube_cells no scroll cursor for
     select area_code, part_category, make, ${lists} from demand_cube order by part_category, area_code, make`,
  );
  let part: string | null = null;
  let cells: Cells = new Map();
  for (;;) {
    const { rows } = await client.query<string[]>({
      text: `fetch ${ROWS_AT_ONCE} from cube_cells`,
      rowMode: "array",
      types: AS_TEXT,
    });
    for (const [area = "", name = "", make = "", ...numbers] of rows) {
      if (part !== null && part !== name) {
        await use(part, cells);
        cells = new Map();
      }
      part = name;
      cells.set(`${area}|${make}`, cellOf(...numbers.map((list) => numbersOf(list) ?? [])));
    }
    if (rows.length < ROWS_AT_ONCE) break;
  }
  await client.query("close cube_cells");
  if (part !== null) await use(part, cells);
}

/**
 * What a fleet takes on disk: bytes by table and index, partitions added up, and bytes a vehicle. With two fleets, how
 * each grew from the first to the second. It reads only what PostgreSQL's catalogue and the lengths of files say.
 *
 *   node bench/sizes.ts [--vehicles 100000,1000000]
 */
import { parseArgs } from "node:util";
import pg from "pg";
import { fleetFolder, openFleet } from "./fleet.ts";

const { values: options } = parseArgs({
  options: { vehicles: { type: "string", default: "100000,1000000" } },
});
const sizes = options.vehicles.split(",").map(Number);

interface Size {
  readonly relation: string;
  readonly kind: "table" | "index";
  readonly rows: number | null;
  readonly bytes: number;
}

// Partitions count as the table or index that they are a part of. A table's own bytes are its heap, its maps and its
// TOAST; its indexes stand for themselves. A part that was never analysed says -1 rows.
const SIZES = `
  select coalesce(root.relname, c.relname) as relation,
    case when c.relkind = 'i' then 'index' else 'table' end as kind,
    case when c.relkind = 'i' then null else sum(greatest(c.reltuples, 0))::float8 end as rows,
    sum(case when c.relkind = 'i' then pg_relation_size(c.oid) else pg_table_size(c.oid) end)::float8 as bytes
  from pg_class c
  left join pg_class root on root.oid = pg_partition_root(c.oid)
  where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'i')
  group by 1, c.relkind order by bytes desc`;

async function measure(vehicles: number): Promise<Map<string, Size>> {
  const runtime = await openFleet(await fleetFolder(vehicles));
  const client = new pg.Client(runtime.ownerUrl);
  try {
    await client.connect();
    const { rows } = await client.query<Size>(SIZES);
    return new Map(rows.map((size) => [`${size.kind} ${size.relation}`, size]));
  } finally {
    await client.end();
    await runtime.close();
  }
}

const fleets: Map<string, Size>[] = [];
for (const vehicles of sizes) fleets.push(await measure(vehicles));
const last = fleets.at(-1)!;
const total = (fleet: Map<string, Size>, kind?: string) =>
  [...fleet.values()].reduce(
    (sum, size) => sum + (kind === undefined || size.kind === kind ? size.bytes : 0),
    0,
  );
const perVehicle = (bytes: number, fleet: number) => (bytes / (sizes[fleet] ?? Number.NaN)).toFixed(1);

console.log(
  `relation | kind | rows | ${sizes.map((size) => `bytes a vehicle at ${size}`).join(" | ")} | growth`,
);
for (const [key, { relation, kind, rows, bytes }] of last) {
  if (bytes / total(last) < 0.0005) continue;
  const each = fleets.map((fleet, index) => perVehicle(fleet.get(key)?.bytes ?? 0, index));
  const first = fleets[0]?.get(key)?.bytes ?? 0;
  console.log([relation, kind, rows ?? "", ...each, `× ${(bytes / first).toFixed(2)}`].join(" | "));
}
for (const kind of ["table", "index", undefined])
  console.log(
    [
      `all ${kind ?? ""}`,
      "",
      "",
      ...fleets.map((fleet, index) => perVehicle(total(fleet, kind), index)),
    ].join(" | "),
    `| × ${(total(last, kind) / total(fleets[0]!, kind)).toFixed(2)}; ${(total(last, kind) / 1e9).toFixed(3)} GB`,
  );

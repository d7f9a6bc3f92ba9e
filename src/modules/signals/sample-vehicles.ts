import type pg from "pg";
import { readVehicles } from "./fact-source.ts";
import type { VehicleFacts } from "./facts.ts";

/** More vehicles would move no figure that matters, and would not fit into memory for a whole country. */
const MOST_VEHICLES = 200_000;
const CHUNK = 2000;

/**
 * Facts of stored vehicles, one after the other: of all of them or, of more than 200,000, of an even sample in the
 * order of ids, the same at every time.
 * @param client as kimberlite_worker without a statement timeout
 */
export async function* sampleVehicles(client: pg.ClientBase): AsyncGenerator<VehicleFacts> {
  const { rows } = await client.query<{ id: string }>(SAMPLE, [MOST_VEHICLES]);
  for (let from = 0; from < rows.length; from += CHUNK) {
    const ids = rows.slice(from, from + CHUNK).map(({ id }) => id);
    for (const { facts } of await readVehicles(client, ids)) yield facts;
  }
}

const SAMPLE = `
  select id from (select id, row_number() over (order by id) as place, count(*) over () as total
                  from vehicles where erased_at is null) as numbered
  where place % greatest(1, ceil(total::float / $1)::int) = 0 order by id`;

import pg from "pg";
import { AREAS } from "./partner.ts";
import type { Runtime } from "./product.ts";
import { seeded } from "./statistics.ts";

/** What the questions are asked about: things that are there, drawn the same way in every run. */
export interface Sample {
  readonly plates: readonly string[];
  readonly areaParts: readonly { readonly area: string; readonly partCategory: string }[];
  readonly places: readonly { readonly latitude: number; readonly longitude: number }[];
  readonly makes: readonly string[];
  readonly demandAreas: readonly string[];
}

const BELOW =
  "with recursive below as (select code from areas where code = any ($1) union all select a.code from areas a join below b on a.parent_code = b.code)";

export async function drawSample(runtime: Runtime, size: number): Promise<Sample> {
  const client = new pg.Client(runtime.ownerUrl);
  await client.connect();
  try {
    const rowsOf = async <T>(text: string): Promise<T[]> => (await client.query(text, [AREAS])).rows as T[];
    // The tables' owner is bound by row-level security too; it may act as the role that sees all rows.
    await client.query("set role kimberlite_worker");
    const vehicles = await rowsOf<{ registration: string }>(
      `${BELOW} select registration from vehicles where area_code in (select code from below) and country = 'FR' and registration is not null order by md5(id::text) limit ${size}`,
    );
    const areaParts = await rowsOf<{ area: string; partCategory: string }>(
      `${BELOW} select area_code as area, part_category as "partCategory" from intent_signals where area_code in (select code from below) and part_category is not null and status = 'OPEN' group by 1, 2 having count(*) filter (where probability >= 0.3) >= 60 order by md5(area_code || part_category) limit 100`,
    );
    const places = await rowsOf<{ latitude: number; longitude: number }>(
      `${BELOW} select latitude, longitude from garages where area_code in (select code from below) and position is not null order by md5(id::text) limit 300`,
    );
    const makes = await rowsOf<{ make: string }>(
      `${BELOW} select make from vehicles where area_code in (select code from below) group by make having count(*) >= 200 order by make`,
    );
    const demandAreas = await rowsOf<{ area: string }>(
      `${BELOW} select area_code as area from demand_cells where published_on = (select max(published_on) from demand_snapshots)
         and make = '*' and weekly_units is not null and area_code in (select code from below) group by 1 order by 1`,
    );
    const random = seeded(1);
    return {
      plates: vehicles.map(({ registration }) => registration),
      areaParts,
      places: places.map(({ latitude, longitude }) => ({
        latitude: latitude + (random() - 0.5) / 50,
        longitude: longitude + (random() - 0.5) / 50,
      })),
      makes: makes.map(({ make }) => make),
      demandAreas: demandAreas.map(({ area }) => area),
    };
  } finally {
    await client.end();
  }
}

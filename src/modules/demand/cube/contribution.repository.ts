import type pg from "pg";
import { LISTED_MAKES, OTHER_MAKES } from "../makes.ts";
import { SOURCE_GROUPS, type Contribution } from "./cell.ts";
import type { VehicleNeed } from "./need.ts";

/** A vehicle's contribution with its id. */
export interface StoredContribution extends Contribution {
  readonly vehicleId: string;
}

/**
 * What vehicles add to the cube, from the signals that can be acted on and take a part, or an inspection. Its source is
 * the garage that it is inspected at: whoever runs that knows of its needs. A signal's chance is that it is acted on; an
 * inspection takes place at some time or other, and its chance is one. Needs that begin after the cube's last week ($2)
 * are left out: most are, since inspections are years apart. What was found or asked for stays whenever it begins, for
 * it takes the place of a prediction of the same.
 */
const contributions = (restriction: string): string => `
  select s.vehicle_id, min(s.area_code) as area_code,
    case when min(s.make) = any ($1::text[]) then min(s.make) else '${OTHER_MAKES}' end as make,
    (hashtext(coalesce(min(s.garage_id::text) filter (where s.kind in ('INSPECTION_DUE', 'RETEST_DUE')),
      min(s.garage_id::text), '')) & ${SOURCE_GROUPS - 1})::smallint as source,
    jsonb_agg(jsonb_build_array(coalesce(s.part_category, '*'),
      case when s.kind = 'INSPECTION_DUE' then 1 else s.probability end, coalesce(s.quantity, 1),
      s.moment_from - date '1970-01-01', s.moment_likely - date '1970-01-01', s.moment_until - date '1970-01-01',
      s.expires_on - date '1970-01-01', case when s.origin = 'PREDICTED' then 1 else 0 end)) as needs
  from intent_signals s
  where s.status in ('OPEN', 'CLAIMED') and coalesce(s.quantity, 1) > 0
    and (s.part_category is not null or s.kind = 'INSPECTION_DUE')
    and (s.part_category is not null and s.origin <> 'PREDICTED'
      or s.moment_from - (s.moment_likely - s.moment_from + 3) / 4 <= $2::date) ${restriction}
  group by s.vehicle_id`;

/** Writes the contributions of all vehicles anew. */
export async function replaceContributions(client: pg.ClientBase, lastDay: string): Promise<void> {
  await client.query("truncate demand_contributions");
  await client.query(
    `insert into demand_contributions (vehicle_id, area_code, make, source, needs) ${contributions("")}`,
    [LISTED_MAKES, lastDay],
  );
}

interface Row {
  readonly vehicle_id: string;
  readonly area_code: string;
  readonly make: string;
  readonly source: number;
  readonly needs: readonly VehicleNeed[];
}

const stored = (row: Row): StoredContribution => ({
  vehicleId: row.vehicle_id,
  areaCode: row.area_code,
  make: row.make,
  source: row.source,
  needs: row.needs,
});

const ROWS_AT_ONCE = 20_000;

/** Hands out every stored contribution, in the caller's transaction, a part at a time. */
export async function eachContribution(
  client: pg.ClientBase,
  use: (contribution: StoredContribution) => void,
): Promise<void> {
  await client.query(
    "declare contributions no scroll cursor for select vehicle_id, area_code, make, source, needs from demand_contributions",
  );
  for (;;) {
    const { rows } = await client.query<Row>(`fetch ${ROWS_AT_ONCE} from contributions`);
    for (const row of rows) use(stored(row));
    if (rows.length < ROWS_AT_ONCE) break;
  }
  await client.query("close contributions");
}

/** What some vehicles added, as it was added. */
export async function storedContributions(
  client: pg.ClientBase,
  vehicleIds: readonly string[],
): Promise<StoredContribution[]> {
  const { rows } = await client.query<Row>(
    "select vehicle_id, area_code, make, source, needs from demand_contributions where vehicle_id = any ($1::uuid[])",
    [vehicleIds],
  );
  return rows.map(stored);
}

/** Writes what some vehicles add now; those that add nothing any more have no row. */
export async function renewContributions(
  client: pg.ClientBase,
  vehicleIds: readonly string[],
  lastDay: string,
): Promise<StoredContribution[]> {
  await client.query("delete from demand_contributions where vehicle_id = any ($1::uuid[])", [vehicleIds]);
  const { rows } = await client.query<Row>(
    `insert into demand_contributions (vehicle_id, area_code, make, source, needs)
     ${contributions("and s.vehicle_id = any ($3::uuid[])")}
     returning vehicle_id, area_code, make, source, needs`,
    [LISTED_MAKES, lastDay, vehicleIds],
  );
  return rows.map(stored);
}

/** Vehicles of which a signal changed since, or that were erased; at most `most` and one. */
export async function changedVehicles(client: pg.ClientBase, since: Date, most: number): Promise<string[]> {
  const { rows } = await client.query<{ id: string }>(
    `select vehicle_id as id from intent_signals where updated_at >= $1
     union
     select v.id from vehicles v join demand_contributions c on c.vehicle_id = v.id
     where v.erased_at is not null and v.updated_at >= $1
     limit $2`,
    [since, most + 1],
  );
  return rows.map(({ id }) => id);
}

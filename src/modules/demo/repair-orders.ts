import type pg from "pg";
import { CROSSWALK_ROWS, PART_CATEGORIES } from "../parts/index.ts";
import { OTHER_REPAIR, REPAIR_PRICES } from "./repair-prices.data.ts";

export const REPAIR_TABLES = ["repair_orders", "repair_lines"] as const;

/** Prices are reckoned from the orders of two years. */
const YEARS = 2;

/**
 * Gives synthetic vehicles that failed and then passed a retest the repair order in between: one line for each part that
 * the failing defects ask for, at a workshop of the area, at a price that is spread around the usual one. Each follows
 * from the ids alone, so the same fleet has the same orders; what is there already stays.
 * @param client the tables' owner, whom row-level security does not bind at that moment
 * @returns how many orders it added
 */
export async function addRepairOrders(client: pg.ClientBase, today: string): Promise<number> {
  const families = new Map(PART_CATEGORIES.map(({ key, family }) => [key, family]));
  const work = CROSSWALK_ROWS.flatMap(({ annexItem, operation, parts, whenNamed }) =>
    [...new Set([...parts, ...whenNamed])].map((part) => ({
      item: annexItem,
      part,
      family: families.get(part),
      operation,
      price: REPAIR_PRICES[part] ?? OTHER_REPAIR,
    })),
  );
  await client.query("create temp table repaired on commit drop as " + REPAIRED, [today, YEARS]);
  const { rowCount } = await client.query(
    `insert into repair_orders (id, vehicle_id, garage_id, source, source_key, country, area_code, make, closed_on, odometer_km)
     select id, vehicle_id, garage_id, 'SYNTHETIC', 'demo ' || id, country, area_code, make, closed_on, km from repaired
     on conflict do nothing`,
  );
  await client.query(LINES, [JSON.stringify(work)]);
  return rowCount ?? 0;
}

/** A number from 0 to 1 that follows from a text. */
const share = (text: string): string => `((hashtext(${text}) & 65535) / 65535.0)`;

const REPAIRED = `
  with workshops as (
    select area_code, array_agg(id order by id) as ids from garages
    where source = 'SYNTHETIC' and 'REPAIR' = any (kinds) group by area_code
  )
  select md5('repair of ' || failed.id)::uuid as id, failed.id as inspection_id, failed.vehicle_id,
    w.ids[1 + floor(${share("failed.id::text")} * (array_length(w.ids, 1) - 1))::int] as garage_id,
    failed.country, failed.area_code, failed.make, passed.performed_on as closed_on, reading.km
  from inspections failed
  join inspections passed on passed.vehicle_id = failed.vehicle_id and passed.retest_of = failed.id
    and passed.result in ('PASS', 'PASS_WITH_MINOR')
  left join odometer_readings reading on reading.vehicle_id = passed.vehicle_id and reading.id = passed.id
    and reading.reason is null
  left join workshops w on w.area_code = failed.area_code
  where failed.source = 'SYNTHETIC' and failed.performed_on >= $1::date - make_interval(years => $2)
    and passed.performed_on <= $1::date`;

const LINES = `
  with work as (
    select * from json_to_recordset($1) as work(item text, part text, family text, operation text, price int)
  ), needed as (
    select distinct on (r.id, part.key, d.axle) r.*, part.key as part, d.axle, w.family, w.operation, w.price
    from repaired r
    join defects d on d.vehicle_id = r.vehicle_id and d.inspection_id = r.inspection_id
      and d.severity in ('MAJOR', 'DANGEROUS') and not d.rectified
    cross join unnest(d.part_categories) as part(key)
    join work w on w.part = part.key and (d.annex_item = w.item or d.annex_item like w.item || '.%')
    order by r.id, part.key, d.axle, length(w.item) desc
  )
  insert into repair_lines (repair_order_id, ordinal, vehicle_id, garage_id, source, area_code, make, closed_on, operation,
    part_category, part_family, axle, quantity, price_minor, currency)
  select id, row_number() over (partition by id order by part, axle) - 1, vehicle_id, garage_id, 'SYNTHETIC', area_code, make,
    closed_on, operation, part, family, axle, case when operation = 'REPLACE' then 1 else 0 end,
    round(100 * price * (0.9 + 0.2 * ${share("area_code")})
      * (0.75 + 0.25 * ${share("id::text || part")} + 0.25 * ${share("part || id::text")})),
    case country when 'GB' then 'GBP' else 'EUR' end
  from needed on conflict do nothing`;

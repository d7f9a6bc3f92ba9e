import type pg from "pg";
import { inTransaction } from "../../platform/db/transaction.ts";
import { LIMITS } from "../../platform/limits.ts";

/** Prices older than this are no longer asked. */
export const MONTHS = 24;
/** An order and an outcome of one partner, about one part of one vehicle, so near each other are one piece of work. */
const SAME_WORK_DAYS = 30;

/**
 * What single pieces of work cost: lines of repair orders, and what partners said they charged for signals that they
 * completed. Work that its partner told in both ways counts once, as the order's. Of an outcome only its partner is
 * known, so all of a partner's are those of one garage.
 */
const SAMPLES = `
  select l.repair_order_id as id, l.garage_id, l.area_code, l.part_category, l.part_family, l.operation, l.currency,
    l.price_minor
  from repair_lines l
  where l.closed_on > $1::date - make_interval(months => ${MONTHS}) and l.closed_on <= $1::date
  union all
  select o.claim_id, o.partner_id, o.area_code, o.part_category, o.part_family, s.operation, o.currency, o.amount_minor
  from signal_outcomes o join intent_signals s on s.id = o.signal_id
  where o.outcome = 'COMPLETED' and o.part_category is not null and s.operation is not null
    and o.reported_at > $1::date - make_interval(months => ${MONTHS}) and o.reported_at < $1::date + 1
    and not exists (
      select from repair_lines l
      where l.vehicle_id = o.vehicle_id and l.partner_id = o.partner_id and l.part_category = o.part_category
        and l.price_minor is not null
        and l.closed_on between o.reported_at::date - ${SAME_WORK_DAYS} and o.reported_at::date + ${SAME_WORK_DAYS})`;

/**
 * Work of each leaf area count for it and every area around it. Of an area's currencies the one with most orders
 * stays. Each area then takes the band of the narrowest area, itself first, that has enough.
 */
const BANDS = `
  with recursive around as (
    select code as area_code, code as scope_code, 0 as distance from areas
    union all
    select a.area_code, up.parent_code, a.distance + 1
    from around a join areas up on up.code = a.scope_code where up.parent_code is not null
  ),
  priced as (
    select a.scope_code, l.part_category, l.part_family, l.operation, l.currency,
      count(distinct l.id)::int as sample_size, count(distinct l.garage_id)::int as garages,
      percentile_cont(array[0.1, 0.5, 0.9]) within group (order by l.price_minor) as prices
    from (${SAMPLES}) l join around a on a.area_code = l.area_code
    where l.price_minor > 0 and l.currency is not null
    group by a.scope_code, l.part_category, l.part_family, l.operation, l.currency
  ),
  usual as (
    select distinct on (scope_code, part_category, operation) * from priced
    order by scope_code, part_category, operation, sample_size desc, currency
  ),
  known as (
    select * from usual where sample_size >= ${LIMITS.aggregate.vehicles} and garages >= ${LIMITS.aggregate.sources}
  )
  insert into price_bands (operation, part_category, area_code, part_family, currency, low, median, high, sample_size,
    garages, scope_area_code, refreshed_at)
  select distinct on (a.area_code, k.part_category, k.operation) k.operation, k.part_category, a.area_code,
    k.part_family, k.currency, round(k.prices[1] / 100)::int, round(k.prices[2] / 100)::int,
    round(k.prices[3] / 100)::int, k.sample_size, k.garages, k.scope_code, $2
  from around a join known k on k.scope_code = a.scope_code
  order by a.area_code, k.part_category, k.operation, a.distance`;

/**
 * Reckons every price band anew, in one transaction: readers see the old ones or the new ones.
 * @param pool works as kimberlite_worker
 * @returns how many bands there are now
 */
export function refreshPriceBands(pool: pg.Pool, now: Date): Promise<number> {
  return inTransaction(pool, async (client) => {
    await client.query("delete from price_bands");
    const { rowCount } = await client.query(BANDS, [now.toISOString().slice(0, 10), now]);
    return rowCount ?? 0;
  });
}

import type pg from "pg";
import { inTransaction } from "../../platform/db/transaction.ts";

const FOLD = `
  with piled as (
    select garage_id from open_signal_counts
    group by garage_id, area_code, part_family having count(*) > 1
  ), taken as (
    delete from open_signal_counts where garage_id in (select garage_id from piled)
    returning garage_id, area_code, part_family, signals
  )
  insert into open_signal_counts (garage_id, area_code, part_family, signals)
  select garage_id, area_code, part_family, sum(signals) from taken
  group by garage_id, area_code, part_family having sum(signals) <> 0
  order by garage_id`;

/**
 * Adds up the changes of open signals that have piled up, so that counting a garage's stays short. Sums stay what they
 * are: whoever reads meanwhile sees all of the rows that are taken or all of those that take their place, and changes
 * that come meanwhile are left for the next time. A garage's rows are put side by side, so that its sum takes one page of
 * the table.
 */
export function foldOpenSignals(pool: pg.Pool): Promise<void> {
  return inTransaction(pool, async (client) => {
    // Two at once would wait for each other's rows. Nobody else waits for this lock.
    await client.query("lock table open_signal_counts in share update exclusive mode");
    await client.query(FOLD);
  });
}

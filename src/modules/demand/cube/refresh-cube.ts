import type pg from "pg";
import { inTransaction } from "../../../platform/db/transaction.ts";
import { addDays } from "../../schedule/index.ts";
import { contribute, type Cells } from "./cell.ts";
import {
  changedVehicles,
  eachContribution,
  renewContributions,
  replaceContributions,
  storedContributions,
} from "./contribution.repository.ts";
import { addToCube, replaceCube } from "./cube.repository.ts";
import { dayNumber } from "./need.ts";
import { mondayOf, WEEKS } from "./weeks.ts";

export interface RefreshSettings {
  /** Connections as kimberlite_worker without a statement timeout; one is used. */
  readonly pool: pg.Pool;
  /** `YYYY-MM-DD`. */
  readonly today: string;
  /** Whether to add everything up anew, whatever is known already. */
  readonly isFromScratch?: boolean;
}

export interface RefreshSummary {
  readonly isFromScratch: boolean;
  /** How many were looked at. */
  readonly vehicles: number;
}

/** Beyond this many changed vehicles it is quicker to begin anew. */
const MOST_CHANGED = 100_000;

/**
 * A signal's `updated_at` is the beginning of the transaction that wrote it, which may end after a refresh that does
 * not see it. None lasts so long; what is looked at twice changes nothing.
 */
const LONGEST_WRITE = "15 minutes";

/** Any number works, so long as nothing else in the database uses it. */
const REFRESH_LOCK = 7_205_759_403_792_796;

/**
 * Brings the demand cube up to date: vehicles whose signals changed since the last time are taken out as they were and
 * put in as they are. From scratch the first time, in a new week, and where very much has changed.
 */
export async function refreshCube({
  pool,
  today,
  isFromScratch = false,
}: RefreshSettings): Promise<RefreshSummary> {
  const firstWeek = mondayOf(today);
  return inTransaction(pool, async (client) => {
    await client.query("select pg_advisory_xact_lock($1)", [REFRESH_LOCK]);
    const { rows } = await client.query<{ first_week: string; watermark: Date }>(
      "select first_week::text, watermark from demand_refreshes",
    );
    const last = rows[0];
    const isUsable = !isFromScratch && last?.first_week === firstWeek;
    const changed = isUsable ? await changedVehicles(client, last.watermark, MOST_CHANGED) : null;
    const isAnew = changed === null || changed.length > MOST_CHANGED;
    const vehicles = isAnew ? await rebuild(client, firstWeek) : changed.length;
    if (!isAnew) await update(client, changed, firstWeek);
    await client.query(
      `insert into demand_refreshes (id, first_week, watermark) values (1, $1, now() - interval '${LONGEST_WRITE}')
       on conflict (id) do update set first_week = excluded.first_week, watermark = excluded.watermark`,
      [firstWeek],
    );
    return { isFromScratch: isAnew, vehicles };
  });
}

async function rebuild(client: pg.ClientBase, firstWeek: string): Promise<number> {
  await replaceContributions(client, addDays(firstWeek, 7 * WEEKS));
  const cells: Cells = new Map();
  const firstDay = dayNumber(firstWeek);
  let vehicles = 0;
  await eachContribution(client, (contribution) => {
    contribute(cells, contribution, 1, firstDay);
    vehicles += 1;
  });
  await replaceCube(client, cells);
  return vehicles;
}

async function update(
  client: pg.ClientBase,
  vehicleIds: readonly string[],
  firstWeek: string,
): Promise<void> {
  const differences: Cells = new Map();
  const firstDay = dayNumber(firstWeek);
  for (const old of await storedContributions(client, vehicleIds)) contribute(differences, old, -1, firstDay);
  for (const now of await renewContributions(client, vehicleIds, addDays(firstWeek, 7 * WEEKS)))
    contribute(differences, now, 1, firstDay);
  await addToCube(client, differences);
}

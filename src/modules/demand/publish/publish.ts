import type pg from "pg";
import { inTransaction } from "../../../platform/db/transaction.ts";
import { findPartCategory } from "../../parts/index.ts";
import { eachPart } from "../cube/cube.repository.ts";
import { weeksFrom } from "../cube/weeks.ts";
import { stickyRounding, type Rounding } from "../disclosure/rounding.ts";
import { DISCLOSURE_RULES } from "../disclosure/rules.ts";
import { stageOperation } from "../fleet/operation-rows.ts";
import { stageForecasts } from "../forecast/forecast-rows.ts";
import { ALL } from "../makes.ts";
import { demandRows } from "./demand-rows.ts";
import { prepareStaging, previousDemand, publishStaged, stageDemand } from "./demand-rows.repository.ts";
import { jumpsOf, type WeeklyUnits } from "./surges.ts";
import { tellSurges } from "./tell-surges.ts";

export interface PublishSettings {
  /** Connections as kimberlite_worker without a statement timeout; one is used. */
  readonly pool: pg.Pool;
  /** `YYYY-MM-DD`. */
  readonly today: string;
  /** Decides how numbers are rounded. The same for as long as anything is published. */
  readonly secret: string;
}

export interface PublishSummary {
  /** False where the day had its publication already: it is never changed. */
  readonly isNew: boolean;
  readonly demandRows: number;
  readonly operationRows: number;
  readonly forecasts: number;
  /** How many events tell of demand that jumped. */
  readonly surges: number;
}

/** Publications that are kept, the newest included: one reading over midnight finds all of its own. */
const KEPT = 7;

/** Any number works, so long as nothing else in the database uses it. */
const PUBLISH_LOCK = 7_205_759_403_792_797;

/**
 * Publishes the cube as it stands, protected: once a day, the same for everybody, and never changed. What jumped is told
 * in the same transaction, hence once.
 */
export async function publish({ pool, today, secret }: PublishSettings): Promise<PublishSummary> {
  return inTransaction(pool, async (client) => {
    // A refresh meanwhile must not be half in it.
    await client.query("set transaction isolation level repeatable read");
    await client.query("select pg_advisory_xact_lock($1)", [PUBLISH_LOCK]);
    const { rows } = await client.query<{ first_week: string }>(
      `insert into demand_snapshots (published_on, first_week, as_of)
       select $1, first_week, watermark from demand_refreshes
       on conflict do nothing returning first_week::text`,
      [today],
    );
    const firstWeek = rows[0]?.first_week;
    if (firstWeek === undefined)
      return { isNew: false, demandRows: 0, operationRows: 0, forecasts: 0, surges: 0 };
    const rounding = stickyRounding(DISCLOSURE_RULES.rounding, secret);
    await prepareStaging(client, ["demand_cells", "operation_cells", "demand_forecasts"]);
    const { demandRows, jumps } = await stageDemandCells(client, { publishedOn: today, firstWeek, rounding });
    const settings = { publishedOn: today, rules: DISCLOSURE_RULES, rounding };
    const operationRows = await stageOperation(client, settings);
    const forecasts = await stageForecasts(client, { ...settings, firstWeek });
    for (const table of ["demand_cells", "operation_cells", "demand_forecasts"])
      await publishStaged(client, table);
    const surges = await tellSurges(client, jumps, today);
    await client.query(
      `delete from demand_snapshots where published_on not in
         (select published_on from demand_snapshots order by published_on desc limit ${KEPT})`,
    );
    return { isNew: true, demandRows, operationRows, forecasts, surges };
  });
}

interface StageSettings {
  readonly publishedOn: string;
  readonly firstWeek: string;
  readonly rounding: Rounding;
}

async function stageDemandCells(
  client: pg.ClientBase,
  { publishedOn, firstWeek, rounding }: StageSettings,
): Promise<{ demandRows: number; jumps: readonly WeeklyUnits[] }> {
  const weeks = weeksFrom(firstWeek);
  const jumps: WeeklyUnits[] = [];
  let demandRowCount = 0;
  await eachPart(client, async (part, leaves) => {
    const previous = await previousDemand(client, part, publishedOn);
    const rows = demandRows(leaves, { part, weeks, rules: DISCLOSURE_RULES, rounding, previous });
    const partFamily = findPartCategory(part)?.family ?? ALL;
    await stageDemand(client, { publishedOn, partCategory: part, partFamily }, rows);
    demandRowCount += rows.length;
    if (part === ALL) return;
    for (const row of rows)
      jumps.push(...jumpsOf(row, previous.get(`${row.areaCode}|${row.make}`), part, weeks));
  });
  return { demandRows: demandRowCount, jumps };
}

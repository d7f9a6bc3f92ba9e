import type pg from "pg";
import type { ScoreSummary } from "./score.ts";

/** Whether a run over the whole fleet as of a day (`YYYY-MM-DD`) has come to its end. */
export async function isFleetScored(pool: pg.Pool, day: string): Promise<boolean> {
  const { rows } = await pool.query("select from scoring_runs where day = $1 limit 1", [day]);
  return rows.length > 0;
}

/** Notes a run over the whole fleet that came to its end. */
export async function noteScoringRun(
  pool: pg.Pool,
  day: string,
  { vehicles, signals, written }: ScoreSummary,
): Promise<void> {
  await pool.query("insert into scoring_runs (day, vehicles, signals, written) values ($1, $2, $3, $4)", [
    day,
    vehicles,
    signals,
    written,
  ]);
}

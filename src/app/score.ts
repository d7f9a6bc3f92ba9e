import { score, type ScoreSummary } from "../modules/signals/index.ts";
import { openPool } from "../platform/db/pool.ts";
import { openProgress } from "./progress.ts";
import type { Runtime } from "./runtime.ts";

/** Derives every vehicle's signals as of today, showing progress. Again on the same day it changes nothing. */
export async function scoreFleet(
  { appUrl, now, logger }: Runtime,
  signal?: AbortSignal,
): Promise<ScoreSummary> {
  const onIdleError = (error: Error) => logger.warn({ err: error }, "idle connection lost");
  const pool = openPool({
    url: appUrl,
    role: "kimberlite_worker",
    max: 3,
    statementTimeoutMs: 0,
    connectionTimeoutMs: 10_000,
    onIdleError,
  });
  const progress = openProgress("Signals");
  try {
    return await score({
      pool,
      today: now().toISOString().slice(0, 10),
      onProgress: ({ vehicles, total }) => {
        progress.update(vehicles, total, `${vehicles} of ${total} vehicles`);
      },
      ...(signal && { signal }),
    });
  } finally {
    progress.end();
    await pool.end();
  }
}

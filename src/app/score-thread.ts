/** A thread of `scoreFleet`: asks for ranges of vehicles, scores them, and says what it did. */
import { once } from "node:events";
import { parentPort, workerData } from "node:worker_threads";
import { currentPredictor } from "../modules/predictions/index.ts";
import { scoreRanges, type ScoreSummary, type VehicleRange } from "../modules/signals/index.ts";
import { openPool } from "../platform/db/pool.ts";

export interface ScoreThreadData {
  readonly appUrl: string;
  /** `YYYY-MM-DD`. */
  readonly today: string;
}

/** From a thread: null asks for the next range, a summary says what became of one. */
export type FromScoreThread = ScoreSummary | null;
/** To a thread: the next range; null: no more. */
export type ToScoreThread = VehicleRange | null;

async function run({ appUrl, today }: ScoreThreadData, port: NonNullable<typeof parentPort>): Promise<void> {
  const pool = openPool({
    url: appUrl,
    role: "kimberlite_worker",
    max: 3,
    statementTimeoutMs: 0,
    connectionTimeoutMs: 10_000,
    // The statement under way fails with it, and ends the thread.
    onIdleError: () => undefined,
  });
  try {
    const client = await pool.connect();
    const predictor = await currentPredictor(client);
    client.release();
    await scoreRanges({
      pool,
      today,
      predictor,
      async nextRange() {
        const answer = once(port, "message");
        port.postMessage(null satisfies FromScoreThread);
        const [range] = (await answer) as [ToScoreThread];
        return range;
      },
      onRange: (scored) => {
        port.postMessage(scored satisfies FromScoreThread);
      },
    });
  } finally {
    await pool.end();
    port.close();
  }
}

if (parentPort !== null) await run(workerData as ScoreThreadData, parentPort);

import { pino } from "pino";
import { openPool } from "../../../src/platform/db/pool.ts";
import { handledBy } from "../../../src/platform/jobs/job.ts";
import { createMetrics } from "../../../src/platform/telemetry/metrics.ts";
import { openJobRunner } from "../../../src/platform/jobs/job-runner.ts";
import { SLOW } from "./slow-job.ts";

/*
 * A worker in a process of its own, which a test may kill or freeze: `node worker-child.ts URL`. Says when it has the job,
 * works until its standard input says that the work is done, and says what came of it.
 */
const [url = ""] = process.argv.slice(2);
const say = (event: string): void => void process.stdout.write(`${event}\n`);
const pool = openPool({
  url,
  role: "kimberlite_worker",
  max: 2,
  statementTimeoutMs: 60_000,
  onIdleError: () => undefined,
});
const finished = new Promise<void>((resolve) => process.stdin.once("data", () => resolve()));
await openJobRunner({
  pool,
  logger: pino({ level: "silent" }),
  metrics: createMetrics(),
  jobs: [
    handledBy(SLOW, async (_data, { signal }) => {
      signal.addEventListener("abort", () => {
        say("lost");
      });
      say("taken");
      await finished;
      say("done");
    }),
  ],
});
say("ready");

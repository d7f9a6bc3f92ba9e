import type pg from "pg";
import { pino } from "pino";
import { expect } from "vitest";
import { exportJobs } from "../../../src/app/export-jobs.ts";
import { openWorker, type Worker } from "../../../src/app/worker.ts";
import type { Runtime } from "../../../src/app/runtime.ts";
import { BUILD_EXPORT, REVISE_EXPORTS } from "../../../src/modules/exports/index.ts";
import { openAccessLog } from "../../../src/platform/access-log/access-log.ts";
import { loadConfig } from "../../../src/platform/config/config.ts";
import type { Job } from "../../../src/platform/jobs/job.ts";
import { createMetrics } from "../../../src/platform/telemetry/metrics.ts";
import { builders } from "../../builders/index.ts";
import { until } from "../webhooks/scene.ts";
import {
  createTestServer,
  TEST_KEYS,
  TODAY,
  type TestPartner,
  type TestServer,
} from "../../support/server.ts";

export interface ExportAnswer {
  readonly id: string;
  readonly status: string;
  readonly progress: { readonly percent: number; readonly rows: number };
  readonly queuePosition: number | null;
  readonly files: readonly { name: string; rows: number; bytes: number; sha256: string }[];
}

const FIELDS = "id status progress { percent rows } queuePosition files { name rows bytes sha256 }";

/**
 * A server, rows, and short ways to ask. What a worker would take from its queue is done at once, by the functions that
 * workers run; `openWorker` has the queue as well.
 */
export async function openExportScene() {
  const server: TestServer = await createTestServer();
  const make = builders(server.database.pool("kimberlite_worker"));
  const runtime: Runtime = {
    config: { ...loadConfig({}), exportsDir: server.exportsDir },
    logger: pino({ level: "silent" }),
    metrics: createMetrics(),
    keys: TEST_KEYS,
    now: () => TODAY,
    ownerUrl: server.database.ownerUrl,
    appUrl: server.database.appUrl,
    embedded: null,
    close: async () => undefined,
  };

  const pool = server.database.pool("kimberlite_worker");
  const readPool = server.database.pool("kimberlite_api");
  const accessLog = openAccessLog(pool, runtime.logger);
  const { partners } = server.api;
  const deps = { ...runtime, pool, bulkPool: pool, readPool, partners, accessLog };
  const jobs = exportJobs(deps);

  /** Builds an export with a worker to which something happens when it first asks the database so. */
  function buildUntil(
    exportId: string,
    moment: string,
    happens: (stopped: AbortController) => Promise<void>,
  ) {
    const stopped = new AbortController();
    let isOver = false;
    const interrupted = async (text: unknown): Promise<void> => {
      if (isOver || !String(text).includes(moment)) return;
      isOver = true;
      await happens(stopped);
    };
    const [handled] = exportJobs({ ...deps, pool: watchedPool(pool, interrupted) });
    return handled!.run({ exportId } as never, { jobId: "", tries: 0, signal: stopped.signal });
  }

  /** Runs one job to its end. */
  async function run<Data extends object>({ name }: Job<Data>, data: Data): Promise<void> {
    const handled = jobs.find(({ job }) => job.name === name);
    await handled!.run(data as never, { jobId: "", tries: 0, signal: new AbortController().signal });
  }

  async function start(partner: TestPartner, args: string) {
    const { startExport } = await partner.client.request<{
      startExport: { export: ExportAnswer | null; userErrors: { code: string; field: string | null }[] };
    }>(`mutation { startExport(${args}) { export { ${FIELDS} } userErrors { code field } } }`);
    return startExport;
  }

  async function look(partner: TestPartner, id: string): Promise<ExportAnswer | null> {
    const query = `query ($id: ID!) { export(id: $id) { ${FIELDS} } }`;
    return (await partner.client.request<{ export: ExportAnswer | null }>(query, { id })).export;
  }

  async function isAt(partner: TestPartner, id: string, status: string): Promise<ExportAnswer> {
    const found = await until(
      () => look(partner, id),
      (answer) => answer?.status === status,
    );
    return found!;
  }

  /** Starts an export and makes it. */
  async function made(partner: TestPartner, args: string): Promise<ExportAnswer> {
    const { export: started, userErrors } = await start(partner, args);
    expect(userErrors).toEqual([]);
    const queued = await server.database.look("select id from exports where status = 'QUEUED'");
    for (const { id } of queued) await run(BUILD_EXPORT, { exportId: String(id) });
    await accessLog.flush();
    return isAt(partner, started!.id, "COMPLETED");
  }

  const download = (partner: TestPartner, id: string, file: string, headers: object = {}) =>
    fetch(`${server.url}/exports/${id}/${file}`, {
      headers: { authorization: `Bearer ${partner.token}`, ...headers },
    });

  /** All rows of a finished export in NDJSON. */
  async function rowsOf(
    partner: TestPartner,
    { id, files }: ExportAnswer,
  ): Promise<Record<string, unknown>[]> {
    const texts = await Promise.all(
      files.map(async ({ name }) => (await download(partner, id, name)).text()),
    );
    return texts
      .join("")
      .split("\n")
      .filter(Boolean)
      .map((line) => JSON.parse(line) as Record<string, unknown>);
  }

  return {
    server,
    make,
    runtime,
    start,
    look,
    isAt,
    made,
    download,
    rowsOf,
    build: (exportId: string) => run(BUILD_EXPORT, { exportId }),
    /** The worker is no more: it does not even give up. */
    dies: (exportId: string, moment: string) =>
      buildUntil(exportId, moment, (stopped) => {
        stopped.abort();
        return Promise.reject(new Error("killed"));
      }),
    isFrozen: (exportId: string, moment: string, meanwhile: () => Promise<void>) =>
      buildUntil(exportId, moment, meanwhile),
    revise: () => run(REVISE_EXPORTS, {}),
    openWorker: (): Promise<Worker> => openWorker(runtime),
    async close() {
      await accessLog.close();
      await server.close();
    },
  };
}

/** A pool that tells of each statement before it is sent, on its own connections as well. */
function watchedPool(pool: pg.Pool, before: (text: unknown) => Promise<void>): pg.Pool {
  const watched = <T extends pg.Pool | pg.PoolClient>(target: T): T => {
    const query = target.query.bind(target) as (...args: unknown[]) => Promise<unknown>;
    const asks = async (...args: unknown[]) => {
      await before(args[0]);
      return query(...args);
    };
    return Object.assign(Object.create(target) as T, { query: asks });
  };
  return Object.assign(watched(pool), { connect: async () => watched(await pool.connect()) });
}

export type ExportScene = Awaited<ReturnType<typeof openExportScene>>;

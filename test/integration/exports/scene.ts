import { pino } from "pino";
import { expect } from "vitest";
import { openWorker, type Worker } from "../../../src/app/worker.ts";
import type { Runtime } from "../../../src/app/runtime.ts";
import { loadConfig } from "../../../src/platform/config/config.ts";
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

/** A server, rows, workers when they are wanted, and short ways to ask. */
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

  /** Starts an export and waits for it; a worker must run. */
  async function made(partner: TestPartner, args: string): Promise<ExportAnswer> {
    const { export: started, userErrors } = await start(partner, args);
    expect(userErrors).toEqual([]);
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
    openWorker: (): Promise<Worker> => openWorker(runtime),
    close: () => server.close(),
  };
}

export type ExportScene = Awaited<ReturnType<typeof openExportScene>>;

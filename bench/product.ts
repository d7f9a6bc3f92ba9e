/** What the bench uses of the product: the compiled program, with the types of its source. */
const compiled = async <T>(file: string): Promise<T> =>
  (await import(new URL(`../dist/${file}.js`, import.meta.url).href)) as T;

export type { Runtime } from "../src/app/runtime.ts";
export const { openRuntime } = await compiled<typeof import("../src/app/runtime.ts")>("app/runtime");
export const { loadConfig } =
  await compiled<typeof import("../src/platform/config/config.ts")>("platform/config/config");
export const { openPool } = await compiled<typeof import("../src/platform/db/pool.ts")>("platform/db/pool");
export const { prepareContext, readRows } =
  await compiled<typeof import("../src/platform/read/scoped-pool.ts")>("platform/read/scoped-pool");
export const { openPartnerServices } =
  await compiled<typeof import("../src/modules/partners/index.ts")>("modules/partners/index");
export const { migrate } = await compiled<typeof import("../src/app/migrate.ts")>("app/migrate");
export const { appendEvents } =
  await compiled<typeof import("../src/modules/events/index.ts")>("modules/events/index");
export const { EventLog } =
  await compiled<typeof import("../src/modules/events/graphql.ts")>("modules/events/graphql");
export const { openWebhookServices } =
  await compiled<typeof import("../src/modules/webhooks/index.ts")>("modules/webhooks/index");
export const { scoreFleet } = await compiled<typeof import("../src/app/score.ts")>("app/score");
export const { openRescoring } = await compiled<typeof import("../src/app/rescoring.ts")>("app/rescoring");
export const failureModel = await compiled<typeof import("../src/modules/failure-model/index.ts")>(
  "modules/failure-model/index",
);

/** Embedded clusters, piece by piece: for whoever kills them. */
export const clusters = {
  ...(await compiled<typeof import("../src/platform/postgres/data-folder.ts")>(
    "platform/postgres/data-folder",
  )),
  ...(await compiled<typeof import("../src/platform/postgres/binaries.ts")>("platform/postgres/binaries")),
  ...(await compiled<typeof import("../src/platform/postgres/server-user.ts")>(
    "platform/postgres/server-user",
  )),
  ...(await compiled<typeof import("../src/platform/postgres/server-process.ts")>(
    "platform/postgres/server-process",
  )),
};
export const { publish, refreshCube } =
  await compiled<typeof import("../src/modules/demand/index.ts")>("modules/demand/index");
export const { seed } = await compiled<typeof import("../src/app/seed-demo.ts")>("app/seed-demo");
export const { ingest } =
  await compiled<typeof import("../src/modules/ingestion/index.ts")>("modules/ingestion/index");
export const { openErasedIdentities } =
  await compiled<typeof import("../src/modules/consents/index.ts")>("modules/consents/index");

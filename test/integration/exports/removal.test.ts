import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { createSchema } from "../../../src/app/schema.ts";
import type { Worker } from "../../../src/app/worker.ts";
import { consentRules } from "../../../src/modules/consents/index.ts";
import { buildExport } from "../../../src/modules/exports/index.ts";
import type { TestPartner } from "../../support/server.ts";
import { TODAY } from "../../support/server.ts";
import { openExportScene, type ExportAnswer, type ExportScene } from "./scene.ts";

let scene: ExportScene;
let garage: TestPartner;
let admin: TestPartner;
let worker: Worker | undefined;
beforeAll(async () => {
  scene = await openExportScene();
  for (const model of ["A", "B", "C", "D"]) await scene.make.vehicle({ model });
  garage = await scene.server.partner({
    scopes: ["vehicles:read", "vehicles:identify", "consents:manage", "exports:run"],
  });
  admin = await scene.server.partner({ scopes: ["admin", "vehicles:read", "exports:run"] });
});
beforeEach(() => async () => {
  await worker?.close();
  worker = undefined;
});
afterAll(() => scene.close());

async function idOf(partner: TestPartner, model: string): Promise<string> {
  const query = `{ vehicles(filter: { model: "${model}" }) { edges { node { id } } } }`;
  const { vehicles } = await partner.client.request<{ vehicles: { edges: { node: { id: string } }[] } }>(
    query,
  );
  return vehicles.edges[0]!.node.id;
}

const consent = (partner: TestPartner, name: "recordConsent" | "withdrawConsent", vehicleId: string) => {
  const input = name === "recordConsent" ? "purpose: SERVICE, lawfulBasis: CONSENT" : "purpose: SERVICE";
  return partner.client.request(
    `mutation { ${name}(input: { vehicleId: "${vehicleId}", ${input} }) { userErrors { code } } }`,
  );
};

const models = async (partner: TestPartner, done: ExportAnswer) =>
  (await scene.rowsOf(partner, done)).map(({ model }) => model).toSorted();

const erase = (id: string) =>
  admin.client.request(`mutation { eraseVehicle(id: "${id}") { userErrors { code } } }`);

test("a consent that is withdrawn while an export runs leaves no row of the vehicle in it", async () => {
  const vehicle = await idOf(garage, "A");
  await consent(garage, "recordConsent", vehicle);
  const { export: started } = await scene.start(garage, "dataset: VEHICLES, format: CSV");
  const [row] = await scene.server.database.look("select id from exports where status = 'QUEUED'");
  const pool = scene.server.database.pool("kimberlite_worker");
  // All rows are written when the build first asks who is to be taken out.
  let isWithdrawn = false;
  const query = pool.query.bind(pool) as (...args: unknown[]) => Promise<unknown>;
  const watched = Object.assign(Object.create(pool) as typeof pool, {
    query: async (text: unknown, values: unknown) => {
      if (!isWithdrawn && String(text).includes("removed_vehicle_ids as ids")) {
        isWithdrawn = true;
        await consent(garage, "withdrawConsent", vehicle);
      }
      return query(text, values);
    },
  });
  const { partners } = scene.server.api;
  await buildExport(
    {
      pool: watched,
      reads: {
        pool: scene.server.database.pool("kimberlite_api"),
        now: () => TODAY,
        identityRules: consentRules,
        accessLog: {
          witness: () => ({ note: () => undefined }),
          flush: async () => undefined,
          close: async () => undefined,
        },
      },
      schema: createSchema(),
      schemaVersion: "0123456789abcdef",
      folder: scene.server.exportsDir,
      now: () => TODAY,
      findPrincipal: partners.findPrincipal,
    },
    { exportId: String(row?.["id"]) },
    { jobId: "", tries: 0, signal: new AbortController().signal },
  );
  expect(isWithdrawn).toBe(true);
  const done = await scene.isAt(garage, started!.id, "COMPLETED");
  expect(done.files).toMatchObject([{ rows: 3 }]);
  const csv = await (await scene.download(garage, done.id, done.files[0]!.name)).text();
  expect(csv).not.toContain(vehicle);
  expect(csv.trimEnd().split("\n")).toHaveLength(4);
});

test("an erasure closes the files that hold the vehicle at once, and opens them again without it", async () => {
  const mine = await scene.made(garage, "dataset: VEHICLES, format: NDJSON");
  const others = await scene.made(admin, "dataset: VEHICLES, format: CSV");
  expect(await models(garage, mine)).toEqual(["B", "C", "D"]);
  const [plate] = await scene.server.database.look("select registration from vehicles where model = 'B'");
  await erase(await idOf(admin, "B"));
  const closed = await scene.download(garage, mine.id, mine.files[0]!.name);
  expect([closed.status, closed.headers.get("retry-after")]).toEqual([503, "5"]);
  expect(await scene.look(admin, others.id)).toMatchObject({ status: "REVISING", files: [] });

  await scene.revise();
  const revised = await scene.isAt(garage, mine.id, "COMPLETED");
  expect(await models(garage, revised)).toEqual(["C", "D"]);
  const text = await (await scene.download(garage, mine.id, revised.files[0]!.name)).text();
  expect(text).not.toContain(plate!["registration"]);
  expect(revised.files[0]).toMatchObject({ rows: 2, bytes: text.length });
  expect((await scene.isAt(admin, others.id, "COMPLETED")).files).toMatchObject([{ rows: 3 }]);
  const manifest = await (await scene.download(garage, mine.id, "manifest.json")).json();
  expect(manifest).toMatchObject({ rows: 2, files: revised.files });
});

test("a withdrawal takes the vehicle out of the partner's own files and leaves others theirs", async () => {
  const vehicle = await idOf(garage, "C");
  await consent(garage, "recordConsent", vehicle);
  const mine = await scene.made(garage, "dataset: VEHICLES, format: NDJSON");
  const theirs = await scene.made(admin, "dataset: VEHICLES, format: NDJSON");
  await consent(garage, "withdrawConsent", vehicle);
  await scene.revise();
  expect(await models(garage, await scene.isAt(garage, mine.id, "COMPLETED"))).toEqual(["D"]);
  expect(await models(admin, (await scene.look(admin, theirs.id))!)).toEqual(["A", "C", "D"]);
});

test("exports wait in line, can be cancelled, and a partner has no more than five open", async () => {
  const ids: string[] = [];
  for (let i = 0; i < 5; i += 1) {
    const { export: started } = await scene.start(garage, "dataset: VEHICLES, format: NDJSON");
    ids.push(started!.id);
  }
  expect((await scene.start(garage, "dataset: VEHICLES, format: NDJSON")).userErrors).toEqual([
    { code: "CONFLICT", field: null },
  ]);
  const { export: other } = await scene.start(admin, "dataset: VEHICLES, format: NDJSON");
  expect(other).toMatchObject({ status: "QUEUED", queuePosition: 6, progress: { percent: 0, rows: 0 } });
  const cancel = `mutation ($id: ID!) { cancelExport(id: $id) { export { status } userErrors { code } } }`;
  const cancelAs = (partner: TestPartner, id: string) => partner.client.request(cancel, { id });
  expect(await cancelAs(admin, ids[0]!)).toMatchObject({
    cancelExport: { userErrors: [{ code: "NOT_FOUND" }] },
  });
  for (const id of ids)
    expect(await cancelAs(garage, id)).toMatchObject({ cancelExport: { export: { status: "CANCELLED" } } });
  expect((await scene.look(admin, other!.id))!.queuePosition).toBe(1);
  worker = await scene.openWorker();
  await scene.isAt(admin, other!.id, "COMPLETED");
  expect((await scene.look(garage, ids[0]!))!.status).toBe("CANCELLED");
  expect(await cancelAs(admin, other!.id)).toMatchObject({
    cancelExport: { userErrors: [{ code: "CONFLICT" }] },
  });
  const listed = await garage.client.request<{ exports: { edges: { node: { id: string } }[] } }>(
    "{ exports(first: 5) { edges { node { id } } } }",
  );
  expect(listed.exports.edges.map(({ node }) => node.id).toSorted()).toEqual(ids.toSorted());
});

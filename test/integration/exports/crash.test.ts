import { createHash } from "node:crypto";
import { readdir } from "node:fs/promises";
import path from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { cleanExports } from "../../../src/modules/exports/index.ts";
import { TODAY, type TestPartner } from "../../support/server.ts";
import { openExportScene, type ExportScene } from "./scene.ts";

let scene: ExportScene;
let partner: TestPartner;
beforeAll(async () => {
  scene = await openExportScene();
  for (const model of ["A", "B", "C"]) await scene.make.vehicle({ model });
  partner = await scene.server.partner({ scopes: ["vehicles:read", "exports:run"] });
});
afterAll(() => scene.close());

/** What a worker last asks the database before it dies. */
const BEFORE_IT_LOOKS = "removed_vehicle_ids as ids";
const BEFORE_IT_PUBLISHES = "status = 'COMPLETED'";

test("an export whose workers die is never visible by halves, and the last one finishes it", async () => {
  const { export: started } = await scene.start(partner, "dataset: VEHICLES, format: NDJSON");
  const [row] = await scene.server.database.look("select id from exports where status = 'QUEUED'");
  const folder = path.join(scene.server.exportsDir, String(row?.["id"]));
  for (const [tries, moment] of [BEFORE_IT_LOOKS, BEFORE_IT_PUBLISHES].entries()) {
    await expect(scene.dies(String(row?.["id"]), moment)).rejects.toThrow("killed");
    // All its rows are written, and nobody sees them.
    expect(await readdir(path.join(folder, String(tries + 1)))).toContain("part-00001.ndjson");
    expect(await scene.look(partner, started!.id)).toMatchObject({ status: "RUNNING", files: [] });
    for (const file of ["part-00001.ndjson", "manifest.json"])
      expect((await scene.download(partner, started!.id, file)).status).toBe(404);
  }
  await scene.build(String(row?.["id"]));
  const done = await scene.isAt(partner, started!.id, "COMPLETED");
  const [file] = done.files;
  const body = Buffer.from(await (await scene.download(partner, done.id, file!.name)).arrayBuffer());
  expect(file).toMatchObject({
    rows: 3,
    bytes: body.length,
    sha256: createHash("sha256").update(body).digest("hex"),
  });
  expect(body.toString().trimEnd().split("\n")).toHaveLength(3);
  // Told once, whoever died before.
  expect(await scene.server.database.look("select from events where type = 'EXPORT_COMPLETED'")).toHaveLength(
    1,
  );
  await cleanExports(scene.server.database.pool("kimberlite_worker"), scene.server.exportsDir, TODAY);
  expect(await readdir(folder)).toEqual(["3"]);
});

test("a worker that comes back after it lost the export publishes nothing", async () => {
  const { export: started } = await scene.start(partner, "dataset: VEHICLES, format: NDJSON");
  const [row] = await scene.server.database.look("select id from exports where status = 'QUEUED'");
  const id = String(row?.["id"]);
  // Frozen as it publishes, until another one has done so.
  await scene.isFrozen(id, BEFORE_IT_PUBLISHES, () => scene.build(id));
  const done = await scene.isAt(partner, started!.id, "COMPLETED");
  const [kept] = await scene.server.database.look("select attempt from exports where id = $1", [id]);
  expect(kept).toEqual({ attempt: 2 });
  expect(await scene.rowsOf(partner, done)).toHaveLength(3);
  expect(await scene.server.database.look("select from events where type = 'EXPORT_COMPLETED'")).toHaveLength(
    2,
  );
});

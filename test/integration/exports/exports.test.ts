import { parse } from "csv-parse/sync";
import { createHash } from "node:crypto";
import { existsSync } from "node:fs";
import { mkdir, readdir } from "node:fs/promises";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { cleanExports } from "../../../src/modules/exports/index.ts";
import type { Scope } from "../../../src/platform/auth/principal.ts";
import type { TestPartner } from "../../support/server.ts";
import { openExportScene, type ExportScene } from "./scene.ts";

const READS: readonly Scope[] = [
  "vehicles:read",
  "inspections:read",
  "garages:read",
  "signals:read",
  "exports:run",
];
const HOSTILE = [
  '=HYPERLINK("http://evil.example")',
  "+1",
  "-1+cmd|' /C calc'!A0",
  "@SUM(1)",
  "\tTAB",
  "\rCR",
  "'apostrophe",
  'quotes " and, commas',
  "two\nlines",
  "＝full width",
];

let scene: ExportScene;
let everywhere: TestPartner;
beforeAll(async () => {
  scene = await openExportScene();
  for (const [i, areaCode] of ["FR-69", "FR-69", "FR-75"].entries()) {
    const vehicle = await scene.make.vehicle({ areaCode, model: `M${i}` });
    const garage = await scene.make.garage({ areaCode });
    const inspection = await scene.make.inspection(vehicle, {
      garageId: garage.id,
      certificateNumber: `CERT${i}`,
    });
    await scene.make.defect(inspection);
  }
  for (const name of HOSTILE) {
    await scene.make.garage({ name, areaCode: "FR-13", latitude: 43.3, longitude: -5.4 });
  }
  everywhere = await scene.server.partner({ scopes: READS });
});
afterAll(() => scene.close());

describe("an export", () => {
  test("holds the rows and ids that the list answers, whole or in ranges, with a manifest that fits", async () => {
    const done = await scene.made(everywhere, "dataset: INSPECTIONS, format: NDJSON");
    const listed = await everywhere.client.request<{
      inspections: { edges: { node: { id: string; vehicle: { id: string } } }[] };
    }>("{ inspections { edges { node { id vehicle { id } } } } }");
    const rows = await scene.rowsOf(everywhere, done);
    const keys = (list: { id: unknown; vehicle: unknown }[]) =>
      list.map(({ id, vehicle }) => JSON.stringify([id, vehicle])).toSorted();
    expect(keys(rows as never)).toEqual(keys(listed.inspections.edges.map(({ node }) => node)));
    expect(rows[0]).toMatchObject({ result: "PASS", defects: [{ annexItem: "1.1.13", severity: "MAJOR" }] });
    expect(rows[0]).not.toHaveProperty("certificateNumber");

    const [file] = done.files;
    const body = Buffer.from(await (await scene.download(everywhere, done.id, file!.name)).arrayBuffer());
    expect(file).toEqual({
      name: "part-00001.ndjson",
      rows: 3,
      bytes: body.length,
      sha256: createHash("sha256").update(body).digest("hex"),
    });
    expect(done).toMatchObject({ progress: { percent: 100, rows: 3 }, queuePosition: null });
    const range = await scene.download(everywhere, done.id, file!.name, { range: "bytes=5-9" });
    expect([range.status, await range.text()]).toEqual([206, body.subarray(5, 10).toString()]);
    const manifest = (await (await scene.download(everywhere, done.id, "manifest.json")).json()) as object;
    expect(manifest).toMatchObject({
      dataset: "INSPECTIONS",
      format: "NDJSON",
      rows: 3,
      bytes: body.length,
      files: done.files,
      schemaVersion: expect.stringMatching(/^[0-9a-f]{16}$/) as unknown,
      watermark: expect.stringMatching(/^\d{4}-\d\d-\d\dT/) as unknown,
    });
    const told = await scene.server.database.look("select data from events where type = 'EXPORT_COMPLETED'");
    expect(told).toContainEqual({ data: { dataset: "INSPECTIONS", rows: 3 } });
  });

  test("D92 in CSV gives a spreadsheet nothing to run, and every text comes back as it was", async () => {
    const done = await scene.made(
      everywhere,
      'dataset: GARAGES, format: CSV, filter: { garages: { area: "FR-13" } }',
    );
    const text = await (await scene.download(everywhere, done.id, done.files[0]!.name)).text();
    const rows = parse<Record<string, string>>(text, { columns: true });
    for (const { name } of rows) expect(name).toMatch(/^('|quotes|two)/);
    expect(rows.map(({ name }) => name!.replace(/^'/, "")).toSorted()).toEqual(HOSTILE.toSorted());
    // A number may begin with a minus sign.
    expect(rows[0]).toMatchObject({ "location.longitude": "-5.4", kinds: '["INSPECTION"]' });
  });

  test("D92 is narrowed to contract and filter, and shows what the scopes open and nothing else", async () => {
    const identified = await scene.server.partner({
      scopes: [...READS, "vehicles:identify"],
      areas: ["FR-75"],
    });
    const own = await scene.rowsOf(
      identified,
      await scene.made(identified, "dataset: VEHICLES, format: NDJSON"),
    );
    expect(own).toMatchObject([{ model: "M2", registration: expect.stringMatching(/^ZZ/) as unknown }]);
    const filtered = await scene.made(
      everywhere,
      'dataset: VEHICLES, format: CSV, filter: { vehicles: { model: "m1" } }',
    );
    const csv = await (await scene.download(everywhere, filtered.id, filtered.files[0]!.name)).text();
    const [header = "", row = ""] = csv.trimEnd().split("\n");
    expect(header.split(",")).toContain("odometer.latestKm");
    expect(header).not.toMatch(/registration|vin/);
    expect(row).toMatch(/RENAULT,M1,/);
    expect(filtered.files[0]!.rows).toBe(1);
    // Two partners know one vehicle by two ids.
    const all = await scene.rowsOf(
      everywhere,
      await scene.made(everywhere, "dataset: VEHICLES, format: NDJSON"),
    );
    expect(all.map(({ id }) => id)).not.toContain(own[0]!["id"]);
    const logged = await scene.server.database.look("select kinds from access_log");
    expect(logged).toContainEqual({ kinds: expect.arrayContaining(["REGISTRATION"]) as unknown });
  });

  test("of nothing has one file without rows", async () => {
    const done = await scene.made(
      everywhere,
      'dataset: VEHICLES, format: NDJSON, filter: { vehicles: { make: "NONE" } }',
    );
    expect(done.files).toMatchObject([{ rows: 0, bytes: 0 }]);
  });
});

describe("an export's files are given", () => {
  test("D91 to nobody but the partner, with the scopes of who asked, under the contract of then", async () => {
    const asker = await scene.server.partner({ scopes: [...READS, "vehicles:identify"], areas: ["FR-69"] });
    const done = await scene.made(asker, "dataset: VEHICLES, format: NDJSON");
    const file = done.files[0]!.name;
    const status = async (partner: TestPartner, id: string, name: string) =>
      (await scene.download(partner, id, name)).status;
    expect(await status(asker, done.id, file)).toBe(200);
    expect(await status(everywhere, done.id, file)).toBe(404);
    expect((await fetch(`${scene.server.url}/exports/${done.id}/${file}`)).status).toBe(401);
    for (const path of [
      "..%2f..%2fsecret",
      "%2e%2e%2f1%2fpart-00001.ndjson",
      "part-00002.ndjson",
      "manifest.json.draft",
    ])
      expect(await status(asker, done.id, path)).toBe(404);
    const forged = done.id.replace(/.(?=.$)/, (last) => (last === "A" ? "B" : "A"));
    expect(await status(asker, forged, file)).toBe(404);
    const weaker = await scene.server.api.partners.createClient({
      partnerSlug: (await slugOf(asker.partnerId)) ?? "",
      name: "weaker",
      scopes: ["vehicles:read", "exports:run"],
    });
    const token = await tokenFor(weaker.value!.client.id, weaker.value!.clientSecret!);
    expect(await status({ ...asker, token }, done.id, file)).toBe(403);
    await scene.server.api.partners.updatePartnerContract({
      slug: (await slugOf(asker.partnerId)) ?? "",
      areas: ["FR-75"],
    });
    expect(await status(asker, done.id, file)).toBe(403);
  });
});

describe("startExport", () => {
  test("needs the dataset's own scopes, and takes a filter of that dataset only", async () => {
    const poor = await scene.server.partner({ scopes: ["exports:run", "inspections:read"] });
    await expect(scene.start(poor, "dataset: VEHICLES, format: NDJSON")).rejects.toThrow("MISSING_SCOPE");
    await expect(scene.start(poor, "dataset: INSPECTIONS, format: NDJSON")).rejects.toThrow("MISSING_SCOPE");
    const none = await scene.server.partner({ scopes: ["garages:read"] });
    await expect(scene.start(none, "dataset: GARAGES, format: NDJSON")).rejects.toThrow("MISSING_SCOPE");
    await expect(
      scene.start(everywhere, 'dataset: GARAGES, format: NDJSON, filter: { vehicles: { make: "X" } }'),
    ).rejects.toThrow("BAD_USER_INPUT");
    const identified = await scene.server.partner({ scopes: [...READS, "vehicles:identify"] });
    await expect(
      scene.start(
        identified,
        'dataset: VEHICLES, format: CSV, filter: { vehicles: { registration: "ZZ001ZZ" } }',
      ),
    ).rejects.toThrow("BAD_USER_INPUT");
    expect(JSON.stringify(await scene.server.database.look("select * from pgboss.job"))).not.toContain(
      "ZZ001ZZ",
    );
  });
});

test("the files of an export are kept for a week, and what a killed try left is not", async () => {
  const done = await scene.made(everywhere, "dataset: GARAGES, format: NDJSON");
  const pool = scene.server.database.pool("kimberlite_worker", 1);
  const clean = (now: string) => cleanExports(pool, scene.server.exportsDir, new Date(now));
  const [row] = await scene.server.database.look("select id from exports order by id desc limit 1");
  const folder = path.join(scene.server.exportsDir, String(row?.["id"]));
  await mkdir(path.join(folder, "0"), { recursive: true });
  await clean("2026-06-22T09:00:00Z");
  expect(await readdir(folder)).toEqual(["1"]);
  expect((await scene.download(everywhere, done.id, done.files[0]!.name)).status).toBe(200);
  await clean("2026-06-22T10:00:01Z");
  expect((await scene.download(everywhere, done.id, done.files[0]!.name)).status).toBe(404);
  expect(await scene.look(everywhere, done.id)).toMatchObject({ status: "EXPIRED", files: [] });
  expect(existsSync(folder)).toBe(false);
});

async function slugOf(partnerId: string): Promise<string | undefined> {
  const [row] = await scene.server.database.look("select slug from partners where id = $1", [partnerId]);
  return row?.["slug"] as string | undefined;
}

async function tokenFor(clientId: string, secret: string): Promise<string> {
  const response = await fetch(`${scene.server.url}/oauth/token`, {
    method: "POST",
    headers: { authorization: `Basic ${Buffer.from(`${clientId}:${secret}`).toString("base64")}` },
    body: new URLSearchParams({ grant_type: "client_credentials" }),
  });
  return ((await response.json()) as { access_token: string }).access_token;
}

import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { openErasedIdentities } from "../../../src/modules/consents/index.ts";
import { ingestText } from "../../support/ingestion.ts";
import { TEST_KEYS, type TestPartner } from "../../support/server.ts";
import { openScene, type Scene, type UserErrors } from "./scene.ts";

const PLATE = "CN777RY";
const VIN = "VF1CANARYCANARY77";
/** As they may turn up: stored, or as people write the plate. */
const TRACES = [PLATE, "CN-777-RY", VIN, "CANARY", "canary"];

let scene: Scene;
let garage: TestPartner;
let admin: TestPartner;

beforeAll(async () => {
  scene = await openScene();
  garage = await scene.garage();
  admin = await scene.server.partner({ scopes: ["vehicles:read", "vehicles:identify", "admin"] });
});
afterAll(() => scene.server.close());

async function erase(partner: TestPartner, id: string) {
  const query = `mutation ($id: ID!) { eraseVehicle(id: $id) { erasure { vehicleId erasedAt } userErrors { code field } } }`;
  interface Data {
    readonly eraseVehicle: UserErrors & { erasure: { vehicleId: string; erasedAt: string } | null };
  }
  return (await scene.ask<Data>(partner, query, { id })).data.eraseVehicle;
}

/** Every row of every table as text, and what the planner remembers of columns. */
async function dump(): Promise<string> {
  const { look } = scene;
  const tables = await look(
    "select format('%I.%I', schemaname, tablename) as name from pg_tables where schemaname in ('public', 'drizzle')",
  );
  const texts = await Promise.all(
    tables.map(({ name }) => look(`select string_agg(t::text, e'\\n') as text from ${String(name)} t`)),
  );
  const samples = await look(
    "select string_agg(s::text, e'\\n') as text from pg_stats s where schemaname = 'public'",
  );
  return [...texts.flat(), ...samples].map(({ text }) => String(text)).join("\n");
}

const found = (text: string) => TRACES.filter((trace) => text.includes(trace));

describe("D93 after erasure", () => {
  let garageId: string;
  let inspectionId: string;

  beforeAll(async () => {
    const vehicle = await scene.make.vehicle({ model: "ERASED", registration: PLATE, vin: VIN });
    // Several of each, so that the planner has something to take samples of.
    for (const year of [2020, 2022, 2024]) {
      const inspection = await scene.make.inspection(vehicle, {
        performedOn: `${year}-05-02`,
        certificateNumber: `CANARY-CERT-${year}`,
        sourceKey: `CANARY-SOURCE-${year}`,
      });
      const text = `${year}: plate CN-777-RY unreadable, VIN ${VIN}`;
      await scene.make.defect(inspection, { text, unstructured: true });
      await scene.make.reading(inspection, 25 * year);
    }
    for (let n = 0; n < 20; n += 1) await scene.make.vehicle({ model: "OTHER" });
    garageId = await scene.idOf(garage, "ERASED");
    const { data } = await scene.ask<{ vehicle: { inspections: { edges: { node: { id: string } }[] } } }>(
      garage,
      "query ($id: ID!) { vehicle(id: $id) { registration vin inspections { edges { node { id certificateNumber } } } } }",
      { id: garageId },
    );
    inspectionId = data.vehicle.inspections.edges[0]!.node.id;
    await scene.record(garage, { vehicleId: garageId, purpose: "SERVICE", sourceText: "form of the canary" });
    await scene.look("analyze");
    // The dump must be able to find them, or finding nothing later says nothing.
    expect(found(await dump())).toEqual([PLATE, "CN-777-RY", VIN, "CANARY", "canary"]);

    const { erasure, userErrors } = await erase(admin, await scene.idOf(admin, "ERASED"));
    expect(userErrors).toEqual([]);
    expect(erasure).toMatchObject({ erasedAt: "2026-06-15T10:00:00.000Z" });
  });

  test("plate, VIN and what leads back to them are in no table, no statistics and no log", async () => {
    expect(found(await dump())).toEqual([]);
    expect(found(scene.server.logs.join("\n"))).toEqual([]);
  });

  test("old ids answer null to everybody, and no list or lookup knows the vehicle", async () => {
    const query = `query ($id: ID!, $inspection: ID!) {
      vehicle(id: $id) { model } node(id: $id) { id } nodes(ids: [$id]) { id }
      inspection(id: $inspection) { id } visit: node(id: $inspection) { id }
      vehicleByRegistration(country: FR, registration: "${PLATE}") { id } vehicleByVin(vin: "${VIN}") { id }
      vehicles(filter: { model: "erased" }) { edges { cursor } } inspections { edges { cursor } }
    }`;
    const { data } = await scene.ask(garage, query, { id: garageId, inspection: inspectionId });
    expect(data).toEqual({
      vehicle: null,
      node: null,
      nodes: [null],
      inspection: null,
      visit: null,
      vehicleByRegistration: null,
      vehicleByVin: null,
      vehicles: { edges: [] },
      inspections: { edges: [] },
    });
  });

  test("row-level security alone hides its rows as well", async () => {
    const { readRows, prepareContext } = await import("../../../src/platform/read/scoped-pool.ts");
    const { openPool } = await import("../../../src/platform/db/pool.ts");
    const pool = openPool({
      url: scene.server.database.appUrl,
      role: "kimberlite_api",
      max: 1,
      statementTimeoutMs: 5000,
      onConnect: prepareContext,
      onIdleError: () => undefined,
    });
    const everything = { areas: "*", makes: "*", partFamilies: "*", partner: garage.partnerId };
    for (const table of ["vehicles", "inspections", "defects", "odometer_readings"]) {
      const text = `select 1 from ${table} where erased_at is not null`;
      expect(await readRows(pool, { text, values: [] }, everything)).toEqual([]);
      expect((await scene.look(text)).length).toBeGreaterThan(0);
    }
    expect(await readRows(pool, { text: "select 1 from consents", values: [] }, everything)).toHaveLength(1);
    const others = { ...everything, partner: admin.partnerId };
    expect(await readRows(pool, { text: "select 1 from consents", values: [] }, others)).toEqual([]);
    await pool.end();
  });

  test("the row stays for statistics, without what told it from others", async () => {
    const rows = await scene.look(
      "select registration, vin, make, area_code from vehicles where model = 'ERASED'",
    );
    expect(rows).toEqual([{ registration: null, vin: null, make: "RENAULT", area_code: "FR-69" }]);
  });

  test("whoever writes to it is told ERASED", async () => {
    expect(await scene.record(garage, { vehicleId: garageId, purpose: "SERVICE" })).toMatchObject({
      consent: null,
      userErrors: [{ code: "ERASED", field: "vehicleId" }],
    });
    expect(await scene.withdraw(garage, garageId, "SERVICE")).toMatchObject({
      userErrors: [{ code: "ERASED", field: "vehicleId" }],
    });
  });

  test("its plate and its VIN are recognised and refused when they are to be stored again", async () => {
    const erased = openErasedIdentities(TEST_KEYS);
    const client = await scene.server.database.pool("kimberlite_worker").connect();
    const batch = [
      { country: "FR", registration: "ZZ999ZZ", vin: null },
      { country: "FR", registration: PLATE, vin: null },
      { country: "NL", registration: null, vin: VIN },
      { country: "FR", registration: "ZZ998ZZ", vin: VIN },
      // The same letters are another vehicle's in another country, and this plate goes on to the next car.
      { country: "GB", registration: PLATE, vin: null },
      { country: "FR", registration: PLATE, vin: "VF1AAAAAAAAAAAAA1" },
    ] as const;
    await client.query("begin");
    expect([...(await erased.erasedAmong(client, batch))].sort()).toEqual([1, 2, 3]);
    expect(await erased.isErased(client, batch[1])).toBe(true);
    expect(await erased.isErased(client, batch[0])).toBe(false);
    await client.query("rollback");
    client.release();
  });
});

describe("eraseVehicle", () => {
  test("ingestion refuses a record of it by its code, and keeps the other records", async () => {
    const row = (registration: string, vin: string) =>
      JSON.stringify({ type: "vehicle", country: "FR", registration, vin, make: "RENAULT", model: "AGAIN" });
    const text = `${row("CN-777-RY", VIN)}\n${row("CN-778-RY", "VF1CANARYCANARY78")}\n`;
    const summary = await ingestText(scene.server.database, "kimberlite", text);
    expect(summary.byKind).toMatchObject({ vehicle: { read: 2, inserted: 1, rejected: 1 } });
    const rejected = "select line_number, code from rejected_rows where run_id = $1";
    expect(await scene.server.database.look(rejected, [summary.runId])).toEqual([
      { line_number: 1, code: "ERASED" },
    ]);
    expect(await scene.look("select 1 from vehicles where registration = 'CN777RY'")).toEqual([]);
  });

  test("answers the same the second time", async () => {
    await scene.make.vehicle({ model: "ERASED-TWICE" });
    const id = await scene.idOf(admin, "ERASED-TWICE");
    const [once, twice] = [await erase(admin, id), await erase(admin, id)];
    expect(once.erasure).not.toBeNull();
    expect(twice).toEqual(once);
  });

  test("knows no vehicle by an id that is none", async () => {
    for (const id of ["V?", `V${"A".repeat(21)}A`, "G"]) {
      expect(await erase(admin, id)).toEqual({
        erasure: null,
        userErrors: [{ code: "NOT_FOUND", field: "vehicleId" }],
      });
    }
  });

  test("is refused without the scope, and erases nothing", async () => {
    await scene.make.vehicle({ model: "KEPT" });
    const answer = await scene.ask(
      garage,
      `mutation ($id: ID!) { eraseVehicle(id: $id) { userErrors { code } } }`,
      {
        id: await scene.idOf(garage, "KEPT"),
      },
    );
    expect(answer).toMatchObject({ status: 403, errors: [{ extensions: { missing: ["admin"] } }] });
    expect(await scene.look("select erased_at from vehicles where model = 'KEPT'")).toEqual([
      { erased_at: null },
    ]);
  });

  test("waits for a batch that is being stored, and holds back the next one", async () => {
    await scene.make.vehicle({ model: "WAITING", registration: "WA001IT" });
    const identity = { country: "FR", registration: "WA001IT", vin: null } as const;
    const erased = openErasedIdentities(TEST_KEYS);
    const pool = scene.server.database.pool("kimberlite_worker");
    const batch = await pool.connect();
    await batch.query("begin");
    expect(await erased.isErased(batch, identity)).toBe(false);

    let isDone = false;
    const erasing = erase(admin, await scene.idOf(admin, "WAITING")).then(() => (isDone = true));
    await expect
      .poll(() => scene.look("select 1 from pg_locks where locktype = 'advisory' and not granted"))
      .toHaveLength(1);
    const next = await pool.connect();
    await next.query("begin");
    const verdict = erased.isErased(next, identity);
    expect(isDone).toBe(false);

    await batch.query("commit");
    await erasing;
    expect(await verdict).toBe(true);
    await next.query("rollback");
    for (const client of [batch, next]) client.release();
  });
});

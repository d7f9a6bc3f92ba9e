import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { PATIENCE_MS } from "../../../src/platform/access-log/access-log.ts";
import type { TestPartner } from "../../support/server.ts";
import { openScene, type Scene } from "./scene.ts";

let scene: Scene;
let vehicleIds: string[];

beforeAll(async () => {
  scene = await openScene();
  vehicleIds = [];
  for (const n of [1, 2, 3]) {
    const vehicle = await scene.make.vehicle({
      model: "LOGGED",
      registration: `LO00${n}GG`,
      vin: n === 3 ? null : `VF1LLLLLLLLLLLL0${n}`,
    });
    await scene.make.inspection(vehicle, { certificateNumber: `CERT-${n}` });
    vehicleIds.push(vehicle.id);
  }
});
afterAll(() => scene.server.close());

interface Entry {
  readonly client_id: string;
  readonly partner_id: string;
  readonly purposes: string[];
  readonly kinds: string[];
  readonly vehicle_ids: string[];
  readonly at: Date;
}

/** What the log says of a new client's only operation, once it is written. */
async function entriesOf(query: string, variables: object = {}): Promise<Entry[]> {
  const client = await scene.garage(["SERVICE", "MARKETING"]);
  const answer = await scene.ask(client, query, variables);
  expect(answer.errors).toBeUndefined();
  return written(client);
}

async function written(client: TestPartner): Promise<Entry[]> {
  // A later entry of somebody else's shows that the log has come so far.
  const marker = await scene.garage();
  await scene.ask(marker, `{ vehicleByRegistration(country: FR, registration: "LO001GG") { id } }`);
  const entries = (id: string) =>
    scene.look("select * from access_log where client_id = $1 order by at", [id]);
  await expect.poll(() => entries(marker.clientId), { timeout: 5000 }).toHaveLength(1);
  return (await entries(client.clientId)) as unknown as Entry[];
}

const LIST = `vehicles(filter: { model: "logged" })`;

describe("the access log", () => {
  test("names client, partner, purposes, vehicles and what was shown of them, and no value", async () => {
    const client = await scene.garage(["SERVICE", "MARKETING"]);
    const before = Date.now();
    await scene.ask(client, `{ ${LIST} { edges { node { registration vin } } } }`);
    const [entry, ...others] = await written(client);
    expect(others).toEqual([]);
    expect(entry).toMatchObject({
      client_id: client.clientId,
      partner_id: client.partnerId,
      purposes: ["SERVICE", "MARKETING"],
    });
    expect(entry!.kinds.toSorted()).toEqual(["REGISTRATION", "VIN"]);
    expect(entry!.vehicle_ids.toSorted()).toEqual(vehicleIds.toSorted());
    expect(entry!.at.getTime()).toBeGreaterThanOrEqual(before);
    expect(JSON.stringify(entry)).not.toMatch(/LO00|VF1L/);
  });

  test.each([
    ["nothing that identifies", `{ ${LIST} { edges { node { id make odometer { latestKm } } } } }`, []],
    ["a VIN that is unknown", `{ ${LIST} { edges { node { vin } } } }`, [["VIN", 2]]],
    ["certificates", `{ inspections { edges { node { certificateNumber } } } }`, [["CERTIFICATE", 3]]],
    [
      "plates of nested vehicles",
      `{ inspections { edges { node { vehicle { registration } } } } }`,
      [["REGISTRATION", 3]],
    ],
    [
      "certificates below vehicles",
      `{ ${LIST} { edges { node { make inspections { edges { node { certificateNumber } } } } } } }`,
      [["CERTIFICATE", 3]],
    ],
    [
      "a lookup by plate",
      `{ vehicleByRegistration(country: FR, registration: "LO-002-GG") { make } }`,
      [["REGISTRATION", 1]],
    ],
    ["a lookup by VIN", `{ vehicleByVin(vin: "VF1LLLLLLLLLLLL01") { make } }`, [["VIN", 1]]],
    [
      "a filter by plate",
      `{ vehicles(filter: { registration: "LO001GG" }) { edges { cursor } } }`,
      [["REGISTRATION", 1]],
    ],
    [
      "a lookup that finds nothing",
      `{ vehicleByRegistration(country: FR, registration: "LO-009-GG") { make } }`,
      [],
    ],
    [
      "plates beside what is not rows",
      `{ viewer { clientId } ${LIST} { edges { node { registration } } } }`,
      [["REGISTRATION", 3]],
    ],
  ])("notes %s", async (_case, query, expected) => {
    const entries = await entriesOf(query);
    expect(entries.map(({ kinds, vehicle_ids }) => [kinds.join(), vehicle_ids.length])).toEqual(expected);
  });

  test("notes what a mutation's answer shows, and not what consent hides", async () => {
    const client = await scene.garage(["SERVICE"]);
    const id = await scene.idOf(client, "LOGGED");
    const query = `mutation ($input: RecordConsentInput!) { recordConsent(input: $input) { consent { vehicle { registration } } } }`;
    const input = { vehicleId: id, lawfulBasis: "CONSENT" };
    await scene.ask(client, query, { input: { ...input, purpose: "SERVICE" } });
    expect(await written(client)).toMatchObject([{ kinds: ["REGISTRATION"] }]);

    const other = await scene.garage(["SERVICE"]);
    const otherId = await scene.idOf(other, "LOGGED");
    await scene.ask(other, query, { input: { ...input, vehicleId: otherId, purpose: "MARKETING" } });
    expect(await written(other)).toEqual([]);
  });

  test("is written when the server closes", async () => {
    const own = await openScene();
    const reader = await own.garage();
    await own.make.vehicle({ model: "LAST" });
    await own.ask(reader, "{ vehicles { edges { node { registration } } } }");
    const { database, api } = own.server;
    await api.close();
    expect(await database.look("select client_id from access_log")).toEqual([{ client_id: reader.clientId }]);
    await database.drop();
  });
});

describe("a log that cannot be written", () => {
  test("ends reads that identify vehicles with 503, and no others, until it can be again", async () => {
    const reader = await scene.garage();
    const identified = () => scene.ask(reader, `{ ${LIST} { edges { node { registration } } } }`);
    await scene.look("revoke insert on access_log from kimberlite_worker");
    vi.useFakeTimers({ toFake: ["Date"], now: Date.now() });
    try {
      expect(await identified()).toMatchObject({ status: 200 });
      await expect.poll(() => scene.server.logs.join("")).toContain("access log not written");

      vi.setSystemTime(Date.now() + PATIENCE_MS + 1000);
      const refused = await identified();
      expect(refused).toMatchObject({ status: 503, errors: [{ extensions: { code: "OVERLOADED" } }] });
      expect(refused.text).not.toContain("LO001GG");
      expect(await scene.ask(reader, `{ ${LIST} { edges { node { make } } } }`)).toMatchObject({
        status: 200,
      });
    } finally {
      vi.useRealTimers();
      await scene.look("grant insert on access_log to kimberlite_worker");
    }
    await expect.poll(async () => (await identified()).status, { timeout: 5000 }).toBe(200);
    expect(await written(reader)).not.toEqual([]);
  });
});

describe("the log's table", () => {
  test("can be added to by the worker, and neither changed nor cut, nor read by the serving role", async () => {
    const worker = scene.server.database.pool("kimberlite_worker");
    for (const statement of [
      "delete from access_log",
      "update access_log set kinds = '{}'",
      "truncate access_log",
      "delete from access_log_rest",
    ]) {
      await expect(worker.query(statement)).rejects.toThrow(/permission denied/);
    }
    const api = scene.server.database.pool("kimberlite_api");
    await expect(api.query("select from access_log")).rejects.toThrow(/permission denied/);
    await expect(api.query("select keep_access_log(12)")).rejects.toThrow(/permission denied/);
  });

  test("has a partition for this month and the next, takes in stray rows, and loses none before its time", async () => {
    const { look } = scene;
    const worker = scene.server.database.pool("kimberlite_worker");
    const months = async () =>
      (
        await look(
          "select relname from pg_class where relname ~ '^access_log_[0-9]{4}_[0-9]{2}$' order by relname",
        )
      ).map(({ relname }) => String(relname));
    const month = (offset: number) => {
      const now = new Date();
      const first = new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() + offset, 1));
      return `access_log_${first.toISOString().slice(0, 7).replace("-", "_")}`;
    };
    expect(await months()).toEqual([month(0), month(1)]);

    for (const offset of [-12, -13]) {
      await look(`create table ${month(offset)} (like access_log including all)`);
      const [from, to] = [offset, offset + 1].map((n) => month(n).slice(-7).replace("_", "-"));
      await look(
        `alter table access_log attach partition ${month(offset)} for values from ('${from}-01') to ('${to}-01')`,
      );
    }
    await look(`alter table access_log detach partition ${month(1)}`);
    await look(`drop table ${month(1)}`);
    const stray = `${month(1).slice(-7).replace("_", "-")}-15`;
    await worker.query("insert into access_log values ($1, 'stray', gen_random_uuid(), '{}', '{}', '{}')", [
      stray,
    ]);

    await worker.query("select keep_access_log(12)");
    expect(await months()).toEqual([month(-12), month(0), month(1)]);
    expect(await look(`select client_id from ${month(1)}`)).toEqual([{ client_id: "stray" }]);
    expect(await look("select from access_log_rest")).toEqual([]);

    // Whoever asks for less than six months gets six.
    await worker.query("select keep_access_log(0)");
    expect(await months()).toEqual([month(0), month(1)]);
  });
});

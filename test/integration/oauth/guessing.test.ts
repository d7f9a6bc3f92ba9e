import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createTestDatabase, type TestDatabase } from "../../support/database.ts";
import { addClient, openInstance, type Instance, type NewClient } from "./instance.ts";

let database: TestDatabase;
let instance: Instance;
let client: NewClient;
beforeAll(async () => {
  database = await createTestDatabase();
  instance = await openInstance(database, { takeAttempt: () => Promise.resolve(0) });
  client = await addClient(instance);
});
afterAll(async () => {
  await instance.close();
  await database.drop();
});

/** Of each kind of guess. */
const ROUNDS = 200;

test("C64 an unknown client and a wrong secret get the same bytes in the same time", async () => {
  const wrong = { clientId: client.clientId, clientSecret: `kbs_${"x".repeat(43)}` };
  const unknown = { clientId: "kbc_000000000000000000000000", clientSecret: `kbs_${"x".repeat(43)}` };
  const times = { wrong: [] as number[], unknown: [] as number[] };
  const texts = new Set<string>();
  for (let i = 0; i < ROUNDS; i++) {
    for (const [name, who] of i % 2 === 0
      ? [["wrong", wrong] as const, ["unknown", unknown] as const]
      : [["unknown", unknown] as const, ["wrong", wrong] as const]) {
      const begin = performance.now();
      const reply = await instance.token(who);
      times[name].push(performance.now() - begin);
      const { status, text, headers } = reply;
      texts.add(JSON.stringify([status, text, { ...headers, "x-request-id": "", date: "" }]));
    }
  }
  const median = (list: number[]) => list.toSorted((a, b) => a - b)[ROUNDS / 2]!;
  expect(texts.size).toBe(1);
  expect(Math.abs(median(times.wrong) - median(times.unknown))).toBeLessThan(1);
}, 60_000);

describe("limits", () => {
  let limited: Instance;
  beforeAll(async () => (limited = await openInstance(database)));
  afterAll(() => limited.close());

  test("C65 the eleventh wrong secret in a minute is told to wait, and the right one works from elsewhere", async () => {
    const victim = await addClient(limited);
    const guess = () =>
      limited.token({ ...victim, clientSecret: "kbs_guess" }, {}, { remoteAddress: "192.0.2.1" });
    for (let i = 0; i < 10; i++) expect((await guess()).status).toBe(401);
    const refused = await guess();
    expect([refused.status, refused.body.error]).toEqual([429, "slow_down"]);
    const wait = Number(refused.headers["retry-after"]);
    expect(wait).toBeGreaterThan(50);
    expect(wait).toBeLessThanOrEqual(60);
    expect((await limited.token(victim, {}, { remoteAddress: "192.0.2.1" })).status).toBe(429);
    expect((await limited.token(victim, {}, { remoteAddress: "192.0.2.2" })).status).toBe(200);
  });

  test("C65 a thousand addresses that guess once each are told of in the log, and lock nobody out", async () => {
    const victim = await addClient(limited);
    for (let i = 0; i < 1000; i++) {
      const remoteAddress = `10.1.${i >> 8}.${i & 255}`;
      await limited.token({ ...victim, clientSecret: "kbs_guess" }, {}, { remoteAddress });
    }
    const alarms = limited.logs.filter(
      (line) => line.includes("client_guessed_at") && line.includes(victim.clientId),
    );
    expect(alarms).toHaveLength(1);
    expect((await limited.token(victim, {}, { remoteAddress: "192.0.2.9" })).status).toBe(200);
  });

  test("one address cannot try client after client", async () => {
    const statuses: number[] = [];
    for (let i = 0; i < 101; i++) {
      const clientId = `kbc_${String(i).padStart(24, "0")}`;
      const reply = await limited.token(
        { clientId, clientSecret: "kbs_guess" },
        {},
        { remoteAddress: "192.0.2.3" },
      );
      statuses.push(reply.status);
    }
    expect(statuses.slice(0, 100).every((status) => status === 401)).toBe(true);
    expect(statuses[100]).toBe(429);
  });

  test("a client gets 30 tokens a minute", async () => {
    const busy = await addClient(limited);
    const statuses = [];
    for (let i = 0; i < 31; i++) statuses.push((await limited.token(busy)).status);
    expect(statuses).toEqual([...Array<number>(30).fill(200), 429]);
  });
});

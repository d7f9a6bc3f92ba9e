import { afterAll, beforeAll, expect, test } from "vitest";
import { publish, refreshCube } from "../../../src/modules/demand/index.ts";
import type { TestPartner } from "../../support/server.ts";
import { page } from "../events/scene.ts";
import { openWebhookScene, until, type WebhookScene } from "../webhooks/scene.ts";
import { crowd, insertSignals } from "./scene.ts";

const TYRES = { areaCode: "FR-69", make: "RENAULT", part: "TYRE" };

let scene: WebhookScene;
beforeAll(async () => {
  scene = await openWebhookScene();
  scene.work();
});
afterAll(() => scene.close());

/** Publishes a day, with more needs than the day before. @returns how many surges it told of */
async function day(today: string, ...more: Parameters<typeof insertSignals>[1][]): Promise<number> {
  await insertSignals(scene.pool, more.flat());
  await refreshCube({ pool: scene.pool, today });
  return (await publish({ pool: scene.pool, today, secret: "a secret of the tests" })).surges;
}

const DATA = `{ events(types: [DEMAND_SURGE], first: 100) {
  events { subject { type id } area data { partCategory make week ratio signalKind } }
} }`;

interface Heard {
  readonly subject: { readonly type: string; readonly id: string };
  readonly area: string;
  readonly data: { readonly make: string; readonly week: string; readonly ratio: number };
}

async function surgesOf({ client }: TestPartner): Promise<Heard[]> {
  return (await client.request<{ events: { events: Heard[] } }>(DATA)).events.events;
}

const places = (heard: readonly Heard[]) =>
  heard.map(({ area, data: { make } }) => `${area} ${make}`).toSorted();

test("demand that jumps is told once, to partners whose contract reads the cell, also by webhook", async () => {
  const scopes = ["events:read", "webhooks:manage", "demand:read"] as const;
  const everywhere = await scene.server.partner({ scopes });
  const [elsewhere, renault, lighting, blind] = await Promise.all([
    scene.server.partner({ scopes, areas: ["FR-13"] }),
    scene.server.partner({ scopes, areas: ["FR-69"], makes: ["RENAULT"] }),
    scene.server.partner({ scopes, partFamilies: ["LIGHTING"] }),
    scene.server.partner({ scopes: ["events:read", "webhooks:manage"] }),
  ]);
  const receivers = await Promise.all(
    [everywhere, renault, blind].map(async (partner) => {
      const receiver = await scene.receiver();
      await scene.endpoint(partner, { url: receiver.url });
      return receiver;
    }),
  );
  const others = ["FR-38", "FR-13"].flatMap((areaCode) => [
    ...crowd(200, { ...TYRES, areaCode }),
    ...crowd(150, { ...TYRES, areaCode, make: "PEUGEOT" }),
  ]);
  const first = [...crowd(300, TYRES), ...crowd(200, { ...TYRES, make: "PEUGEOT" }), ...others];
  expect(await day("2026-06-15", first)).toBe(0);
  // What was not published before has not jumped.
  expect(await day("2026-06-16", crowd(900, TYRES), crowd(400, { ...TYRES, areaCode: "FR-75" }))).toBe(6);
  expect(await day("2026-06-17")).toBe(0);
  expect(await day("2026-06-17", crowd(2500, TYRES))).toBe(0);

  // A transaction under way anywhere on the server holds events back: nobody may read past it.
  const all = await until(
    () => surgesOf(everywhere),
    (heard) => heard.length > 0,
  );
  expect(places(all)).toEqual([
    "FR *",
    "FR RENAULT",
    "FR-69 *",
    "FR-69 RENAULT",
    "FR-ARA *",
    "FR-ARA RENAULT",
  ]);
  const own = all.find(({ area, data }) => area === "FR-69" && data.make === "RENAULT");
  expect(own).toMatchObject({
    subject: { type: "DEMAND" },
    data: {
      partCategory: "TYRE",
      signalKind: null,
      week: expect.stringMatching(/^2026-\d\d-\d\d$/) as unknown,
    },
  });
  // Four times as many needs, each of the 13 weeks rounded by chance.
  expect(own?.data.ratio).toBeGreaterThan(3);
  expect(own?.data.ratio).toBeLessThan(7);
  expect(new Set(all.map(({ subject }) => subject.id)).size).toBe(6);

  expect(places(await surgesOf(renault))).toEqual(["FR-69 RENAULT"]);
  expect([await surgesOf(elsewhere), await surgesOf(lighting)]).toEqual([[], []]);
  await expect(surgesOf(blind)).rejects.toThrow("MISSING_SCOPE");
  expect((await page(blind, { first: 100 })).events).toEqual([]);

  const [toAll, toRenault, toBlind] = receivers;
  await until(
    () => [toAll?.received.length, toRenault?.received.length],
    ([some, one]) => some === 6 && one === 1,
  );
  expect(JSON.parse(toRenault?.received[0]?.body ?? "")).toMatchObject({
    type: "demand.surge",
    data: {
      subject: { type: "DEMAND" },
      vehicleId: null,
      area: "FR-69",
      partCategory: "TYRE",
      make: "RENAULT",
    },
  });
  expect(toBlind?.received).toEqual([]);
});

test("a publication that fails tells of nothing", async () => {
  const told = async () => scene.server.database.look("select id from events where type = 'DEMAND_SURGE'");
  const before = await told();
  // What came after the last publication is in it.
  await refreshCube({ pool: scene.pool, today: "2026-06-18" });
  const refusing = Object.assign(Object.create(scene.pool) as typeof scene.pool, {
    connect: async () => {
      const client = await scene.pool.connect();
      const query = client.query.bind(client) as (...args: unknown[]) => Promise<unknown>;
      return Object.assign(Object.create(client) as typeof client, {
        query: (...args: unknown[]) =>
          // The very last statement.
          String(args[0]).startsWith("delete from demand_snapshots")
            ? Promise.reject(new Error("the disk is full"))
            : query(...args),
      });
    },
  });
  const settings = { today: "2026-06-18", secret: "a secret of the tests" };
  await expect(publish({ pool: refusing, ...settings })).rejects.toThrow("the disk is full");
  expect(await told()).toEqual(before);
  expect((await publish({ pool: scene.pool, ...settings })).surges).toBeGreaterThan(0);
});

import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { seedFleet } from "../../../src/modules/demo/index.ts";
import { score } from "../../../src/modules/signals/index.ts";
import { trainVisitTiming } from "../../../src/modules/signals/index.ts";
import { openSignalScene, type SignalScene } from "./scene.ts";

const TODAY = "2026-06-15";
/** More than a batch of scoring, so that batches meet. */
const VEHICLES = 2300;

const CONTENT = `select id, vehicle_id, kind, status, part_category, axle, side, garage_id, moment_from, moment_likely,
  moment_until, expires_on, probability, score, evidence, model_version, fingerprint from intent_signals order by id`;

async function seeded(): Promise<SignalScene> {
  const scene = await openSignalScene();
  const { ownerUrl } = scene.database;
  await seedFleet({ ownerUrl, vehicles: VEHICLES, garages: 60, seed: 11, today: TODAY });
  return scene;
}

let scene: SignalScene;
beforeAll(async () => {
  scene = await seeded();
}, 60_000);
afterAll(() => scene.database.drop());

describe("score", () => {
  test("gives every vehicle that owes an inspection its signals, and says how far it is", async () => {
    const progress: number[] = [];
    const summary = await score({
      pool: scene.pool,
      today: TODAY,
      onProgress: ({ vehicles, total }) => {
        expect(total).toBe(VEHICLES);
        progress.push(vehicles);
      },
    });
    expect(progress).toEqual([1000, 2000, VEHICLES]);
    expect(summary.vehicles).toBe(VEHICLES);
    const [{ rows, vehicles } = {}] = await scene.database.look(
      "select count(*)::int as rows, count(distinct vehicle_id)::int as vehicles from intent_signals where status = 'OPEN'",
    );
    expect(rows).toBe(summary.signals);
    expect(summary.written).toBe(summary.signals);
    expect(Number(vehicles)).toBeGreaterThan(VEHICLES * 0.97);
  });

  test("changes nothing when it runs again on the same day", async () => {
    const before = await scene.database.look(
      `select xmin::text, ctid::text, * from intent_signals order by id`,
    );
    const summary = await score({ pool: scene.pool, today: TODAY });
    expect(summary).toMatchObject({ written: 0, moved: 0 });
    expect(
      await scene.database.look(`select xmin::text, ctid::text, * from intent_signals order by id`),
    ).toEqual(before);
  });

  test("gives the same signals, with the same ids, in another database with the same data", async () => {
    const twin = await seeded();
    await score({ pool: twin.pool, today: TODAY });
    expect(await twin.database.look(CONTENT)).toEqual(await scene.database.look(CONTENT));
    await twin.database.drop();
  });

  test("agrees with scoring vehicles one by one", async () => {
    const before = await scene.database.look(CONTENT);
    const ids = await scene.database.look("select id from vehicles order by id limit 300");
    await scene.pool.query("delete from intent_signals where vehicle_id = any ($1)", [
      ids.map(({ id }) => id),
    ]);
    for (const { id } of ids) await scene.rescore(String(id), TODAY);
    expect(await scene.database.look(CONTENT)).toEqual(before);
  });

  test("routes inspections to garages that inspect, and repairs to garages that repair, within reach", async () => {
    const rows = await scene.database.look(
      `select s.kind in ('INSPECTION_DUE', 'RETEST_DUE') as is_inspection, g.kinds, count(*)::int as count
       from intent_signals s join garages g on g.id = s.garage_id group by 1, 2`,
    );
    expect(rows.length).toBeGreaterThan(2);
    for (const { is_inspection: isInspection, kinds } of rows)
      expect(kinds).toContain(isInspection === true ? "INSPECTION" : "REPAIR");
  });

  test("a day later moves what time moves, and keeps every id", async () => {
    const before = await scene.database.look("select id from intent_signals");
    const summary = await score({ pool: scene.pool, today: "2026-06-16" });
    expect(summary.written).toBeGreaterThan(0);
    // Only what is due around these days has another moment; most of a fleet does not.
    expect(summary.written).toBeLessThan(summary.signals / 2);
    const known = new Set(before.map(({ id }) => id));
    const after = await scene.database.look("select id from intent_signals");
    expect(after.filter(({ id }) => !known.has(id)).length).toBeLessThan(before.length / 50);
    expect(known.size).toBeLessThanOrEqual(after.length);
  });

  test("with newer parameters says so on the same signals", async () => {
    const client = await scene.pool.connect();
    const version = await trainVisitTiming(client);
    expect(version).toMatch(/^learnt-[0-9a-f]{8}$/);
    expect(await trainVisitTiming(client)).toBe(version);
    client.release();
    const before = await scene.database.look(
      "select id from intent_signals where status = 'OPEN' order by id",
    );
    await score({ pool: scene.pool, today: "2026-06-16" });
    const after = await scene.database.look(
      "select id, model_version, baseline_name from intent_signals where status = 'OPEN' order by id",
    );
    expect(after.map(({ id }) => id)).toEqual(before.map(({ id }) => id));
    expect(new Set(after.map(({ model_version: version }) => version))).toEqual(
      new Set([`signals-2026.1+timing-${version}`]),
    );
    const names = new Set(after.map(({ baseline_name: name }) => String(name)));
    expect([...names].filter((name) => name.startsWith("LEARNT_VISITS_")).toSorted()).toEqual([
      "LEARNT_VISITS_FR",
      "LEARNT_VISITS_FR_RETESTED",
      "LEARNT_VISITS_GB",
      "LEARNT_VISITS_GB_RETESTED",
    ]);
  });

  test("stops after the batches under way when it is told to", async () => {
    const controller = new AbortController();
    const summary = await score({
      pool: scene.pool,
      today: "2026-06-17",
      signal: controller.signal,
      onProgress: () => controller.abort(),
    });
    expect(summary.vehicles).toBe(2000);
  });
});

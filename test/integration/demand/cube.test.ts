import { randomUUID } from "node:crypto";
import fc from "fast-check";
import type pg from "pg";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { refreshCube } from "../../../src/modules/demand/index.ts";
import { chanceBefore, dayNumber, type VehicleNeed } from "../../../src/modules/demand/cube/need.ts";
import { addDays } from "../../../src/modules/schedule/index.ts";
import { createTestDatabase, type TestDatabase } from "../../support/database.ts";
import { insertSignals, type WantedSignal } from "./scene.ts";

const TODAY = "2026-06-17";
const MONDAY = "2026-06-15";
const WEEKS = 13;

let database: TestDatabase;
let pool: pg.Pool;
beforeAll(async () => {
  database = await createTestDatabase();
  pool = database.pool("kimberlite_worker");
});
afterAll(() => database.drop());

interface Sums {
  readonly units: number[];
  readonly vehicles: number[];
  readonly contributors: number[];
  readonly squares: number[];
}

/** The cube as anybody would reckon it: signal by signal, vehicle by vehicle, in ten-thousandths. */
async function recomputed(): Promise<Record<string, Sums>> {
  const signals = await database.look(
    `select vehicle_id, area_code, make, coalesce(part_category, '*') as part, kind, origin, probability,
       coalesce(quantity, 1) as quantity, moment_from::text, moment_likely::text, moment_until::text, expires_on::text
     from intent_signals where status in ('OPEN', 'CLAIMED') and (part_category is not null or kind = 'INSPECTION_DUE')
       and coalesce(quantity, 1) > 0`,
  );
  const listed = ["RENAULT", "PEUGEOT"];
  const cube: Record<string, Sums> = {};
  const byNeed = Map.groupBy(signals, ({ vehicle_id, part }) => `${String(vehicle_id)} ${String(part)}`);
  for (const all of byNeed.values()) {
    const observed = all.filter(({ origin }) => origin !== "PREDICTED");
    const counted = observed.length > 0 ? observed : all;
    const { area_code, make, part } = counted[0]!;
    const group = listed.includes(String(make)) ? String(make) : "OTHER";
    const units: number[] = Array<number>(WEEKS).fill(0);
    const vehicles = [...units];
    for (const signal of counted) {
      const day = (name: string) => dayNumber(String(signal[name]));
      const [from, likely] = [day("moment_from"), day("moment_likely")];
      const need: VehicleNeed = ["", 1, 1, from, likely, day("moment_until"), day("expires_on"), 0];
      const chance = part === "*" ? 1 : Number(signal["probability"]);
      for (let week = 0; week < WEEKS; week += 1) {
        const isBegun = from < dayNumber(MONDAY);
        const before = (days: number) =>
          days === 0 && !isBegun ? 0 : chanceBefore(need, dayNumber(MONDAY) + days);
        const [start, end] = [before(7 * week), before(7 * week + 7)];
        const expected = chance * (end - start);
        units[week]! += Math.round(expected * Number(signal["quantity"]) * 10_000);
        vehicles[week] = Math.min(10_000, vehicles[week]! + Math.round(expected * 10_000));
      }
    }
    const total = units.reduce((sum, value) => sum + value, 0);
    if (total === 0) continue;
    const key = `${String(area_code)} ${String(part)} ${group}`;
    const zeros = (length: number) => Array<number>(length).fill(0);
    const sums = (cube[key] ??= {
      units: zeros(WEEKS),
      vehicles: zeros(WEEKS),
      contributors: zeros(WEEKS + 1),
      squares: zeros(WEEKS + 1),
    });
    units.forEach((value, week) => (sums.units[week]! += value));
    vehicles.forEach((value, week) => (sums.vehicles[week]! += value));
    [total, ...units].forEach((value, place) => {
      sums.contributors[place]! += value > 0 ? 1 : 0;
      sums.squares[place]! += value * value;
    });
  }
  return cube;
}

async function stored(): Promise<Record<string, Sums>> {
  const rows = await database.look(
    `select area_code || ' ' || part_category || ' ' || make as key, units, vehicles, contributors, sources,
       array_to_json(squares) as squares from demand_cube`,
  );
  const cube: Record<string, Sums> = {};
  for (const { key, sources, ...sums } of rows) {
    const cell = sums as unknown as Sums;
    expect((sources as number[]).reduce((sum, value) => sum + value, 0)).toBe(cell.contributors[0]);
    cube[String(key)] = cell;
  }
  return cube;
}

const signal = fc.record({
  areaCode: fc.constantFrom("FR-69", "FR-38", "FR", "GB-S"),
  make: fc.constantFrom("RENAULT", "PEUGEOT", "FERRARI"),
  part: fc.constantFrom(null, "TYRE", "BRAKE_PAD_SET", "BRAKE_DISC"),
  quantity: fc.constantFrom(0, 1, 2, null),
  origin: fc.constantFrom("OBSERVED", "PREDICTED"),
  status: fc.constantFrom("OPEN", "OPEN", "CLAIMED", "FULFILLED"),
  probability: fc.integer({ min: 1, max: 9999 }).map((n) => n / 10_000),
  start: fc.integer({ min: -60, max: 110 }),
  toLikely: fc.nat(60),
  toUntil: fc.nat(60),
  toLast: fc.nat(100),
});

type Drawn = typeof signal extends fc.Arbitrary<infer T> ? T : never;

/** One or two needs of a vehicle, which lies in one area and is of one make. */
function signalsOf(vehicleId: string, drawn: readonly Drawn[]): WantedSignal[] {
  const { areaCode, make } = drawn[0]!;
  return drawn.map(({ part, quantity, origin, status, probability, start, toLikely, toUntil, toLast }) => {
    const from = addDays(MONDAY, start);
    const likely = addDays(from, toLikely);
    const until = addDays(likely, toUntil);
    const days = { from, likely, until, expiresOn: addDays(until, toLast) };
    // That an inspection is due follows from the law: it is never predicted.
    const given = part === null ? "OBSERVED" : origin;
    return { vehicleId, areaCode, make, part, quantity, origin: given, status, probability, ...days };
  });
}

describe("the demand cube", () => {
  test(
    "is what a slow recomputation from the signals gives, however it came about",
    { timeout: 120_000 },
    async () => {
      const vehicle = fc.array(signal, { minLength: 1, maxLength: 3 });
      const step = fc.record({
        anew: fc.array(vehicle, { minLength: 5, maxLength: 25 }),
        settled: fc.integer({ min: 2, max: 5 }),
      });
      await fc.assert(
        fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 2 }), async (steps) => {
          await pool.query("delete from intent_signals");
          await refreshCube({ pool, today: TODAY, isFromScratch: true });
          for (const { anew, settled } of steps) {
            await insertSignals(
              pool,
              anew.flatMap((drawn) => signalsOf(randomUUID(), drawn)),
            );
            // Some are met meanwhile, some become likelier.
            await pool.query(
              `update intent_signals set updated_at = now(),
               status = case when hashtext(id::text) % $1 = 0 then 'FULFILLED' else status end,
               probability = case when hashtext(id::text) % $1 = 1 then probability * 0.9 else probability end`,
              [settled],
            );
            const { isFromScratch } = await refreshCube({ pool, today: TODAY });
            expect(isFromScratch).toBe(false);
            const expected = await recomputed();
            expect(await stored()).toEqual(expected);
            await refreshCube({ pool, today: TODAY, isFromScratch: true });
            expect(await stored()).toEqual(expected);
          }
        }),
        { numRuns: 10, endOnFailure: true },
      );
    },
  );

  test("loses a vehicle that is erased", async () => {
    await pool.query("delete from intent_signals");
    const vehicleId = randomUUID();
    await pool.query(
      `insert into vehicles (id, country, make, model, category, usage, fuel, first_registered_precision, area_code)
       values ($1, 'FR', 'RENAULT', 'CLIO', 'M1', 'PRIVATE', 'PETROL', 'DAY', 'FR-69')`,
      [vehicleId],
    );
    const days = { from: "2026-06-18", likely: "2026-07-01", until: "2026-07-20", expiresOn: "2026-12-01" };
    await insertSignals(pool, [
      { vehicleId, areaCode: "FR-69", make: "RENAULT", part: "TYRE", probability: 0.5, ...days },
    ]);
    await refreshCube({ pool, today: TODAY, isFromScratch: true });
    expect(Object.keys(await stored())).toEqual(["FR-69 TYRE RENAULT"]);
    await pool.query("delete from intent_signals where vehicle_id = $1", [vehicleId]);
    await pool.query("update vehicles set erased_at = now(), updated_at = now() where id = $1", [vehicleId]);
    expect(await refreshCube({ pool, today: TODAY })).toEqual({ isFromScratch: false, vehicles: 1 });
    expect(await stored()).toEqual({});
    expect(await database.look("select from demand_contributions")).toEqual([]);
  });

  test("begins anew in a new week", async () => {
    await refreshCube({ pool, today: TODAY });
    expect((await refreshCube({ pool, today: "2026-06-22" })).isFromScratch).toBe(true);
  });
});

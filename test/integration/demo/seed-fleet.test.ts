import pg from "pg";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { generateFleet, hasDemoFleet, seedFleet } from "../../../src/modules/demo/index.ts";
import { createTestDatabase, type TestDatabase } from "../../support/database.ts";

const FLEET = { vehicles: 500, garages: 40, seed: 4, today: "2026-02-01" };
const TABLES = ["garages", "vehicles", "inspections", "defects", "odometer_readings"];

/** Every index, constraint and row-security switch of the filled tables and their partitions. */
const DEFINITIONS = `
  select 'index' as what, indexname as name, indexdef as definition from pg_indexes where schemaname = 'public'
  union all
  select 'constraint', conrelid::regclass || ' ' || conname, pg_get_constraintdef(oid) || convalidated
  from pg_constraint where connamespace = 'public'::regnamespace
  union all
  select 'security', relname, relrowsecurity || ' ' || relforcerowsecurity
  from pg_class where relnamespace = 'public'::regnamespace and relkind in ('r', 'p')
  order by 1, 2, 3`;

describe("seedFleet", () => {
  let database: TestDatabase;
  let before: Record<string, unknown>[] = [];
  const counts = async () =>
    Promise.all(
      TABLES.map(async (table) =>
        Number((await database.look(`select count(*) as n from ${table}`))[0]!["n"]),
      ),
    );
  const isSeeded = async () => {
    const client = new pg.Client({ connectionString: database.ownerUrl });
    await client.connect();
    try {
      return await hasDemoFleet(client);
    } finally {
      await client.end();
    }
  };
  const seed = (settings: Partial<Parameters<typeof seedFleet>[0]> = {}) =>
    seedFleet({ ...FLEET, ownerUrl: database.ownerUrl, ...settings });

  beforeAll(async () => {
    database = await createTestDatabase();
    before = await database.look(DEFINITIONS);
  });
  afterAll(() => database.drop());

  test("leaves nothing behind when it fails half-way", async () => {
    await expect(
      seed({
        onProgress: () => {
          throw new Error("The terminal is gone.");
        },
      }),
    ).rejects.toThrow("The terminal is gone.");
    expect(await counts()).toEqual([0, 0, 0, 0, 0]);
    expect(await database.look(DEFINITIONS)).toEqual(before);
    expect(await isSeeded()).toBe(false);
  });

  test("adds the generated rows, all of them, and tells how many", async () => {
    const phases: string[] = [];
    const added = await seed({
      onProgress: ({ phase, vehicles, total }) => phases.push(`${phase} ${vehicles}/${total}`),
    });
    const fleet = generateFleet(FLEET);
    const vehicles = [...fleet.vehicles];
    const inspections = vehicles.flatMap((vehicle) => vehicle.inspections);
    const defects = inspections.flatMap((inspection) => inspection.defects);
    expect(added).toEqual({
      garages: 40,
      vehicles: 500,
      inspections: inspections.length,
      defects: defects.length,
      odometerReadings: inspections.length,
      repairOrders: expect.any(Number) as unknown,
    });
    expect(await counts()).toEqual([40, 500, inspections.length, defects.length, inspections.length]);
    expect(phases).toEqual(["LOADING 500/500", "INDEXING 500/500"]);
    expect(await isSeeded()).toBe(true);
  });

  test("leaves indexes, constraints and row-level security as they were", async () => {
    expect(await database.look(DEFINITIONS)).toEqual(before);
  });

  test("says of every row that it is synthetic", async () => {
    for (const table of ["garages", "inspections", "odometer_readings"])
      expect(await database.look(`select distinct source from ${table}`)).toEqual([{ source: "SYNTHETIC" }]);
    const [strange] = await database.look(
      "select count(*) as n from vehicles where vin not like '0DEMFLEET%'",
    );
    expect(strange).toEqual({ n: "0" });
  });

  test("writes what the generator made", async () => {
    const vehicle = [...generateFleet(FLEET).vehicles].find(({ inspections }) =>
      inspections.some(({ defects }) => defects.some((defect) => defect.repeatOf !== null)),
    )!;
    const rows = await database.look(
      `select i.performed_on::text as "performedOn", i.result, i.kind, i.retest_of as "retestOf", r.km,
         v.odometer_km as "odometerKm", v.last_periodic_valid_until::text as "validUntil",
         (select count(*)::int from defects d
          where d.vehicle_id = v.id and d.inspection_id = i.id and d.part_categories <> '{}') as defects
       from vehicles v join inspections i on i.vehicle_id = v.id
       join odometer_readings r on r.vehicle_id = v.id and r.id = i.id
       where v.id = $1 order by i.performed_on`,
      [vehicle.id],
    );
    const { periodic } = vehicle.summary;
    expect(rows).toEqual(
      vehicle.inspections.map(({ performedOn, result, kind, retestOf, reading, defects }) => {
        const validUntil = (periodic?.clearedBy ?? periodic?.inspection)?.validUntil ?? null;
        const { latestKm: odometerKm } = vehicle.odometer;
        return {
          performedOn,
          result,
          kind,
          retestOf,
          km: reading.km,
          odometerKm,
          validUntil,
          defects: defects.length,
        };
      }),
    );
  });

  test("refers only to rows that exist, in the vehicle's own partition", async () => {
    const [dangling] = await database.look(
      `select
         (select count(*) from defects d left join inspections i
            on i.vehicle_id = d.vehicle_id and i.id = d.inspection_id where i.id is null) as "defects",
         (select count(*) from defects d left join defects p
            on p.vehicle_id = d.vehicle_id and p.id = d.repeat_of
          where d.repeat_of is not null and p.id is null) as "repeats",
         (select count(*) from inspections i left join inspections p
            on p.vehicle_id = i.vehicle_id and p.id = i.retest_of
          where i.retest_of is not null and (p.id is null or p.performed_on >= i.performed_on)) as "retests",
         (select count(*) from odometer_readings r left join inspections i
            on i.vehicle_id = r.vehicle_id and i.id = r.id where i.id is null) as "readings",
         (select count(*) from inspections i join vehicles v on v.id = i.vehicle_id
          where (i.area_code, i.make, i.country) <> (v.area_code, v.make, v.country)) as "carried",
         (select count(*) from defects d, unnest(d.part_categories) as part
          where not exists (select from part_categories where key = part)) as "parts"`,
    );
    expect(dangling).toEqual({
      defects: "0",
      repeats: "0",
      retests: "0",
      readings: "0",
      carried: "0",
      parts: "0",
    });
  });

  test("shows a partner the rows of its contract and no others", async () => {
    const api = database.pool("kimberlite_api", 1);
    const client = await api.connect();
    try {
      await client.query("begin");
      await client.query(
        "select set_config('kimberlite.areas', '{FR-69}', true), set_config('kimberlite.makes', '*', true)",
      );
      const { rows } = await client.query<{ area: string }>(
        "select distinct area_code as area from inspections",
      );
      expect(rows).toEqual([{ area: "FR-69" }]);
      await client.query("rollback");
    } finally {
      client.release();
    }
  });

  test("goes on where the fleet ended, with the garages that are there, and keeps its indexes", async () => {
    const added = await seed({ vehicles: 60, garages: 7, seed: 99, today: "2026-02-15" });
    expect(added).toMatchObject({ garages: 0, vehicles: 60 });
    const [fleet] = await database.look(
      `select count(*) as n, count(distinct (country, registration)) as plates, max(vin) as last,
         (select count(*) from garages) as garages
       from vehicles`,
    );
    expect(fleet).toEqual({ n: "560", plates: "560", last: "0DEMFLEET00000559", garages: "40" });
    expect(await database.look(DEFINITIONS)).toEqual(before);
  });

  test("fails in time instead of waiting for ever behind somebody's lock", async () => {
    const other = new pg.Client({ connectionString: database.superuserUrl });
    await other.connect();
    try {
      await other.query("begin; lock table inspections in access share mode");
      await expect(seed({ vehicles: 1 })).rejects.toThrow(/lock timeout/);
    } finally {
      await other.end();
    }
  }, 30_000);
});

describe("the repair orders of a seeded fleet", () => {
  let database: TestDatabase;
  let added = 0;
  beforeAll(async () => {
    database = await createTestDatabase();
    const counts = await seedFleet({ ...FLEET, vehicles: 1500, ownerUrl: database.ownerUrl });
    added = counts.repairOrders;
  }, 60_000);
  afterAll(() => database.drop());

  test("stand between a failure and the retest that passed, at a workshop, for what had failed", async () => {
    const orders = await database.look(
      `select o.id, o.closed_on >= (select min(performed_on) from inspections i where i.vehicle_id = o.vehicle_id) as is_later,
         g.kinds, exists (
           select from inspections i where i.vehicle_id = o.vehicle_id and i.performed_on = o.closed_on
             and i.retest_of is not null and i.result in ('PASS', 'PASS_WITH_MINOR')) as is_passed
       from repair_orders o left join garages g on g.id = o.garage_id`,
    );
    expect(orders.length).toBe(added);
    expect(added).toBeGreaterThan(50);
    for (const { is_later: isLater, kinds, is_passed: isPassed } of orders) {
      expect([isLater, isPassed]).toEqual([true, true]);
      if (kinds !== null) expect(kinds).toContain("REPAIR");
    }
  });

  test("have lines with prices that are spread around the usual one", async () => {
    const [found] = await database.look(
      `select count(*)::int as lines, count(distinct repair_order_id)::int as orders, min(price_minor)::int as least,
         max(price_minor)::int as most, count(distinct price_minor)::int as prices,
         bool_and(currency = case left(area_code, 2) when 'GB' then 'GBP' else 'EUR' end) as is_local
       from repair_lines`,
    );
    expect(Number(found!["lines"])).toBeGreaterThanOrEqual(Number(found!["orders"]));
    expect(Number(found!["orders"])).toBeGreaterThan(added * 0.9);
    expect(Number(found!["least"])).toBeGreaterThanOrEqual(15 * 0.9 * 0.75 * 100 - 1);
    expect(Number(found!["most"])).toBeLessThanOrEqual(850 * 1.1 * 1.25 * 100 + 1);
    expect(Number(found!["prices"])).toBeGreaterThan(30);
    expect(found!["is_local"]).toBe(true);
  });
});

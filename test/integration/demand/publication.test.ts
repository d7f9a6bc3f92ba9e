import type pg from "pg";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { publish, refreshCube } from "../../../src/modules/demand/index.ts";
import { countStatements } from "../../support/statements.ts";
import { createTestServer, type PartnerWanted, type TestServer } from "../../support/server.ts";
import { builders } from "../../builders/index.ts";
import { crowd, insertSignals } from "./scene.ts";

const TODAY = "2026-06-15";
const SECRET = "a secret of the tests";

let server: TestServer;
let pool: pg.Pool;
let build: ReturnType<typeof builders>;
beforeAll(async () => {
  server = await createTestServer();
  pool = server.database.pool("kimberlite_worker");
  await insertSignals(pool, [
    ...crowd(400, { areaCode: "FR-69", make: "RENAULT", part: "BRAKE_PAD_SET" }),
    ...crowd(300, { areaCode: "FR-69", make: "PEUGEOT", part: "BRAKE_PAD_SET" }),
    ...crowd(200, { areaCode: "FR-38", make: "RENAULT", part: "BRAKE_PAD_SET" }),
    ...crowd(150, { areaCode: "FR-38", make: "PEUGEOT", part: "BRAKE_PAD_SET" }),
    ...crowd(9, { areaCode: "FR-01", make: "RENAULT", part: "BRAKE_PAD_SET" }),
    ...crowd(120, { areaCode: "FR-69", make: "RENAULT", part: "TYRE" }),
    ...crowd(100, { areaCode: "FR-38", make: "RENAULT", part: "TYRE" }),
    ...crowd(100, { areaCode: "FR-13", make: "PEUGEOT", part: "TYRE" }),
    ...crowd(500, { areaCode: "FR-69", make: "RENAULT", part: null }),
    ...crowd(100, { areaCode: "FR-38", make: "RENAULT", part: null }),
    ...crowd(100, { areaCode: "FR-13", make: "RENAULT", part: null }),
    ...crowd(200, { areaCode: "FR-13", make: "RENAULT", part: "BRAKE_PAD_SET" }),
  ]);
  build = builders(pool);
  await fleet(30, {
    make: "RENAULT",
    areaCode: "FR-69",
    lastPeriodicOn: "2025-01-10",
    lastPeriodicValidUntil: "2027-01-09",
  });
  await fleet(12, {
    make: "RENAULT",
    areaCode: "FR-69",
    lastPeriodicOn: "2020-01-10",
    lastPeriodicValidUntil: "2022-01-09",
  });
  await fleet(15, { make: "PEUGEOT", areaCode: "FR-69", firstRegisteredOn: "2024-01-10" });
  await fleet(15, { make: "RENAULT", areaCode: "FR-38", firstRegisteredOn: "2024-01-10" });
  await refreshCube({ pool, today: TODAY });
  // As if each were known to another garage.
  await pool.query(
    `insert into demand_contributions (vehicle_id, area_code, make, source, needs)
     select id, area_code, make, row_number() over () % 8, '[]' from vehicles`,
  );
  await publish({ pool, today: TODAY, secret: SECRET });
});
afterAll(() => server.close());

async function fleet(count: number, like: Parameters<typeof build.vehicle>[0]): Promise<void> {
  for (let n = 0; n < count; n += 1) await build.vehicle(like);
}

const DEMAND = `query Demand($filter: DemandFilter!, $by: [DemandDimension!]!) {
  demand(filter: $filter, by: $by) {
    publishedOn weeks
    cells { partCategory area week make units { p10 p50 p90 } vehicles inspectionsDue isPartial suppressed }
  }
}`;

interface Cell {
  readonly partCategory: string | null;
  readonly area: string | null;
  readonly week: string | null;
  readonly make: string | null;
  readonly units: { readonly p10: number; readonly p50: number; readonly p90: number } | null;
  readonly vehicles: number | null;
  readonly inspectionsDue: number | null;
  readonly isPartial: boolean;
  readonly suppressed: string | null;
}

async function ask(wanted: Partial<PartnerWanted>, filter: object, by: readonly string[]): Promise<Cell[]> {
  const { client } = await server.partner({ scopes: ["demand:read"], ...wanted });
  const { demand } = await client.request<{ demand: { cells: Cell[] } }>(DEMAND, { filter, by });
  return demand.cells;
}

const PADS = { partCategory: "BRAKE_PAD_SET" };

describe("Query.demand", () => {
  test("answers what is expected, near the truth and in multiples of five", async () => {
    const [cell] = await ask({}, { area: "FR-69", ...PADS }, []);
    // Of 700 needs with a chance of 0.8, nineteen of twenty lie in the 13 weeks.
    expect(Math.abs((cell?.units?.p50 ?? 0) - 700 * 0.8 * 0.955)).toBeLessThan(15);
    expect(cell?.suppressed).toBeNull();
    const weekly = await ask({}, { area: "FR-69", ...PADS }, ["WEEK"]);
    expect(weekly).toHaveLength(13);
    const numbers = [cell, ...weekly].flatMap((c) => [
      c?.units?.p10,
      c?.units?.p50,
      c?.units?.p90,
      c?.vehicles,
    ]);
    expect(numbers.filter((value) => (value ?? 0) % 5 !== 0)).toEqual([]);
    expect(
      weekly.every(({ units }) => units !== null && units.p10 <= units.p50 && units.p50 <= units.p90),
    ).toBe(true);
    expect(
      Math.abs(weekly.reduce((sum, { units }) => sum + (units?.p50 ?? 0), 0) - (cell?.units?.p50 ?? 0)),
    ).toBeLessThan(65);
  });

  test("D89 hides a small department, and with it a second one, so that the region does not give it away", async () => {
    const cells = await ask({}, { area: "FR-ARA", ...PADS }, ["AREA"]);
    const shown = cells.filter(({ units }) => units !== null).map(({ area }) => area);
    expect(shown).toEqual(["FR-69"]);
    const hidden = cells.filter(({ suppressed }) => suppressed === "DISCLOSURE_CONTROL");
    expect(hidden.map(({ area }) => area)).toEqual(expect.arrayContaining(["FR-01", "FR-38", "FR-15"]));
    expect(hidden.every(({ units, vehicles }) => units === null && vehicles === null)).toBe(true);
  });

  test("D89 looks the same for a small group as for none, and for what is outside the contract", async () => {
    const of = async (area: string) => (await ask({}, { area, ...PADS }, []))[0];
    expect(await of("FR-01")).toEqual(await of("FR-15"));
    expect(await ask({ areas: ["FR-13"] }, { area: "FR-69", ...PADS }, [])).toEqual([]);
  });

  test("D89 gives every partner the same cells, of its contract only", async () => {
    const [whole] = await ask({}, { area: "FR-69", ...PADS }, ["MAKE"]).then((cells) =>
      cells.filter(({ make }) => make === "RENAULT"),
    );
    const [renault] = await ask({ makes: ["RENAULT"], areas: ["FR-69"] }, { ...PADS }, ["MAKE"]);
    expect(renault).toEqual(whole);
    expect(whole?.units).not.toBeNull();
    const braking = await ask({ partFamilies: ["TYRES_WHEELS"] }, { area: "FR-69" }, ["PART_CATEGORY"]);
    expect(braking.map(({ partCategory }) => partCategory)).not.toContain("BRAKE_PAD_SET");
    expect(braking.find(({ partCategory }) => partCategory === "TYRE")?.units).not.toBeNull();
  });

  test("adds up what a contract holds where it holds only parts, from published numbers", async () => {
    const single = async (area: string) => (await ask({}, { area, ...PADS }, []))[0]?.units?.p50 ?? 0;
    const [both] = await ask({ areas: ["FR-69", "FR-13"] }, PADS, []);
    expect(both?.units?.p50).toBe((await single("FR-69")) + (await single("FR-13")));
  });

  test("counts inspections that fall due where no part is asked for", async () => {
    const [cell] = await ask({}, { area: "FR-69" }, []);
    expect(Math.abs((cell?.inspectionsDue ?? 0) - 500 * 0.955)).toBeLessThan(20);
    expect((await ask({}, { area: "FR-69", ...PADS }, []))[0]?.inspectionsDue).toBeNull();
  });

  test("narrows to weeks, and lists none that are not published", async () => {
    const weeks = await ask({}, { area: "FR-69", ...PADS, weekFrom: "2026-06-25", weekUntil: "2026-07-05" }, [
      "WEEK",
    ]);
    expect(weeks.map(({ week }) => week)).toEqual(["2026-06-22", "2026-06-29"]);
    expect(await ask({}, { area: "FR-69", weekFrom: "2027-01-01" }, ["WEEK"])).toEqual([]);
  });

  test("is one statement, however much it adds up", async () => {
    const { client } = await server.partner({ scopes: ["demand:read"] });
    const { texts } = await countStatements(() =>
      client.request(DEMAND, { filter: { area: "FR" }, by: ["PART_CATEGORY", "WEEK"] }),
    );
    expect(texts).toHaveLength(1);
  });

  test.each([
    ["four dimensions", { filter: {}, by: ["PART_CATEGORY", "AREA", "WEEK", "MAKE"] }],
    ["one named twice", { filter: {}, by: ["WEEK", "WEEK"] }],
    ["too many cells", { filter: {}, by: ["PART_CATEGORY", "AREA", "WEEK"] }],
    [
      "weeks that end before they begin",
      { filter: { weekFrom: "2026-08-01", weekUntil: "2026-07-01" }, by: [] },
    ],
  ])("refuses %s", async (_case, variables) => {
    const { client } = await server.partner({ scopes: ["demand:read"] });
    await expect(client.request(DEMAND, variables)).rejects.toMatchObject({
      response: { status: 400, errors: [{ extensions: { code: "BAD_USER_INPUT" } }] },
    });
  });

  test("needs demand:read", async () => {
    const { client } = await server.partner({ scopes: ["garages:read"] });
    await expect(client.request(DEMAND, { filter: {}, by: [] })).rejects.toMatchObject({
      response: {
        status: 403,
        errors: [{ extensions: { code: "MISSING_SCOPE", missing: ["demand:read"] } }],
      },
    });
  });
});

describe("a day's publication", () => {
  test("D89 is never changed, and the next day's keeps numbers that hardly moved", async () => {
    const before = await ask({}, { area: "FR" }, ["PART_CATEGORY"]);
    await insertSignals(pool, crowd(2, { areaCode: "FR-69", make: "RENAULT", part: "TYRE" }));
    await refreshCube({ pool, today: TODAY });
    expect((await publish({ pool, today: TODAY, secret: SECRET })).isNew).toBe(false);
    expect(await ask({}, { area: "FR" }, ["PART_CATEGORY"])).toEqual(before);
    expect((await publish({ pool, today: "2026-06-16", secret: SECRET })).isNew).toBe(true);
    const values = (cells: Cell[]) => cells.map(({ units }) => units?.p50);
    expect(values(await ask({}, { area: "FR" }, ["PART_CATEGORY"]))).toEqual(values(before));
  });
});

describe("Query.vehiclesInOperation", () => {
  const OPERATION = `query Fleet($filter: VehiclesInOperationFilter, $by: [VehiclesInOperationDimension!]!) {
    vehiclesInOperation(filter: $filter, by: $by) { publishedOn cells { area make model ageBand fuel vehicles penetration } }
  }`;

  test("counts who may still come, and leaves out who has not for years", async () => {
    const { client } = await server.partner({ scopes: ["demand:read"] });
    const { vehiclesInOperation } = await client.request<{
      vehiclesInOperation: { cells: { make: string; vehicles: number; model: string | null }[] };
    }>(OPERATION, { filter: { area: "FR-69" }, by: ["MODEL"] });
    expect(vehiclesInOperation.cells).toEqual([
      expect.objectContaining({ make: "RENAULT", model: "CLIO", vehicles: 30, penetration: null }),
    ]);
  });

  test("tells what share needs a part only where both numbers are published", async () => {
    const { client } = await server.partner({ scopes: ["demand:read"] });
    const share = async (partCategory: string) => {
      const answer = await client.request<{
        vehiclesInOperation: { cells: { penetration: number | null }[] };
      }>(OPERATION, { filter: { area: "FR-69", partCategory }, by: ["MAKE"] });
      return answer.vehiclesInOperation.cells.map(({ penetration }) => penetration);
    };
    expect((await share("BRAKE_PAD_SET"))[0]).toBeGreaterThan(1);
    expect(await share("WIPER_BLADE")).toEqual([null]);
  });

  test.each<[string, { filter: object | null; by: string[] }, string]>([
    ["in the breakdown", { filter: null, by: ["AGE_BAND", "FUEL"] }, "by"],
    ["in the filter", { filter: { ageBand: "YEARS_4_6", fuel: "DIESEL" }, by: [] }, "filter.fuel"],
    ["in both", { filter: { fuel: "DIESEL" }, by: ["AREA", "AGE_BAND"] }, "filter.fuel"],
    ["in both, the other way round", { filter: { ageBand: "UNKNOWN" }, by: ["FUEL"] }, "filter.ageBand"],
  ])("refuses ages and fuels together %s, and says what there is", async (_case, variables, argument) => {
    const { client } = await server.partner({ scopes: ["demand:read"] });
    const extensions = { code: "BAD_USER_INPUT", argument, allowed: expect.any(Array) as unknown };
    await expect(client.request(OPERATION, variables)).rejects.toMatchObject({
      response: { status: 400, errors: [{ extensions }] },
    });
    const { texts } = await countStatements(() =>
      client.request(OPERATION, variables).catch(() => undefined),
    );
    expect(texts).toEqual([]);
  });

  test.each(["MAKE AGE_BAND", "MAKE FUEL", "MODEL AGE_BAND", "MODEL FUEL"])(
    "does not refuse AREA %s",
    async (names) => {
      const { client } = await server.partner({ scopes: ["demand:read"] });
      const variables = { filter: { area: "FR" }, by: ["AREA", ...names.split(" ")] };
      expect(await client.request(OPERATION, variables)).toMatchObject({
        vehiclesInOperation: { publishedOn: expect.stringMatching(/^2026-06-1[56]$/) as unknown },
      });
    },
  );

  test("shows nothing of other areas or makes", async () => {
    const { client } = await server.partner({ scopes: ["demand:read"], areas: ["FR-13"] });
    const other = await server.partner({ scopes: ["demand:read"], makes: ["PEUGEOT"] });
    for (const asker of [client, other.client]) {
      expect(await asker.request(OPERATION, { filter: null, by: [] })).toEqual({
        vehiclesInOperation: { publishedOn: expect.any(String) as string, cells: [] },
      });
    }
  });
});

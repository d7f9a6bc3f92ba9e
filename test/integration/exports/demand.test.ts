import { parse } from "csv-parse/sync";
import type pg from "pg";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { publish, refreshCube } from "../../../src/modules/demand/index.ts";
import type { Scope } from "../../../src/platform/auth/principal.ts";
import { crowd, insertSignals } from "../demand/scene.ts";
import { openExportScene, type ExportAnswer, type ExportScene } from "./scene.ts";
import type { TestPartner } from "../../support/server.ts";

const TODAY = "2026-06-15";
/** What the distributor of the demo holds. */
const SCOPES: readonly Scope[] = ["demand:read", "garages:read", "exports:run"];
const START = "dataset: DEMAND, format: NDJSON";

interface Row {
  readonly partCategory: string | null;
  readonly area: string;
  readonly week: string | null;
  readonly make: string | null;
  readonly units: { readonly p10: number; readonly p50: number; readonly p90: number } | null;
  readonly vehicles: number | null;
  readonly inspectionsDue: number | null;
}

let scene: ExportScene;
let pool: pg.Pool;
let early: ExportAnswer;
let everywhere: TestPartner;
beforeAll(async () => {
  scene = await openExportScene();
  pool = scene.server.database.pool("kimberlite_worker");
  everywhere = await scene.server.partner({ scopes: SCOPES });
  early = await scene.made(everywhere, START);
  const brakes = { make: "RENAULT", part: "BRAKE_PAD_SET" };
  await insertSignals(pool, [
    ...crowd(300, { ...brakes, areaCode: "FR-69" }),
    ...crowd(200, { ...brakes, areaCode: "FR-69", make: "PEUGEOT" }),
    ...crowd(150, { ...brakes, areaCode: "FR-38" }),
    ...crowd(9, { ...brakes, areaCode: "FR-01" }),
    ...crowd(200, { ...brakes, areaCode: "FR-13" }),
    ...crowd(150, { areaCode: "FR-69", make: "RENAULT", part: null }),
    ...crowd(100, { areaCode: "FR-13", make: "PEUGEOT", part: null }),
  ]);
  await refreshCube({ pool, today: TODAY });
  await publish({ pool, today: TODAY, secret: "a secret of the tests" });
});
afterAll(() => scene.close());

const rowsOf = async (partner: TestPartner, args = START) =>
  (await scene.rowsOf(partner, await scene.made(partner, args))) as unknown as Row[];

const manifestOf = async (partner: TestPartner, { id }: ExportAnswer) =>
  (await (await scene.download(partner, id, "manifest.json")).json()) as Record<string, unknown>;

/** What `demand` says of the same, cell by cell. */
async function asked(
  partner: TestPartner,
  { area, make, partCategory, week }: Row,
): Promise<object | undefined> {
  const by = [...(week === null ? [] : ["WEEK"]), ...(make === null ? [] : ["MAKE"])];
  const { demand } = await partner.client.request<{ demand: { cells: (Row & { suppressed: null })[] } }>(
    `query ($filter: DemandFilter!, $by: [DemandDimension!]!) {
       demand(filter: $filter, by: $by) { cells { week make units { p10 p50 p90 } vehicles inspectionsDue } }
     }`,
    { filter: { area, partCategory, make, weekFrom: week, weekUntil: week }, by },
  );
  return demand.cells[0];
}

describe("an export of demand", () => {
  test("holds every published number as demand answers it, and nothing that is suppressed", async () => {
    const rows = await rowsOf(everywhere);
    const published = await scene.server.database.look(
      "select 1 + coalesce(cardinality(weekly_units), 0) as numbers from demand_cells",
    );
    expect(rows).toHaveLength(published.reduce((sum, { numbers }) => sum + Number(numbers), 0));
    const places = new Set(rows.map(({ area }) => area));
    expect([places.has("FR"), places.has("FR-ARA"), places.has("FR-69"), places.has("FR-01")]).toEqual([
      true,
      true,
      true,
      false,
    ]);
    const parts = rows.filter(({ partCategory, area }) => partCategory !== null && area === "FR-69");
    expect(parts.some(({ week }) => week === null)).toBe(true);
    expect(parts.some(({ make, week }) => make !== null && week !== null)).toBe(true);
    for (const row of parts.filter((_, place) => place % 5 === 0)) {
      const { week, make, units, vehicles, inspectionsDue } = row;
      expect(await asked(everywhere, row)).toEqual({ week, make, units, vehicles, inspectionsDue });
    }
    const due = rows.filter(({ partCategory }) => partCategory === null);
    expect(due.length).toBeGreaterThan(0);
    expect(due.every(({ units, inspectionsDue }) => units === null && inspectionsDue! % 5 === 0)).toBe(true);
  });

  test("names the publication it is from, and has no rows before the first", async () => {
    const done = await scene.made(everywhere, START);
    const [snapshot] = await scene.server.database.look("select as_of from demand_snapshots");
    expect(await manifestOf(everywhere, done)).toMatchObject({
      dataset: "DEMAND",
      publishedOn: TODAY,
      watermark: (snapshot?.["as_of"] as Date).toISOString(),
    });
    expect(early.files).toMatchObject([{ rows: 0 }]);
    expect(await manifestOf(everywhere, early)).toMatchObject({ publishedOn: null, rows: 0 });
  });

  test("is of the contract's areas, makes and part families only", async () => {
    const south = await scene.server.partner({ scopes: SCOPES, areas: ["FR-PAC"] });
    expect(new Set((await rowsOf(south)).map(({ area }) => area))).toEqual(new Set(["FR-13"]));
    const renault = await scene.server.partner({ scopes: SCOPES, makes: ["RENAULT"] });
    expect(new Set((await rowsOf(renault)).map(({ make }) => make))).toEqual(new Set(["RENAULT"]));
    const tyres = await scene.server.partner({ scopes: SCOPES, partFamilies: ["TYRES_WHEELS"] });
    expect(new Set((await rowsOf(tyres)).map(({ partCategory }) => partCategory))).toEqual(new Set([null]));
  });

  test("is narrowed by area, level, make, part and weeks", async () => {
    const filter = (text: string) => rowsOf(everywhere, `${START}, filter: { demand: { ${text} } }`);
    const some = await filter('area: "FR-ARA", areaLevel: DEPARTMENT, partFamily: BRAKING, make: "renault"');
    expect(new Set(some.map(({ area, make }) => `${area} ${make}`))).toEqual(new Set(["FR-69 RENAULT"]));
    const weeks = await filter(
      'partCategory: "BRAKE_PAD_SET", weekFrom: "2026-06-24", weekUntil: "2026-06-30"',
    );
    expect(new Set(weeks.map(({ week }) => week))).toEqual(new Set(["2026-06-22", "2026-06-29"]));
  });

  test("is the same in CSV, under one header", async () => {
    const done = await scene.made(everywhere, "dataset: DEMAND, format: CSV");
    const text = await (await scene.download(everywhere, done.id, done.files[0]!.name)).text();
    expect(text.split("\n")[0]).toBe(
      "partCategory,area,week,make,units.p10,units.p50,units.p90,vehicles,inspectionsDue",
    );
    const cells = parse<Record<string, string>>(text, { columns: true });
    const rows = await rowsOf(everywhere);
    const line = (row: Row) =>
      [row.partCategory, row.area, row.week, row.make, row.units?.p50, row.inspectionsDue].join();
    expect(
      cells
        .map((c) =>
          [c["partCategory"], c["area"], c["week"], c["make"], c["units.p50"], c["inspectionsDue"]].join(),
        )
        .toSorted(),
    ).toEqual(rows.map(line).toSorted());
  });

  test("needs demand:read, and takes no other dataset's filter nor weeks that end before they begin", async () => {
    const poor = await scene.server.partner({ scopes: ["exports:run", "garages:read"] });
    await expect(scene.start(poor, START)).rejects.toMatchObject({
      response: { errors: [{ extensions: { code: "MISSING_SCOPE", missing: ["demand:read"] } }] },
    });
    for (const filter of [
      '{ garages: { area: "FR" } }',
      '{ demand: { weekFrom: "2026-07-01", weekUntil: "2026-06-15" } }',
    ])
      await expect(scene.start(everywhere, `${START}, filter: ${filter}`)).rejects.toThrow("BAD_USER_INPUT");
    expect(
      await scene.server.database.look("select from exports where status in ('QUEUED', 'RUNNING')"),
    ).toEqual([]);
  });
});

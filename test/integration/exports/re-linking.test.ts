import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { openExportScene } from "./scene.ts";
import type { TestPartner } from "../../support/server.ts";

type Scene = Awaited<ReturnType<typeof openExportScene>>;

/** Cars alike in what they are, as they leave the dealers: of each model some each month, none inspected yet. */
const MODELS = 4;
const MONTHS = 12;
const EACH_MONTH = 20;

let scene: Scene;

beforeAll(async () => {
  scene = await openExportScene();
  // Days, distances and instants of their own, as registers and garages tell them.
  await scene.server.database.look(
    `insert into vehicles (id, country, registration, vin, make, model, category, usage, fuel, power_kw, gross_mass_kg,
       first_registered_on, first_registered_precision, area_code, odometer_km, odometer_km_per_year, updated_at)
     select gen_random_uuid(), 'FR', 'ZZ' || lpad(n::text, 7, '0'), 'ZZ' || lpad(n::text, 15, '0'), 'RENAULT', 'M' || n % $1::int,
       'M1', 'PRIVATE', 'PETROL', 66, 1600, date '2025-01-01' + make_interval(months => n / $1::int % $2::int, days => n * 7 % 27),
       'DAY', 'FR-69', 11600 + n % 800, 11600 + n * 31 % 800, timestamptz '2026-06-14 08:00Z' + make_interval(secs => n)
     from generate_series(1, $1::int * $2::int * $3::int) n`,
    [MODELS, MONTHS, EACH_MONTH],
  );
});
afterAll(() => scene.close());

async function vehiclesOf(partner: TestPartner): Promise<Record<string, unknown>[]> {
  return scene.rowsOf(partner, await scene.made(partner, "dataset: VEHICLES, format: NDJSON"));
}

/** Of all vehicles, those that one row of each export and no other has the same values of, ids left out. */
function linkedShare(mine: readonly Record<string, unknown>[], yours: readonly Record<string, unknown>[]) {
  const shared = Object.keys(mine[0]!).filter((column) => column !== "id" && column in yours[0]!);
  const keyOf = (row: Record<string, unknown>) => JSON.stringify(shared.map((column) => row[column]));
  const [byMine, byYours] = [Map.groupBy(mine, keyOf), Map.groupBy(yours, keyOf)];
  const linked = [...byMine].filter(([key, rows]) => rows.length === 1 && byYours.get(key)?.length === 1);
  return { share: linked.length / mine.length, shared };
}

const SCOPES = ["vehicles:read", "exports:run"] as const;

describe("exports of two partners, joined by all that both of them say", () => {
  test("D89 tell hardly one vehicle from those like it, where neither may know identities", async () => {
    const [mine, yours] = [
      await vehiclesOf(await scene.server.partner({ scopes: SCOPES })),
      await vehiclesOf(await scene.server.partner({ scopes: SCOPES })),
    ];
    expect(mine).toHaveLength(MODELS * MONTHS * EACH_MONTH);
    const { share, shared } = linkedShare(mine, yours);
    expect(shared).toEqual(
      expect.arrayContaining(["firstRegisteredOn", "odometer", "nextInspection", "updatedAt"]),
    );
    expect(share).toBeLessThan(0.05);
    expect(new Set(mine.map(({ id }) => id)).intersection(new Set(yours.map(({ id }) => id))).size).toBe(0);
    expect(mine[0]).toMatchObject({
      firstRegisteredOn: expect.stringMatching(/-01$/) as string,
      firstRegisteredPrecision: "MONTH",
      updatedAt: "2026-06-14T00:00:00.000Z",
      odometer: { latestKm: 12_000, kmPerYear: 12_000 },
    });
  });

  test("tell every one of them where both may: so it is these values that would", async () => {
    const identify = { scopes: [...SCOPES, "vehicles:identify"] as const };
    const [mine, yours] = [
      await vehiclesOf(await scene.server.partner(identify)),
      await vehiclesOf(await scene.server.partner(identify)),
    ];
    const without = (rows: readonly Record<string, unknown>[]) =>
      rows.map(({ registration, vin, ...row }) => {
        expect(registration ?? vin).not.toBeNull();
        return row;
      });
    expect(linkedShare(without(mine), without(yours)).share).toBe(1);
  });

  test("give no day away to whoever filters by days; a query tells it, and what is due by it", async () => {
    const partner = await scene.server.partner({ scopes: SCOPES });
    const exported = async (from: string, until: string) => {
      const filter = `{ model: "M1", firstRegisteredFrom: "${from}", firstRegisteredUntil: "${until}" }`;
      const args = `dataset: VEHICLES, format: NDJSON, filter: { vehicles: ${filter} }`;
      return (await scene.rowsOf(partner, await scene.made(partner, args))).length;
    };
    expect(await exported("2025-03-01", "2025-03-01")).toBe(EACH_MONTH);
    expect(await exported("2025-03-02", "2025-03-31")).toBe(0);
    const { vehicles } = await partner.client.request<{ vehicles: { edges: { node: object }[] } }>(
      '{ vehicles(first: 1, filter: { model: "M1", firstRegisteredFrom: "2025-03-02" }) { edges { node { firstRegisteredPrecision nextInspection { basis dueOn } } } } }',
    );
    expect(vehicles.edges[0]?.node).toMatchObject({
      firstRegisteredPrecision: "DAY",
      nextInspection: { dueOn: expect.stringMatching(/^20\d\d-\d\d-\d\d$/) as string },
    });
  });
});

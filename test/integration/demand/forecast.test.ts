import { randomUUID } from "node:crypto";
import type pg from "pg";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { publish, refreshCube } from "../../../src/modules/demand/index.ts";
import { builders } from "../../builders/index.ts";
import { createTestServer, type TestServer } from "../../support/server.ts";
import { crowd, insertSignals } from "./scene.ts";

const SECRET = "a secret of the tests";

let server: TestServer;
let pool: pg.Pool;
beforeAll(async () => {
  server = await createTestServer();
  pool = server.database.pool("kimberlite_worker");
  await insertSignals(pool, [
    ...crowd(200, { areaCode: "FR-13", make: "RENAULT", part: "BRAKE_PAD_SET" }),
    ...crowd(200, { areaCode: "FR-06", make: "PEUGEOT", part: "BRAKE_PAD_SET" }),
  ]);
});
afterAll(() => server.close());

describe("Query.demandForecast", () => {
  test("forecasts what inspections found week by week, with its back-test", async () => {
    const vehicle = await builders(pool).vehicle({ areaCode: "FR-13" });
    // Four years of one a day: of one vehicle, since nothing but their number counts here.
    const days = Array.from({ length: 4 * 365 }, (_, n) => n);
    const rows = days.map((n) => ({ id: randomUUID(), day: n }));
    await pool.query(
      `insert into inspections (id, vehicle_id, country, area_code, make, kind, result, performed_on, source, source_key)
       select id, $2, 'FR', 'FR-13', 'RENAULT', 'PERIODIC', 'FAIL_MAJOR', date '2026-06-28' - day, 'SYNTHETIC', 'f' || day
       from jsonb_to_recordset($1::jsonb) as given(id uuid, day integer)`,
      [JSON.stringify(rows), vehicle.id],
    );
    await pool.query(
      `insert into defects (id, vehicle_id, inspection_id, ordinal, area_code, make, severity, scheme, part_categories)
       select gen_random_uuid(), vehicle_id, id, 0, area_code, make, 'MAJOR', 'FR_CT', '{BRAKE_PAD_SET}'
       from inspections where area_code = 'FR-13'`,
    );
    await refreshCube({ pool, today: "2026-06-29" });
    await publish({ pool, today: "2026-06-29", secret: SECRET });
    const { client } = await server.partner({ scopes: ["demand:read"], areas: ["FR-13"] });
    const FORECAST = `query Forecast($area: String!) {
      demandForecast(partCategory: "BRAKE_PAD_SET", area: $area, weeks: 4) {
        weeks { week p10 p50 p90 seasonality } suppressed
        backtest { trainedUntil weeks wape naiveWape seasonalNaiveWape coverage }
      }
    }`;
    const { demandForecast } = await client.request<{
      demandForecast: {
        weeks: { week: string; p10: number; p50: number; p90: number }[];
        backtest: { wape: number };
      };
    }>(FORECAST, { area: "FR-13" });
    expect(demandForecast.weeks.map(({ week }) => week)).toEqual([
      "2026-06-29",
      "2026-07-06",
      "2026-07-13",
      "2026-07-20",
    ]);
    expect(
      demandForecast.weeks.every(({ p10, p50, p90 }) => p10 <= p50 && p50 <= p90 && p50 >= 5 && p50 <= 10),
    ).toBe(true);
    // Seven a week, every week: there is nothing to miss.
    const { backtest } = demandForecast;
    expect(backtest).toMatchObject({ trainedUntil: "2026-03-29", weeks: 13, naiveWape: 0, coverage: 1 });
    expect(backtest.wape).toBeLessThan(0.02);
    expect(await client.request(FORECAST, { area: "FR-69" })).toEqual({
      demandForecast: { weeks: [], suppressed: "DISCLOSURE_CONTROL", backtest: null },
    });
    const limited = await server.partner({ scopes: ["demand:read"], makes: ["RENAULT"] });
    expect(await limited.client.request(FORECAST, { area: "FR-13" })).toMatchObject({
      demandForecast: { weeks: [] },
    });
  });

  test.each([0, 14])("refuses %i weeks", async (weeks) => {
    const { client } = await server.partner({ scopes: ["demand:read"] });
    await expect(
      client.request(`{ demandForecast(partCategory: "TYRE", area: "FR", weeks: ${weeks}) { suppressed } }`),
    ).rejects.toMatchObject({
      response: { status: 400, errors: [{ extensions: { code: "BAD_USER_INPUT" } }] },
    });
  });
});

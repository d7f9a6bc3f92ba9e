import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { refreshVehicleSummaries } from "../../../src/modules/inspections/index.ts";
import { builders } from "../../builders/index.ts";
import { createTestDatabase, type TestDatabase } from "../../support/database.ts";

let database: TestDatabase;
beforeEach(async () => {
  database = await createTestDatabase();
});
afterEach(() => database.drop());

describe("refreshVehicleSummaries", () => {
  async function refresh(...vehicleIds: string[]): Promise<void> {
    const client = await database.pool("kimberlite_worker").connect();
    await refreshVehicleSummaries(client, vehicleIds).finally(() => client.release());
  }

  test("writes what rows written by others say together, and nothing the second time", async () => {
    const pool = database.pool("kimberlite_worker");
    const rows = builders(pool);
    const car = await rows.vehicle({ country: "GB", areaCode: "GB" });
    const failed = await rows.inspection(car, {
      result: "FAIL_MAJOR",
      performedOn: "2024-05-13",
      source: "DVSA",
    });
    const passed = await rows.inspection(car, {
      performedOn: "2024-05-14",
      source: "DVSA",
      validUntil: "2025-05-13",
    });
    const before = await rows.inspection(car, {
      performedOn: "2023-05-10",
      source: "DVSA",
      validUntil: "2024-05-09",
    });
    const known = await rows.defect(before, { annexItem: "5.2.3", code: "5.2.3(e)" });
    await rows.defect(failed, { annexItem: "5.2.3", code: "5.2.3(e)" });
    await rows.reading(before, 40_000);
    await rows.reading(failed, 50_000);
    await refresh(car.id);
    const [summary] = await database.look("select * from vehicles");
    expect(summary).toMatchObject({
      odometer_km: 50_000,
      odometer_verdict: "LOGICAL",
      last_periodic_result: "FAIL_MAJOR",
    });
    expect(await database.look("select kind, retest_of from inspections where id = $1", [passed.id])).toEqual(
      [{ kind: "RETEST", retest_of: failed.id }],
    );
    expect(
      await database.look("select repeat_of from defects where inspection_id = $1", [failed.id]),
    ).toEqual([{ repeat_of: known.id }]);
    await refresh(car.id);
    expect(await database.look("select * from vehicles")).toEqual([summary]);
  });

  test("passes over vehicles that do not exist", async () => {
    await expect(refresh("00000000-0000-7000-8000-000000000000")).resolves.toBeUndefined();
    await expect(refresh()).resolves.toBeUndefined();
  });
});

import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { storeQuality, type QualityFigures } from "../../../src/modules/quality/index.ts";
import { inTransaction } from "../../../src/platform/db/transaction.ts";
import { createTestDatabase, type TestDatabase } from "../../support/database.ts";

const BRAKES: QualityFigures = {
  modelVersion: "one",
  kind: "FAILURE_PREDICTED",
  item: "SERVICE_BRAKE",
  partCategories: ["BRAKE_DISC", "BRAKE_PAD_SET"],
  population: "MADE_UP",
  isSynthetic: true,
  attribution: "Made up.",
  trainedFrom: "2018-01-01",
  trainedUntil: "2020-12-31",
  testedFrom: "2021-01-01",
  testedUntil: "2021-12-31",
  n: 1200,
  baseRate: 0.05,
  auc: 0.7,
  aucStandardError: 0.02,
  topDecileLift: 2.5,
  brierScore: 0.046,
  calibrationError: 0.001,
  curve: [{ decile: 1, expectedRate: 0.01, observedRate: 0.011, n: 120 }],
  meanDeviance: 1.2,
  devianceUnit: "COHORT",
  intervalCoverage: 0.8,
  windowCoverage: null,
  medianDateErrorDays: null,
  baselines: [
    {
      name: "AGE",
      meanDeviance: 2,
      auc: 0.6,
      aucDifferenceStandardError: 0.01,
      brierScore: 0.047,
      windowCoverage: null,
      medianDateErrorDays: null,
    },
  ],
  ceiling: null,
  note: null,
  measuredAt: new Date("2026-11-01T06:00:00Z"),
};

describe("figures of backtests", () => {
  let database: TestDatabase;
  beforeAll(async () => {
    database = await createTestDatabase();
  });
  beforeEach(() => database.look("delete from signal_quality"));
  afterAll(() => database.drop());

  const store = (...rows: QualityFigures[]) =>
    inTransaction(database.pool("kimberlite_worker", 1), (client) => storeQuality(client, rows));
  const stored = () =>
    database.look("select *, xmin::text as xmin from signal_quality order by model_version");

  test("are kept as they are, nothing as null", async () => {
    await store(BRAKES, { ...BRAKES, item: null, partCategories: [], modelVersion: "two" });
    const [brakes, all] = await stored();
    expect(brakes).toMatchObject({
      model_version: "one",
      part_categories: ["BRAKE_DISC", "BRAKE_PAD_SET"],
      n: 1200,
      base_rate: 0.05,
      curve: BRAKES.curve,
      baselines: BRAKES.baselines,
      ceiling: null,
      note: null,
      measured_at: BRAKES.measuredAt,
    });
    expect(all).toMatchObject({ item: null, part_categories: [] });
    expect(await database.look("select count(*)::int n from signal_quality where ceiling is null")).toEqual([
      { n: 2 },
    ]);
  });

  test("of the same test take the place of the earlier ones; others stay, and equal ones are not written", async () => {
    const all = { ...BRAKES, item: null, partCategories: [] };
    await store(BRAKES, all);
    const before = await stored();
    await store({ ...BRAKES, auc: 0.71 }, all);
    const after = await stored();
    expect(after).toHaveLength(2);
    const brakes = after.find(({ item }) => item !== null);
    expect(brakes?.["auc"]).toBe(0.71);
    expect(after.find(({ item }) => item === null)).toEqual(before.find(({ item }) => item === null));
  });
});

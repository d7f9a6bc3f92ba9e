import { readFileSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { currentPredictor } from "../../../src/modules/predictions/index.ts";
import { score } from "../../../src/modules/signals/index.ts";
import { inTransaction } from "../../../src/platform/db/transaction.ts";
import { createTestDatabase, type TestDatabase } from "../../support/database.ts";
import { contentOf, ingestFile } from "../../support/ingestion.ts";
import { sharedData } from "../../support/shared-data.ts";

const histories = sharedData("uk-mot-histories/histories.jsonl");
const stations = sharedData("uk-mot-stations/active-mot-stations-2025-04.csv");

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.drop());

interface Record {
  registration: string;
  motTests: {
    motTestNumber: string;
    odometerValue: string;
    defects: { text: string; type: string }[] | null;
  }[];
}

describe.skipIf(histories === null)("the real British histories", () => {
  let records: Record[];
  beforeAll(async () => {
    records = readFileSync(histories!, "utf8")
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line) as Record);
    await ingestFile(database, "uk-mot-history", histories!).then((summary) => {
      expect(summary.byKind).toEqual({
        vehicle: { read: 18, inserted: 18, updated: 0, unchanged: 0, rejected: 0 },
        inspection: { read: 218, inserted: 218, updated: 0, unchanged: 0, rejected: 0 },
      });
    });
  });

  test("change nothing when they are read again", async () => {
    const content = await contentOf(database);
    const again = await ingestFile(database, "uk-mot-history", histories!);
    expect(again).toMatchObject({ read: 236, inserted: 0, updated: 0, unchanged: 236, rejected: 0 });
    expect(await contentOf(database)).toEqual(content);
  });

  test("get predictions where cars of the very model were counted, and these say that no source says it is a car", async () => {
    const pool = database.pool("kimberlite_worker");
    const predictor = await inTransaction(pool, currentPredictor);
    await score({ pool, today: "2026-06-15", predictor });
    const predicted = await database.look(
      `select v.category, v.make, v.model, (s.evidence::jsonb)[0] as cohort from intent_signals s
       join vehicles v on v.id = s.vehicle_id where s.kind = 'FAILURE_PREDICTED'`,
    );
    expect(predicted.length).toBeGreaterThan(0);
    expect(new Set(predicted.map(({ category }) => category))).toEqual(new Set(["UNKNOWN"]));
    for (const { make, cohort } of predicted as unknown as {
      make: string;
      cohort: { population: number | null };
    }[]) {
      expect(cohort).toMatchObject({ kind: "COHORT", isCarByModel: true });
      // The model's own cohort, not only its make's.
      expect(cohort.population, make).toBeGreaterThan(0);
    }
  });

  test("keep every distance in miles, and give it in kilometres", async () => {
    const rows = await database.look(
      "select i.source_key, o.value, o.unit, o.km from odometer_readings o join inspections i using (vehicle_id, id)",
    );
    const readings = new Map(rows.map((row) => [row["source_key"], row]));
    const tests = records.flatMap(({ motTests }) => motTests);
    expect(readings.size).toBe(218);
    for (const { motTestNumber, odometerValue } of tests) {
      const value = Number(odometerValue);
      expect(readings.get(motTestNumber)).toMatchObject({
        value,
        unit: "MI",
        km: Math.round(value * 1.609344),
      });
    }
  });

  test("keep every text in full, advisories too", async () => {
    const rows = await database.look("select text from defects");
    const texts = records.flatMap(({ motTests }) => motTests.flatMap(({ defects }) => defects ?? []));
    expect(rows.map(({ text }) => text).toSorted()).toEqual(texts.map(({ text }) => text).toSorted());
    expect(texts.filter(({ type }) => type === "ADVISORY").length).toBe(139);
  });

  test("read 5.2.3 (d) (ii) as item 5.2.3, a tyre", async () => {
    const rows = await database.look(
      "select distinct scheme, annex_item, part_categories from defects where text like '%(5.2.3 (d) (ii))'",
    );
    expect(rows).toEqual([{ scheme: "UK_MOT", annex_item: "5.2.3", part_categories: ["TYRE"] }]);
  });

  test("link each retest to the failure it answers, and put the PRS pass of the same second behind its failure", async () => {
    const [retests] = await database.look(
      `select count(*)::integer as retests,
         count(*) filter (where f.result like 'FAIL%' and f.kind = 'PERIODIC' and f.performed_on <= r.performed_on)::integer as linked,
         count(*) filter (where r.result = 'PASS_AFTER_RECTIFICATION')::integer as rectified
       from inspections r left join inspections f on f.vehicle_id = r.vehicle_id and f.id = r.retest_of
       where r.kind = 'RETEST'`,
    );
    expect(retests).toEqual({ retests: 41, linked: 41, rectified: 13 });
    const [alone] = await database.look(
      "select count(*)::integer as count from inspections where result = 'PASS_AFTER_RECTIFICATION' and kind <> 'RETEST'",
    );
    expect(alone).toEqual({ count: 0 });
  });

  test("tell what due dates are reckoned from", async () => {
    const rows = await database.look(
      `select registration, last_periodic_on::text as "on", last_periodic_result as result,
         last_periodic_valid_until::text as until, last_periodic_previous_due_on::text as due,
         last_periodic_cleared_on::text as cleared
       from vehicles where registration in ('TEST0003', 'TEST0009', 'TEST0013') order by registration`,
    );
    expect(rows).toEqual([
      // Failed on 7 June, eighteen days after another failure: a full test again.
      {
        registration: "TEST0003",
        on: "2026-06-07",
        result: "FAIL_MAJOR",
        until: null,
        due: "2027-05-18",
        cleared: null,
      },
      // Northern Irish: the failure of 28 May was answered on 7 June.
      {
        registration: "TEST0009",
        on: "2026-05-28",
        result: "FAIL_MAJOR",
        until: "2027-06-06",
        due: "2026-05-06",
        cleared: "2026-06-07",
      },
      {
        registration: "TEST0013",
        on: "2026-06-07",
        result: "FAIL_MAJOR",
        until: "2027-06-06",
        due: "2025-11-18",
        cleared: "2026-06-07",
      },
    ]);
  });

  test("leave no year 1900 behind, and no last day under a failure", async () => {
    const rows = await database.look(
      "select 1 from inspections where valid_until < performed_on or (result like 'FAIL%' and valid_until is not null)",
    );
    expect(rows).toEqual([]);
  });

  test("find and repair the distance that was typed without its last digit", async () => {
    const rows = await database.look(
      `select o.value, o.reason, o.repaired_km from odometer_readings o join vehicles v on v.id = o.vehicle_id
       where v.registration = 'TEST0022' and o.reason is not null`,
    );
    expect(rows).toHaveLength(2);
    for (const row of rows) {
      expect(row).toMatchObject({ value: 11_642, reason: "DIGIT_TYPO" });
      expect(Math.abs((row["repaired_km"] as number) - 116_420 * 1.609344)).toBeLessThan(200);
    }
  });
});

describe.skipIf(stations === null)("the real table of British stations", () => {
  test("goes in with every station, and with a report of its two last rows, which are none", async () => {
    const garage = { read: 22_986, updated: 0, rejected: 2 };
    const first = await ingestFile(database, "uk-mot-stations", stations!);
    expect(first.byKind).toEqual({ garage: { ...garage, inserted: 22_984, unchanged: 0 } });
    const rejected = await database.look(
      "select line_number, code from rejected_rows where run_id = $1 order by line_number",
      [first.runId],
    );
    expect(rejected).toEqual([
      { line_number: 22_986, code: "ROW_EMPTY" },
      { line_number: 22_987, code: "FIELD_MISSING" },
    ]);
    const second = await ingestFile(database, "uk-mot-stations", stations!);
    expect(second.byKind).toEqual({ garage: { ...garage, inserted: 0, unchanged: 22_984 } });
  });

  test("puts each into its postcode area", async () => {
    const [places] = await database.look(
      "select count(*) filter (where area_code = 'GB')::integer as nowhere, count(distinct area_code)::integer as areas from garages",
    );
    expect(places).toEqual({ nowhere: 0, areas: 120 });
  });
});

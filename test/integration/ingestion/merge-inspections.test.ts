import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { createTestDatabase, type TestDatabase } from "../../support/database.ts";
import { ingestText } from "../../support/ingestion.ts";
import { ukHistory } from "../../support/uk-histories.ts";

let database: TestDatabase;
beforeEach(async () => {
  database = await createTestDatabase();
});
afterEach(() => database.drop());

const kimberlite = (...rows: unknown[]) =>
  ingestText(database, "kimberlite", rows.map((row) => `${JSON.stringify(row)}\n`).join(""));

const uk = (...rows: unknown[]) =>
  ingestText(database, "uk-mot-history", rows.map((row) => `${JSON.stringify(row)}\n`).join(""));

const rdw = (...rows: unknown[]) => ingestText(database, "nl-rdw", JSON.stringify(rows, null, 1));

const inspection = {
  type: "inspection",
  id: "A-1",
  vehicle: { country: "FR", registration: "ZZ000ZZ" },
  kind: "PERIODIC",
  result: "PASS",
  performedOn: "2024-05-02",
};

describe("an inspection", () => {
  const history = ukHistory(7);
  const [first, ...rest] = history.motTests;

  test("that its source corrects is updated, its defects replaced as a set, and what follows from it told anew", async () => {
    await uk(history);
    const failed = {
      ...first!,
      testResult: "FAILED",
      expiryDate: null,
      odometerValue: "41",
      defects: [
        {
          type: "MAJOR",
          text: "Nearside Front Tyre tread depth below requirements (5.2.3 (e))",
          dangerous: false,
        },
      ],
    };
    const summary = await uk({ ...history, motTests: [failed, ...rest] });
    expect(summary.byKind.inspection).toMatchObject({ inserted: 0, updated: 1, unchanged: rest.length });
    expect(
      await database.look(
        `select i.result, i.valid_until, o.value, o.km, (select array_agg(d.code) from defects d where d.inspection_id = i.id) as codes
         from inspections i join odometer_readings o using (vehicle_id, id) where i.source_key = $1`,
        [first!.motTestNumber],
      ),
    ).toEqual([
      {
        result: "FAIL_MAJOR",
        valid_until: null,
        value: 41,
        km: 66,
        codes: ["5.2.3(e)"],
      },
    ]);
  });

  test("that is new makes an earlier failure an answered one", async () => {
    const test_ = { ...first!, defects: [] };
    const failed = {
      ...test_,
      motTestNumber: "1",
      completedDate: "2024-05-13T10:00:00Z",
      testResult: "FAILED",
      expiryDate: null,
    };
    const passed = {
      ...test_,
      motTestNumber: "2",
      completedDate: "2024-05-14T10:00:00Z",
      testResult: "PASSED",
      expiryDate: "2025-05-13",
    };
    await uk({ ...history, motTests: [failed] });
    const summary = () =>
      database.look(
        "select last_periodic_on::text as on, last_periodic_cleared_on::text as cleared, last_periodic_valid_until::text as until from vehicles",
      );
    expect(await summary()).toEqual([{ on: "2024-05-13", cleared: null, until: null }]);
    await uk({ ...history, motTests: [failed, passed] });
    expect(await summary()).toEqual([{ on: "2024-05-13", cleared: "2024-05-14", until: "2025-05-13" }]);
    // The other way round: a full test becomes a retest when the failure before it arrives late.
    const other = { ...history, registration: "ZZ999" };
    await uk({ ...other, motTests: [{ ...passed, motTestNumber: "4" }] });
    await uk({
      ...other,
      motTests: [
        { ...failed, motTestNumber: "3" },
        { ...passed, motTestNumber: "4" },
      ],
    });
    expect(
      await database.look(
        "select r.kind, f.source_key as answers from inspections r join inspections f on f.id = r.retest_of where r.source_key = '4'",
      ),
    ).toEqual([{ kind: "RETEST", answers: "3" }]);
  });

  test("names its garage, before or after the garage is known", async () => {
    const at = { ...inspection, garage: { externalId: "G-1" } };
    await kimberlite(at);
    const found = "select g.name from inspections i left join garages g on g.id = i.garage_id";
    expect(await database.look(found)).toEqual([{ name: null }]);
    const garage = {
      type: "garage",
      externalId: "G-1",
      country: "FR",
      name: "Centre",
      kinds: ["INSPECTION"],
      location: { latitude: 45.75, longitude: 4.85 },
    };
    const summary = await kimberlite(garage, at);
    expect(summary.byKind).toMatchObject({ garage: { inserted: 1 }, inspection: { updated: 1 } });
    expect(await database.look(found)).toEqual([{ name: "Centre" }]);
    expect(await kimberlite(garage, at)).toMatchObject({ inserted: 0, updated: 0, unchanged: 2 });
    expect(await kimberlite({ ...garage, name: "Centre neuf" })).toMatchObject({ updated: 1 });
    const [place] = await database.look("select name, position is not null as placed from garages");
    expect(place).toEqual({ name: "Centre neuf", placed: true });
  });

  test("holds any text as it stands: tabs, line feeds, backslashes, quotes and braces", async () => {
    const text = ' a\tb\r\nc\\N \\. "quoted" {braces}, comma \u{1f697}';
    await kimberlite({
      ...inspection,
      defects: [{ scheme: "UNSTRUCTURED", text, locale: "EN", severity: "MINOR" }],
    });
    expect(await database.look("select text from defects")).toEqual([{ text }]);
  });
});

describe("RDW's rows", () => {
  const at = {
    kenteken: "ZZ000Z",
    meld_datum_door_keuringsinstantie: "20240319",
    meld_tijd_door_keuringsinstantie: "1515",
  };
  const report = {
    ...at,
    soort_erkenning_omschrijving: "APK Lichte voertuigen",
    soort_melding_ki_omschrijving: "periodieke controle",
    vervaldatum_keuring: "20250519",
  };
  const finding = { ...at, gebrek_identificatie: "205" };

  test("add findings one by one to the report they belong to, in this file or a later one", async () => {
    await rdw(report, finding);
    const summary = await rdw({ ...finding, gebrek_identificatie: "AC1" }, finding, report);
    expect(summary.byKind.inspection).toMatchObject({ inserted: 0, updated: 1, unchanged: 2 });
    expect(await database.look("select ordinal, code from defects order by ordinal")).toEqual([
      { ordinal: 0, code: "205" },
      { ordinal: 1, code: "AC1" },
    ]);
    expect(await rdw(report, finding)).toMatchObject({ inserted: 0, updated: 0 });
  });

  test("refuse a finding of a report that was never made, and make no vehicle for it", async () => {
    const summary = await rdw(finding);
    expect(summary).toMatchObject({ read: 1, rejected: 1 });
    expect(await database.look("select code from rejected_rows")).toEqual([{ code: "INSPECTION_UNKNOWN" }]);
    expect(await database.look("select count(*)::integer as count from vehicles")).toEqual([{ count: 0 }]);
  });
});

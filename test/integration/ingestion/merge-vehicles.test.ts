import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { createTestDatabase, type TestDatabase } from "../../support/database.ts";
import { ingestText } from "../../support/ingestion.ts";

const VIN = "VF1ZZZZZZ00000000";
const OTHER_VIN = "VF1ZZZZZZ00000001";

let database: TestDatabase;
beforeEach(async () => {
  database = await createTestDatabase();
});
afterEach(() => database.drop());

const kimberlite = (...rows: unknown[]) =>
  ingestText(database, "kimberlite", rows.map((row) => `${JSON.stringify(row)}\n`).join(""));

const rdw = (...rows: unknown[]) => ingestText(database, "nl-rdw", JSON.stringify(rows, null, 1));

const vehicle = { type: "vehicle", country: "FR", registration: "ZZ000ZZ", make: "Renault", model: "Clio" };

const inspection = {
  type: "inspection",
  id: "A-1",
  vehicle: { country: "FR", registration: "ZZ000ZZ" },
  kind: "PERIODIC",
  result: "PASS",
  performedOn: "2024-05-02",
};

describe("a vehicle", () => {
  test("keeps what a later record does not say, and takes what it says", async () => {
    await kimberlite({
      ...vehicle,
      colour: "Rouge",
      fuel: "PETROL",
      category: "M1",
      powerKw: 66,
      firstRegisteredOn: "2018-03-01",
    });
    const summary = await kimberlite({ ...vehicle, fuel: "HYBRID", vin: VIN, firstRegisteredOn: "2018" });
    expect(summary.byKind.vehicle).toMatchObject({ inserted: 0, updated: 1 });
    expect(
      await database.look(
        "select colour, fuel, category, power_kw, vin, first_registered_on::text, first_registered_precision from vehicles",
      ),
    ).toEqual([
      {
        colour: "ROUGE",
        fuel: "HYBRID",
        category: "M1",
        power_kw: 66,
        vin: VIN,
        first_registered_on: "2018-03-01",
        first_registered_precision: "DAY",
      },
    ]);
  });

  test("that is made by an inspection gets its make from a later record, and so do its rows", async () => {
    await kimberlite({
      ...inspection,
      odometer: { value: 10_000, unit: "KM" },
      defects: [{ scheme: "FR_CT", code: "1.1.13.a.1" }],
    });
    const rows = `select 'v' as row, make, area_code from vehicles union all select 'i', make, area_code from inspections
      union all select 'o', make, area_code from odometer_readings union all select 'd', make, area_code from defects`;
    const all = (make: string, area_code: string) =>
      ["v", "i", "o", "d"].map((row) => ({ row, make, area_code }));
    expect(await database.look(rows)).toEqual(all("UNKNOWN", "FR"));
    await kimberlite({ ...vehicle, postalCode: "69007" });
    expect(await database.look(rows)).toEqual(all("RENAULT", "FR-69"));
    // A record that only knows the country takes nothing away.
    expect(await kimberlite(vehicle)).toMatchObject({ updated: 0, unchanged: 1 });
  });

  test("is found by its VIN under a new plate, and a record of an older inspection leaves that plate", async () => {
    const named = (registration: string) => ({ country: "FR", registration, vin: VIN });
    await kimberlite(
      { ...inspection, id: "A-2", performedOn: "2024-05-02", vehicle: named("ZZ111ZZ") },
      { ...inspection, id: "A-1", performedOn: "2008-05-02", vehicle: named("1234 ZZ 69") },
    );
    const found =
      "select registration, (select count(*)::integer from inspections) as inspections from vehicles";
    expect(await database.look(found)).toEqual([{ registration: "ZZ111ZZ", inspections: 2 }]);
    await kimberlite({ ...inspection, id: "A-3", performedOn: "2026-05-02", vehicle: named("ZZ222ZZ") });
    expect(await database.look(found)).toEqual([{ registration: "ZZ222ZZ", inspections: 3 }]);
  });

  test("is where it was inspected last, whatever the order of the rows", async () => {
    const columns = "ct_id,ct_date,ct_nature,ct_resultat,ct_immat,ct_centre\n";
    const at = (id: number, year: number, centre: string) =>
      `${id},02/05/${year},VTP,A,ZZ-000-ZZ,${centre}\n`;
    const french = (...rows: string[]) =>
      ingestText(database, "fr-controle-technique", columns + rows.join(""));
    const area = async () => (await database.look("select area_code from vehicles"))[0]?.["area_code"];
    await french(at(1, 2022, "S069C123"), at(2, 2024, "S013C001"), at(3, 2020, "S075C001"));
    expect(await area()).toBe("FR-13");
    expect(await french(at(3, 2020, "S075C001"))).toMatchObject({ updated: 0, unchanged: 1 });
    expect(await area()).toBe("FR-13");
    await french(at(4, 2026, ""));
    expect(await area()).toBe("FR-13");
    await french(at(5, 2026, "S974C001"));
    expect(await area()).toBe("FR-974");
  });

  test("that is known by its VIN alone is made once by two runs at once", async () => {
    const rows = Array.from({ length: 300 }, (_, at) => {
      const vin = `VF1ZZZZZZ${String(at).padStart(8, "0")}`;
      return { type: "vehicle", country: "FR", vin, make: "Renault", model: "Clio" };
    });
    const summaries = await Promise.all([kimberlite(...rows), kimberlite(...rows), kimberlite(...rows)]);
    expect(summaries.map(({ inserted }) => inserted).toSorted((one, other) => one - other)).toEqual([
      0, 0, 300,
    ]);
    expect(await database.look("select count(*)::integer as count from vehicles")).toEqual([{ count: 300 }]);
  });

  test("of another country is another row, even with the same VIN", async () => {
    await kimberlite(
      { ...vehicle, vin: VIN },
      { ...vehicle, country: "BE", registration: "1AAA000", vin: VIN },
    );
    expect(await database.look("select country from vehicles order by country")).toEqual([
      { country: "BE" },
      { country: "FR" },
    ]);
  });

  test("whose plate is known with another VIN is refused, and nothing of it written", async () => {
    await kimberlite({ ...vehicle, vin: VIN });
    const summary = await kimberlite(
      { ...vehicle, vin: OTHER_VIN, colour: "Noir" },
      { ...inspection, vehicle: { country: "FR", registration: "ZZ000ZZ", vin: OTHER_VIN } },
    );
    expect(summary.byKind).toMatchObject({ vehicle: { rejected: 1 }, inspection: { rejected: 1 } });
    expect(
      await database.look("select code, line_number, reason from rejected_rows order by line_number"),
    ).toEqual([
      { code: "VIN_MISMATCH", line_number: 1, reason: "the plate is known with another VIN" },
      { code: "VIN_MISMATCH", line_number: 2, reason: "the plate is known with another VIN" },
    ]);
    expect(await database.look("select vin, colour from vehicles")).toEqual([{ vin: VIN, colour: null }]);
  });
});

test("RDW's two fuels of one vehicle make a hybrid, whichever comes first", async () => {
  const fuels = [
    {
      kenteken: "ZZ000Z",
      brandstof_volgnummer: "1",
      brandstof_omschrijving: "Benzine",
      nettomaximumvermogen: "73.00",
    },
    {
      kenteken: "ZZ000Z",
      brandstof_volgnummer: "2",
      brandstof_omschrijving: "Elektriciteit",
      nettomaximumvermogen: "53.00",
    },
  ];
  await rdw(...fuels);
  await rdw(...fuels.toReversed());
  expect(await database.look("select fuel, power_kw from vehicles")).toEqual([
    { fuel: "HYBRID", power_kw: 73 },
  ]);
});

test("French centres gather the categories of their rows, over batches and files", async () => {
  const header =
    "cct_siret;cct_denomination;cct_code_postal;cct_commune;latitude;longitude;cat_vehicule_libelle";
  const row = (label: string) => `00000000000018;CENTRE;69007;LYON;45,75;4,85;${label}`;
  const centres = (...labels: string[]) =>
    ingestText(database, "fr-centres", [header, ...labels.map(row)].join("\n"));
  await centres("Voiture particulière", "Camionnette");
  await centres("Cyclomoteur");
  expect(await centres("Camionnette", "Voiture particulière")).toMatchObject({
    read: 2,
    updated: 0,
    unchanged: 2,
  });
  expect(await database.look("select area_code, vehicle_categories, latitude from garages")).toEqual([
    { area_code: "FR-69", vehicle_categories: ["M1", "N1", "L1E", "L2E"], latitude: 45.75 },
  ]);
});

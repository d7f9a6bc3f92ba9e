import { readFileSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createTestDatabase, type TestDatabase } from "../../support/database.ts";
import { contentOf, ingestFile, ingestText } from "../../support/ingestion.ts";
import { sharedData } from "../../support/shared-data.ts";

const dutch = ["0001TJ", "11ZKZ3", "VXJ99N", "fuel_11ZKZ3", "fuel_electric", "TT601D"].map((name) =>
  sharedData(`nl-rdw/${name}.json`),
);
const empty = sharedData("nl-rdw/no_vehicles.json");
const recalls = sharedData("nl-rdw/recalls.json");
const codes = sharedData("fr-ct/fr_ct_defaillances_extrait.csv");

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.drop());

describe.skipIf(dutch.includes(null))("the real rows of RDW", () => {
  test("go in, lists and datasets by name alike, and change nothing the second time", async () => {
    for (const file of dutch) {
      const summary = await ingestFile(database, "nl-rdw", file!);
      expect(summary).toMatchObject({ rejected: 0, unchanged: 0 });
      expect(summary.read).toBeGreaterThan(0);
    }
    const content = await contentOf(database);
    for (const file of dutch) {
      expect(await ingestFile(database, "nl-rdw", file!)).toMatchObject({ inserted: 0, updated: 0 });
    }
    expect(await contentOf(database)).toEqual(content);
    expect(
      await database.look(
        `select make, model, category, usage, fuel, power_kw, engine_capacity_cc, gross_mass_kg,
           first_registered_on::text, last_periodic_on::text, last_periodic_result, last_periodic_valid_until::text,
           last_periodic_previous_due_on::text
         from vehicles where make in ('VOLKSWAGEN', 'SKODA') order by make`,
      ),
    ).toEqual([
      {
        make: "SKODA",
        model: "CITIGO",
        category: "M1",
        usage: "UNKNOWN",
        fuel: "PETROL",
        power_kw: 44,
        engine_capacity_cc: 999,
        gross_mass_kg: 1290,
        first_registered_on: "2013-01-04",
        last_periodic_on: null,
        last_periodic_result: null,
        last_periodic_valid_until: null,
        last_periodic_previous_due_on: null,
      },
      {
        make: "VOLKSWAGEN",
        model: "KOMBI",
        category: "M1",
        usage: "PRIVATE",
        fuel: "DIESEL",
        power_kw: 103,
        engine_capacity_cc: 1968,
        gross_mass_kg: 3200,
        first_registered_on: "2013-05-17",
        last_periodic_on: "2026-03-19",
        last_periodic_result: "PASS",
        last_periodic_valid_until: "2027-05-17",
        last_periodic_previous_due_on: "2025-05-17",
      },
    ]);
  });

  test("that are none of ours are refused by name, and an empty list is an empty list", async () => {
    expect(await ingestFile(database, "nl-rdw", recalls!)).toMatchObject({ read: 2, rejected: 2 });
    expect(await database.look("select distinct code from rejected_rows")).toEqual([
      { code: "UNSUPPORTED_RECORD" },
    ]);
    expect(await ingestFile(database, "nl-rdw", empty!)).toMatchObject({ read: 0 });
  });
});

test.skipIf(codes === null)(
  "every French code of the real list is read into its severity and an item",
  async () => {
    const rows = readFileSync(codes!, "utf8")
      .trim()
      .split("\n")
      .slice(1)
      .map((line) => /,(\d+(?:\.\d+)+\.[a-z]+\.[123]),(mineure|majeure|critique),/.exec(line)!);
    expect(rows).toHaveLength(76);
    const list = rows.map(([, code]) => code).join("|");
    const text = `ct_date,ct_nature,ct_resultat,ct_immat,ct_defaillances\n02/05/2024,VTP,R,ZZ-000-ZZ,${list}\n`;
    expect(await ingestText(database, "fr-controle-technique", text)).toMatchObject({
      inserted: 1,
      rejected: 0,
    });
    const stored = await database.look(
      "select code, severity, annex_item is not null as placed, code_unknown from defects where scheme = 'FR_CT' order by ordinal",
    );
    const severities = { mineure: "MINOR", majeure: "MAJOR", critique: "DANGEROUS" };
    expect(stored).toEqual(
      rows.map(([, code, gravity]) => {
        const severity = severities[gravity as keyof typeof severities];
        return { code, severity, placed: true, code_unknown: false };
      }),
    );
  },
);

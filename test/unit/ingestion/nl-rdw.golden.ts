import type { GoldenCase } from "./golden.ts";

const vehicle = {
  kenteken: "ZZ000Z",
  voertuigsoort: "Personenauto",
  merk: "Skoda",
  handelsbenaming: "Citigo",
  inrichting: "hatchback",
  eerste_kleur: "GRIJS",
  cilinderinhoud: "999",
  toegestane_maximum_massa_voertuig: "1290",
  technische_max_massa_voertuig: "1300",
  datum_eerste_toelating: "20130104",
  datum_eerste_tenaamstelling_in_nederland: "20130104",
  europese_voertuigcategorie: "M1",
  variant: "ABCHYA",
  taxi_indicator: "Nee",
};

const fuel = { kenteken: "ZZ000Z", brandstof_volgnummer: "1", brandstof_omschrijving: "Benzine" };

const report = {
  kenteken: "ZZ-000-Z",
  soort_erkenning_keuringsinstantie: "AL",
  meld_datum_door_keuringsinstantie: "20260319",
  meld_tijd_door_keuringsinstantie: "815",
  soort_erkenning_omschrijving: "APK Lichte voertuigen",
  soort_melding_ki_omschrijving: "periodieke controle",
  vervaldatum_keuring: "20270517",
};

const finding = {
  kenteken: "ZZ000Z",
  meld_datum_door_keuringsinstantie: "20260319",
  meld_tijd_door_keuringsinstantie: "0815",
  gebrek_identificatie: "205",
  aantal_gebreken_geconstateerd: "2",
};

/** The key of 2026-03-19 08:15, from a report and from its findings alike. */
const SOURCE_KEY = "9wtVZ6MCsOjPhiu9lUdo0c";

const ofInspection = (code: "UNSUPPORTED_RECORD" | "DATE_IN_FUTURE" | "FIELD_INVALID", reason: string) => {
  return [{ kind: "inspection", code, reason } as const];
};

export const NL_RDW: readonly GoldenCase[] = [
  {
    _case: "a registered vehicle",
    row: vehicle,
    garage: null,
    vehicle: {
      identity: { country: "NL", registration: "ZZ000Z", vin: null },
      areaCode: "NL",
      inspections: [],
      facts: {
        make: "SKODA",
        model: "CITIGO",
        variant: "ABCHYA",
        colour: "GRIJS",
        category: "M1",
        usage: "PRIVATE",
        fuel: "UNKNOWN",
        engineCapacityCc: 999,
        grossMassKg: 1290,
        firstRegisteredOn: "2013-01-04",
        firstRegisteredPrecision: "DAY",
        firstAdmissionOn: null,
      },
    },
  },
  {
    _case: "noughts and phrases for what is not registered, and an import",
    row: {
      ...vehicle,
      eerste_kleur: "N.v.t.",
      cilinderinhoud: "0",
      toegestane_maximum_massa_voertuig: "0",
      technische_max_massa_voertuig: "0",
      datum_eerste_tenaamstelling_in_nederland: "20181130",
      taxi_indicator: undefined,
      europese_voertuigcategorie: undefined,
    },
    vehicle: {
      facts: {
        colour: null,
        engineCapacityCc: null,
        grossMassKg: null,
        category: "UNKNOWN",
        usage: "UNKNOWN",
        firstAdmissionOn: "2018-11-30",
      },
    },
  },
  { _case: "a taxi", row: { ...vehicle, taxi_indicator: "Ja" }, vehicle: { facts: { usage: "TAXI" } } },
  {
    _case: "a camper, and the field name of before 2022",
    row: {
      ...vehicle,
      inrichting: "kampeerwagen",
      datum_eerste_tenaamstelling_in_nederland: undefined,
      datum_eerste_afgifte_nederland: "20140201",
    },
    vehicle: { facts: { usage: "CAMPER", firstAdmissionOn: "2014-02-01" } },
  },
  {
    _case: "a trailer of any mass",
    row: { ...vehicle, europese_voertuigcategorie: "O2" },
    vehicle: { facts: { category: "O" } },
  },
  {
    _case: "a motorcycle",
    row: { ...vehicle, europese_voertuigcategorie: "L3e" },
    vehicle: { facts: { category: "L3E" } },
  },
  {
    _case: "its fuel and power",
    row: { ...fuel, nettomaximumvermogen: "44.00" },
    vehicle: { facts: { fuel: "PETROL", powerKw: 44, make: null }, inspections: [] },
  },
  {
    _case: "an electric vehicle, whose power has another name",
    row: { ...fuel, brandstof_omschrijving: "Elektriciteit", nominaal_continu_maximumvermogen: "100.00" },
    vehicle: { facts: { fuel: "ELECTRIC", powerKw: 100 } },
  },
  {
    _case: "electricity as the second energy",
    row: {
      ...fuel,
      brandstof_volgnummer: "2",
      brandstof_omschrijving: "Elektriciteit",
      nettomaximumvermogen: "53.00",
    },
    vehicle: { facts: { fuel: "HYBRID", powerKw: null } },
  },
  {
    _case: "a plug-in hybrid by its class",
    row: { ...fuel, klasse_hybride_elektrisch_voertuig: "OVC-HEV" },
    vehicle: { facts: { fuel: "PLUG_IN_HYBRID" } },
  },
  {
    _case: "gas as the second fuel",
    row: { ...fuel, brandstof_volgnummer: "2", brandstof_omschrijving: "LPG" },
    vehicle: { facts: { fuel: "LPG" } },
  },
  {
    _case: "petrol as the second fuel, which says nothing of the first",
    row: { ...fuel, brandstof_volgnummer: "2" },
    vehicle: { facts: { fuel: "UNKNOWN" } },
  },
  {
    _case: "an approval",
    row: report,
    vehicle: {
      identity: { country: "NL", registration: "ZZ000Z", vin: null },
      facts: null,
      inspections: [
        {
          source: "RDW",
          sourceKey: SOURCE_KEY,
          kind: "PERIODIC",
          result: "PASS",
          nationalKind: "periodieke controle",
          nationalResult: null,
          performedOn: "2026-03-19",
          performedAt: null,
          validUntil: "2027-05-17",
          reading: null,
          defects: null,
          isFindingOnly: false,
        },
      ],
    },
  },
  {
    _case: "a rejection: no new last day",
    row: { ...report, vervaldatum_keuring: "0" },
    vehicle: { inspections: [{ result: "FAIL_MAJOR", validUntil: null }] },
  },
  {
    _case: "a defect found at it, under the same key",
    row: finding,
    vehicle: {
      facts: null,
      inspections: [
        {
          sourceKey: SOURCE_KEY,
          result: null,
          isFindingOnly: true,
          defects: [
            {
              scheme: "NL_RDW",
              code: "205",
              severity: "MAJOR",
              annexItem: "5.2.3",
              partCategories: ["TYRE"],
            },
          ],
        },
      ],
    },
  },
  {
    _case: "a code of no list, kept and marked",
    row: { ...finding, gebrek_identificatie: "ZZ9" },
    vehicle: { inspections: [{ defects: [{ code: "ZZ9", annexItem: null, codeUnknown: true }] }] },
  },
  {
    _case: "a report about a tachograph",
    row: { ...report, soort_erkenning_omschrijving: "Tachografen" },
    vehicle: null,
    rejections: ofInspection("UNSUPPORTED_RECORD", "the report is of no periodic inspection"),
  },
  {
    _case: "a report of next year",
    row: { ...report, meld_datum_door_keuringsinstantie: "20270319" },
    vehicle: null,
    rejections: ofInspection("DATE_IN_FUTURE", "meld_datum_door_keuringsinstantie is after today"),
  },
  {
    _case: "a day that does not exist",
    row: { ...report, meld_datum_door_keuringsinstantie: "20260231" },
    vehicle: null,
    rejections: ofInspection("FIELD_INVALID", "meld_datum_door_keuringsinstantie is not a date (YYYYMMDD)"),
  },
  {
    _case: "a recall",
    row: { kenteken: "ZZ000Z", referentiecode_rdw: "MGP000000", code_status: "O" },
    vehicle: null,
    rejections: [
      { kind: "vehicle", code: "UNSUPPORTED_RECORD", reason: "the row is of a dataset that is not stored" },
    ],
  },
];

import type { RejectionCode } from "../../../src/modules/ingestion/index.ts";
import type { GoldenCase } from "./golden.ts";

const VIN = "VF1ZZZZZZ00000000";

const periodic = {
  ct_id: "1",
  ct_date: "02/05/2024",
  ct_deb: "09:10",
  ct_nature: "VTP",
  ct_resultat: "A",
  ct_km: "84210",
  ct_immat: "ZZ-000-ZZ",
  ct_vin: VIN,
  ct_centre: "S069C123",
  ct_pv: "24000001",
  ct_defaillances: "",
};

const refused = (code: RejectionCode, reason: string) => [{ kind: "inspection", code, reason } as const];

export const FR_CONTROLE_TECHNIQUE: readonly GoldenCase[] = [
  {
    _case: "a periodic inspection without findings",
    row: periodic,
    garage: null,
    vehicle: {
      identity: { country: "FR", registration: "ZZ000ZZ", vin: VIN },
      areaCode: "FR-69",
      facts: null,
      inspections: [
        {
          source: "UTAC",
          sourceKey: "1",
          kind: "PERIODIC",
          result: "PASS",
          nationalKind: "VTP",
          nationalResult: "A",
          performedOn: "2024-05-02",
          performedAt: null,
          validUntil: null,
          certificateNumber: "24000001",
          garage: null,
          reading: { value: 84_210, unit: "KM" },
          defects: [],
        },
      ],
    },
  },
  {
    _case: "minor, major and critical findings, as codes and with their text",
    row: {
      ...periodic,
      ct_resultat: "R",
      ct_defaillances:
        "1.1.13.a.1|5.2.3.e.2. PNEUMATIQUES : L'indicateur d'usure de la profondeur des sculptures est atteint AVG|1.1.12.c.3",
    },
    vehicle: {
      inspections: [
        {
          result: "FAIL_DANGEROUS",
          defects: [
            {
              code: "1.1.13.a.1",
              severity: "MINOR",
              annexItem: "1.1.13",
              partCategories: ["BRAKE_PAD_SET"],
              text: null,
            },
            {
              code: "5.2.3.e.2",
              severity: "MAJOR",
              annexItem: "5.2.3",
              axle: "FRONT",
              side: "LEFT",
              textLocale: "FR",
              partCategories: ["TYRE"],
            },
            { code: "1.1.12.c.3", severity: "DANGEROUS", annexItem: "1.1.12" },
          ],
        },
      ],
    },
  },
  {
    _case: "a favourable result with a minor finding",
    row: { ...periodic, ct_defaillances: [{ code: "5.2.3.e.1", libelle: "Usure anormale" }] },
    vehicle: {
      inspections: [
        {
          result: "PASS_WITH_MINOR",
          defects: [{ code: "5.2.3.e.1", text: "Usure anormale", severity: "MINOR" }],
        },
      ],
    },
  },
  {
    _case: "a source that tells no findings",
    row: { ...periodic, ct_defaillances: undefined },
    vehicle: { inspections: [{ result: "PASS", defects: null }] },
  },
  {
    _case: "S since 20 May 2018: major failures",
    row: { ...periodic, ct_date: "20/05/2018", ct_resultat: "S" },
    vehicle: { inspections: [{ result: "FAIL_MAJOR", performedOn: "2018-05-20" }] },
  },
  {
    _case: "S before: with retest",
    row: { ...periodic, ct_date: "19/05/2018", ct_resultat: "S" },
    vehicle: { inspections: [{ result: "FAIL_MAJOR" }] },
  },
  {
    _case: "X before: put off",
    row: { ...periodic, ct_date: "19/05/2018", ct_resultat: "X" },
    vehicle: { inspections: [{ result: "ABORTED" }] },
  },
  {
    _case: "X since: no meaning",
    row: { ...periodic, ct_resultat: "X" },
    vehicle: null,
    rejections: refused("UNKNOWN_RESULT", "ct_resultat had no meaning on that day"),
  },
  {
    _case: "R before, which was for heavy vehicles",
    row: { ...periodic, ct_date: "19/05/2018", ct_resultat: "R" },
    vehicle: null,
    rejections: refused(
      "UNKNOWN_RESULT",
      "ct_resultat was for heavy vehicles only, and the row does not say whether this is one",
    ),
  },
  {
    _case: "a retest",
    row: { ...periodic, ct_nature: "CV" },
    vehicle: { inspections: [{ kind: "RETEST" }] },
  },
  {
    _case: "a complementary inspection and its result",
    row: { ...periodic, ct_nature: "VTC", ct_resultat: "SP" },
    vehicle: { inspections: [{ kind: "COMPLEMENTARY", result: "FAIL_MAJOR" }] },
  },
  {
    _case: "a complementary retest",
    row: { ...periodic, ct_nature: "CVC", ct_resultat: "AP" },
    vehicle: { inspections: [{ kind: "COMPLEMENTARY_RETEST", result: "PASS" }] },
  },
  {
    _case: "a kind in no list",
    row: { ...periodic, ct_nature: "VOL" },
    vehicle: null,
    rejections: refused("UNKNOWN_KIND", "ct_nature is none of VTP, VTC, CV, CVC"),
  },
  {
    _case: "a row with a report's number and no id",
    row: { ...periodic, ct_id: "" },
    vehicle: { inspections: [{ sourceKey: "S069C123/24000001" }] },
  },
  {
    _case: "a row without any number, known by its hour",
    row: { ...periodic, ct_id: "", ct_pv: "" },
    vehicle: { inspections: [{ sourceKey: "mctndp-pHiQnKRVHAzWR4u", certificateNumber: null }] },
  },
  {
    _case: "a centre overseas, one in Corsica, and none",
    row: { ...periodic, ct_centre: "S974C001" },
    vehicle: { areaCode: "FR-974" },
  },
  {
    _case: "a centre in Corsica, whose number does not tell the department",
    row: { ...periodic, ct_centre: "S020C001" },
    vehicle: { areaCode: "FR" },
  },
  { _case: "no centre", row: { ...periodic, ct_centre: "" }, vehicle: { areaCode: "FR" } },
  {
    _case: "a VIN with a letter that none has",
    row: { ...periodic, ct_vin: "VF1ZZZZZZ0000000O" },
    vehicle: null,
    rejections: refused("INVALID_VIN", "ct_vin has I, O or Q, which no 17-character VIN uses"),
  },
  {
    _case: "neither plate nor VIN",
    row: { ...periodic, ct_immat: "", ct_vin: "" },
    vehicle: null,
    rejections: refused("FIELD_MISSING", "ct_immat and ct_vin are both missing"),
  },
  {
    _case: "an old chassis number alone, which names no vehicle",
    row: { ...periodic, ct_immat: "", ct_vin: "1234567" },
    vehicle: null,
    rejections: refused(
      "INVALID_VIN",
      "ct_vin is shorter than 17 characters, which without ct_immat names no vehicle",
    ),
  },
  {
    _case: "a date in the order of another country",
    row: { ...periodic, ct_date: "05/31/2024" },
    vehicle: null,
    rejections: refused("FIELD_INVALID", "ct_date is not a date (dd/mm/yyyy)"),
  },
  {
    _case: "a distance that is none",
    row: { ...periodic, ct_km: "84 210" },
    vehicle: null,
    rejections: refused("FIELD_INVALID", "ct_km is not a whole number from 0 to 9999999"),
  },
  {
    _case: "an inspection of tomorrow",
    row: { ...periodic, ct_date: "16/06/2026" },
    vehicle: null,
    rejections: refused("DATE_IN_FUTURE", "ct_date is after today"),
  },
];

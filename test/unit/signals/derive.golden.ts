import type { VehicleFacts } from "../../../src/modules/signals/index.ts";
import { defect, inspection, vehicle } from "./facts.ts";

/**
 * What hand-made vehicles give with what is published about visits. Each line is kind, what is due or needed, the days
 * of the moment (10, 50, 90 %), and the last day. The moments follow by hand from the published rates: of a French due
 * date, 80 % come by the last day, thinning out over 14 days before it (28 days before: 10 %; 6 days: 50 %), and the
 * other 20 % after it, half of them within ten days (10 days after: 90 %).
 */
export interface DerivationCase {
  readonly _case: string;
  readonly facts: VehicleFacts;
  readonly today: string;
  readonly signals: readonly string[];
}

const FAILED = inspection("2026-05-04", {
  result: "FAIL_MAJOR",
  defects: [
    defect("1.1.13", "BRAKE_PAD_SET", { axle: "FRONT", side: "LEFT" }),
    defect("1.1.13", "BRAKE_PAD_SET", { axle: "FRONT", side: "RIGHT" }),
    defect("5.2.3", "TYRE", { axle: "REAR", side: "LEFT", severity: "DANGEROUS" }),
    defect("5.2.3", "TYRE", { axle: "REAR", side: "RIGHT", severity: "MINOR" }),
  ],
});
const WORN_TYRE = { axle: "FRONT", side: "LEFT", severity: "MINOR" } as const;

export const DERIVATIONS: readonly DerivationCase[] = [
  {
    _case: "a new car: its first inspection",
    facts: vehicle({ firstRegisteredOn: "2023-09-10" }),
    today: "2026-06-15",
    signals: ["INSPECTION_DUE PERIODIC | 2027-08-13 2027-09-04 2027-09-20 | 2028-09-09"],
  },
  {
    _case: "a car of which only the month is known: a wider moment",
    facts: vehicle({ firstRegisteredOn: "2023-09-01", firstRegisteredPrecision: "MONTH" }),
    today: "2026-06-15",
    signals: ["INSPECTION_DUE PERIODIC | 2027-08-04 2027-09-09 2027-10-10 | 2028-09-29"],
  },
  {
    _case: "a passed inspection: the next one",
    facts: vehicle({ inspections: [inspection("2025-03-03", { validUntil: "2027-03-02" })] }),
    today: "2026-06-15",
    signals: ["INSPECTION_DUE PERIODIC | 2027-02-02 2027-02-24 2027-03-12 | 2028-03-01"],
  },
  {
    _case: "an inspection that is 20 days overdue: from today on",
    facts: vehicle({ inspections: [inspection("2024-05-27", { validUntil: "2026-05-26" })] }),
    today: "2026-06-15",
    signals: ["INSPECTION_DUE PERIODIC | 2026-06-17 2026-06-24 2026-07-17 | 2027-05-26"],
  },
  {
    _case: "an inspection that is more than a year overdue: nothing any more",
    facts: vehicle({ inspections: [inspection("2023-05-11", { validUntil: "2025-05-10" })] }),
    today: "2026-06-15",
    signals: [],
  },
  {
    _case:
      "a failed inspection: a retest within two months, each repair once, and the noted tyre along with them",
    facts: vehicle({ inspections: [FAILED] }),
    today: "2026-05-05",
    signals: [
      "RETEST_DUE RETEST | 2026-05-11 2026-06-04 2026-06-28 | 2026-07-04",
      "REPAIR_REQUIRED BRAKE_PAD_SET FRONT REPLACE x1 | 2026-05-11 2026-06-04 2026-06-28 | 2027-05-04",
      "REPAIR_REQUIRED TYRE REAR LEFT REPLACE x1 | 2026-05-11 2026-06-04 2026-06-28 | 2027-05-04",
      "WEAR_REPORTED TYRE REAR RIGHT REPLACE x1 | 2026-05-04 2026-06-04 2026-06-28 | 2027-05-04",
    ],
  },
  {
    _case: "a failed inspection on the last but one day for its retest",
    facts: vehicle({ inspections: [FAILED] }),
    today: "2026-07-03",
    signals: [
      "RETEST_DUE RETEST | 2026-07-03 2026-07-03 2026-07-04 | 2026-07-04",
      "REPAIR_REQUIRED BRAKE_PAD_SET FRONT REPLACE x1 | 2026-07-03 2026-07-03 2026-07-04 | 2027-05-04",
      "REPAIR_REQUIRED TYRE REAR LEFT REPLACE x1 | 2026-07-03 2026-07-03 2026-07-04 | 2027-05-04",
      "WEAR_REPORTED TYRE REAR RIGHT REPLACE x1 | 2026-05-04 2026-07-03 2026-07-04 | 2027-05-04",
    ],
  },
  {
    _case: "a failed inspection whose time for a retest is over: a full one, and the repairs still",
    facts: vehicle({ inspections: [FAILED] }),
    today: "2026-07-05",
    signals: [
      "INSPECTION_DUE PERIODIC | 2026-07-07 2026-07-15 2026-08-06 | 2027-07-04",
      "REPAIR_REQUIRED BRAKE_PAD_SET FRONT REPLACE x1 | 2026-07-07 2026-07-15 2026-08-06 | 2027-07-04",
      "REPAIR_REQUIRED TYRE REAR LEFT REPLACE x1 | 2026-07-07 2026-07-15 2026-08-06 | 2027-07-04",
      "WEAR_REPORTED TYRE REAR RIGHT REPLACE x1 | 2026-05-04 2026-07-07 2026-08-06 | 2027-07-04",
    ],
  },
  {
    _case: "a passed retest: the next inspection, and the tyre that was noted",
    facts: vehicle({
      inspections: [FAILED, inspection("2026-05-20", { kind: "RETEST", validUntil: "2028-05-03" })],
    }),
    today: "2026-06-15",
    signals: [
      "INSPECTION_DUE PERIODIC | 2028-04-05 2028-04-27 2028-05-13 | 2029-05-03",
      "WEAR_REPORTED TYRE REAR RIGHT REPLACE x1 | 2026-05-04 2028-04-05 2028-05-13 | 2029-05-03",
    ],
  },
  {
    _case: "a British failure: ten working days for a partial retest, discs in pairs",
    facts: vehicle({
      country: "GB",
      areaCode: "GB-S",
      inspections: [
        inspection("2025-05-10", { validUntil: "2026-05-20" }),
        inspection("2026-05-18", {
          result: "FAIL_MAJOR",
          defects: [defect("1.1.14", "BRAKE_DISC", { axle: "FRONT" })],
        }),
      ],
    }),
    today: "2026-05-19",
    signals: [
      "RETEST_DUE RETEST | 2026-05-20 2026-05-27 2026-06-04 | 2026-06-05",
      "REPAIR_REQUIRED BRAKE_DISC FRONT REPLACE x2 | 2026-05-20 2026-05-27 2026-06-04 | 2027-05-18",
    ],
  },
  {
    _case: "what was put right on the spot, is only adjusted, or needs no part: no signal of its own",
    facts: vehicle({
      inspections: [
        inspection("2026-05-04", {
          result: "PASS_AFTER_RECTIFICATION",
          validUntil: "2028-05-03",
          defects: [
            defect("4.1.2", "HEADLAMP", { severity: "MINOR" }),
            defect("5.2.3", "TYRE", { rectified: true }),
            { ...defect("0.2", "NUMBER_PLATE"), partCategories: [], severity: "MINOR" },
          ],
        }),
      ],
    }),
    today: "2026-06-15",
    signals: ["INSPECTION_DUE PERIODIC | 2028-04-05 2028-04-27 2028-05-13 | 2029-05-03"],
  },
  {
    _case: "a tyre that two inspections noted, both visits early: one signal; the moment knows the habit",
    facts: vehicle({
      inspections: [
        inspection("2024-05-04", {
          validUntil: "2026-05-03",
          defects: [defect("5.2.3", "TYRE", WORN_TYRE)],
        }),
        inspection("2026-04-28", {
          validUntil: "2028-04-27",
          defects: [defect("5.2.3", "TYRE", WORN_TYRE)],
        }),
      ],
    }),
    today: "2026-06-15",
    signals: [
      "INSPECTION_DUE PERIODIC | 2028-03-29 2028-04-20 2028-05-01 | 2029-04-27",
      "WEAR_REPORTED TYRE FRONT LEFT REPLACE x1 | 2026-04-28 2028-03-29 2028-05-01 | 2029-04-27",
    ],
  },
  {
    _case: "a French van: its emissions inspection between the periodic ones",
    facts: vehicle({
      category: "N1",
      fuel: "DIESEL",
      inspections: [inspection("2025-09-01", { validUntil: "2027-08-31" })],
    }),
    today: "2026-06-15",
    signals: [
      "INSPECTION_DUE PERIODIC | 2027-08-03 2027-08-25 2027-09-10 | 2028-08-30",
      "INSPECTION_DUE COMPLEMENTARY | 2026-08-04 2026-08-26 2026-09-11 | 2027-09-01",
    ],
  },
  {
    _case: "a bus, for which we know no rule: nothing",
    facts: vehicle({ category: "M3" }),
    today: "2026-06-15",
    signals: [],
  },
  {
    _case: "a voluntary inspection: it moves and asks for nothing",
    facts: vehicle({
      inspections: [
        inspection("2025-03-03", { validUntil: "2027-03-02" }),
        inspection("2026-05-05", {
          kind: "VOLUNTARY",
          result: "FAIL_MAJOR",
          defects: [defect("5.2.3", "TYRE")],
        }),
      ],
    }),
    today: "2026-06-15",
    signals: ["INSPECTION_DUE PERIODIC | 2027-02-02 2027-02-24 2027-03-12 | 2028-03-01"],
  },
];

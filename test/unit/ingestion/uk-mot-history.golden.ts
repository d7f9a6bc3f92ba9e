import type { GoldenCase } from "./golden.ts";

const vehicle = {
  registration: "ZZ00 AAA",
  firstUsedDate: "2015-06-16",
  registrationDate: "2015-06-16",
  manufactureDate: "2015-06-16",
  primaryColour: "Blue",
  secondaryColour: "Not Stated",
  engineSize: "1997",
  make: "BMW",
  model: "420",
  fuelType: "Petrol",
  motTests: [],
};

const passed = {
  completedDate: "2024-05-19T16:11:04.000Z",
  motTestNumber: "000000000001",
  dataSource: "DVSA",
  expiryDate: "2025-05-18",
  testResult: "PASSED",
  odometerValue: "27260",
  odometerUnit: "MI",
  odometerResultType: "READ",
  defects: [],
};

const failed = { ...passed, motTestNumber: "000000000002", testResult: "FAILED", expiryDate: null };

const refused = (
  code: "FIELD_INVALID" | "FIELD_MISSING" | "DATE_IN_FUTURE" | "UNKNOWN_RESULT",
  reason: string,
) => {
  return [{ kind: "inspection", code, reason } as const];
};

export const UK_MOT_HISTORY: readonly GoldenCase[] = [
  {
    _case: "a vehicle without tests",
    row: vehicle,
    vehicle: {
      identity: { country: "GB", registration: "ZZ00AAA", vin: null },
      areaCode: "GB",
      facts: {
        make: "BMW",
        model: "420",
        colour: "BLUE",
        category: "UNKNOWN",
        usage: "UNKNOWN",
        fuel: "PETROL",
        engineCapacityCc: 1997,
        firstRegisteredOn: "2015-06-16",
        firstRegisteredPrecision: "DAY",
        firstAdmissionOn: null,
      },
      inspections: [],
    },
  },
  {
    _case: "what the register does not know: make Unknown, no first use, no engine size, no tests at all",
    row: {
      ...vehicle,
      make: "Unknown",
      firstUsedDate: null,
      engineSize: null,
      primaryColour: "Not Stated",
      motTests: null,
    },
    vehicle: {
      facts: { make: null, colour: null, engineCapacityCc: null, firstRegisteredOn: "2015-06-16" },
      inspections: [],
    },
  },
  {
    _case: "an imported vehicle, used abroad before it was registered here",
    row: { ...vehicle, firstUsedDate: "2013-02-01" },
    vehicle: { facts: { firstRegisteredOn: "2013-02-01", firstAdmissionOn: "2015-06-16" } },
  },
  {
    _case: "a clean pass",
    row: { ...vehicle, motTests: [passed] },
    vehicle: {
      areaCode: "GB",
      inspections: [
        {
          source: "DVSA",
          sourceKey: "000000000001",
          certificateNumber: "000000000001",
          kind: "PERIODIC",
          result: "PASS",
          nationalKind: null,
          nationalResult: "PASSED",
          performedOn: "2024-05-19",
          performedAt: new Date("2024-05-19T16:11:04Z"),
          validUntil: "2025-05-18",
          reading: { value: 27_260, unit: "MI" },
          defects: [],
        },
      ],
    },
  },
  {
    _case:
      "a failure with an advisory in full and a dangerous defect with its reference, item, place and part",
    row: {
      ...vehicle,
      motTests: [
        {
          ...failed,
          defects: [
            { dangerous: false, text: "  front tyres worn on inner shoulder ", type: "USER ENTERED" },
            {
              dangerous: true,
              text: "Offside Front Tyre has a bulge, caused by separation or partial failure of its structure (5.2.3 (d) (ii))",
              type: "DANGEROUS",
            },
          ],
        },
      ],
    },
    vehicle: {
      inspections: [
        {
          result: "FAIL_DANGEROUS",
          validUntil: null,
          defects: [
            {
              severity: "ADVISORY",
              scheme: "UNSTRUCTURED",
              code: null,
              text: "  front tyres worn on inner shoulder ",
              textLocale: "EN",
              annexItem: "5.2.3",
              unstructured: true,
            },
            {
              severity: "DANGEROUS",
              scheme: "UK_MOT",
              code: "5.2.3(d)(ii)",
              annexItem: "5.2.3",
              axle: "FRONT",
              side: "RIGHT",
              partCategories: ["TYRE"],
              rectified: false,
              codeUnknown: false,
            },
          ],
        },
      ],
    },
  },
  {
    _case: "a failure put right at the station within the hour, and the pass a second later",
    row: {
      ...vehicle,
      motTests: [
        {
          ...failed,
          completedDate: "2024-05-19T16:11:03.000Z",
          defects: [
            { dangerous: false, text: "Nearside Headlamp aim too low (4.1.2 (a))", type: "PRS" },
            { dangerous: false, text: "Oil leak, but not excessive (8.4.1 (a) (i))", type: "ADVISORY" },
          ],
        },
        passed,
      ],
    },
    vehicle: {
      inspections: [
        { result: "FAIL_MAJOR", defects: [{ severity: "MAJOR", rectified: true }, { severity: "ADVISORY" }] },
        { result: "PASS_AFTER_RECTIFICATION", validUntil: "2025-05-18" },
      ],
    },
  },
  {
    _case: "a pass the same day after a failure of which one defect was not put right at the station",
    row: {
      ...vehicle,
      motTests: [
        {
          ...failed,
          completedDate: "2024-05-19T15:40:00.000Z",
          defects: [
            { dangerous: false, text: "Nearside Headlamp aim too low (4.1.2 (a))", type: "PRS" },
            {
              dangerous: false,
              text: "Nearside Rear Road wheel badly distorted (5.2.2 (c) (i))",
              type: "MAJOR",
            },
          ],
        },
        passed,
      ],
    },
    vehicle: { inspections: [{ result: "FAIL_MAJOR" }, { result: "PASS" }] },
  },
  {
    _case: "a pass with a minor defect",
    row: {
      ...vehicle,
      motTests: [
        {
          ...passed,
          defects: [{ dangerous: false, text: "Oil leak, but not excessive (8.4.1 (a) (i))", type: "MINOR" }],
        },
      ],
    },
    vehicle: { inspections: [{ result: "PASS_WITH_MINOR", defects: [{ severity: "MINOR" }] }] },
  },
  {
    _case: "a Northern Irish test: no defects told, the odometer's state not told",
    row: {
      ...vehicle,
      motTests: [{ ...passed, dataSource: "DVA_NI", odometerResultType: null, defects: null }],
    },
    vehicle: {
      areaCode: "GB-NIR",
      inspections: [
        { source: "DVA_NI", result: "PASS", reading: { value: 27_260, unit: "MI" }, defects: null },
      ],
    },
  },
  {
    _case: "a Northern Irish failure, whose expiry is the earlier certificate's or a placeholder",
    row: {
      ...vehicle,
      motTests: [
        { ...failed, dataSource: "DVA_NI", defects: null, expiryDate: "2024-03-10" },
        { ...failed, dataSource: "DVA_NI", defects: null, expiryDate: "1900-01-01", motTestNumber: "3" },
      ],
    },
    vehicle: {
      inspections: [
        { result: "FAIL_MAJOR", validUntil: null },
        { result: "FAIL_MAJOR", validUntil: null },
      ],
    },
  },
  {
    _case: "a clock in kilometres, and one that could not be read",
    row: {
      ...vehicle,
      motTests: [
        { ...passed, odometerUnit: "KM" },
        {
          ...passed,
          motTestNumber: "2",
          odometerValue: null,
          odometerUnit: null,
          odometerResultType: "NO_ODOMETER",
        },
      ],
    },
    vehicle: { inspections: [{ reading: { value: 27_260, unit: "KM" } }, { reading: null }] },
  },
  {
    _case: "a test without a number, known by its moment and never by the plate",
    row: { ...vehicle, motTests: [{ ...passed, motTestNumber: null }] },
    vehicle: { inspections: [{ sourceKey: "aWftmoOezOeeThQhq_5mtK", certificateNumber: null }] },
  },
  {
    _case: "one broken test among good ones",
    row: { ...vehicle, motTests: [passed, { ...passed, completedDate: "2024-02-30T10:00:00.000Z" }] },
    vehicle: { inspections: [{ sourceKey: "000000000001" }] },
    rejections: refused("FIELD_INVALID", "motTests[1].completedDate is not a date (YYYY-MM-DDThh:mm:ssZ)"),
  },
  {
    _case: "a test of tomorrow",
    row: { ...vehicle, motTests: [{ ...passed, completedDate: "2026-06-16T08:00:00.000Z" }] },
    vehicle: { inspections: [] },
    rejections: refused("DATE_IN_FUTURE", "motTests[0].completedDate is after today"),
  },
  {
    _case: "a result in no list",
    row: { ...vehicle, motTests: [{ ...passed, testResult: "SHRUGGED" }] },
    vehicle: { inspections: [] },
    rejections: refused("UNKNOWN_RESULT", "motTests[0].testResult is neither PASSED nor FAILED"),
  },
  {
    _case: "an odometer beyond seven digits",
    row: { ...vehicle, motTests: [{ ...passed, odometerValue: "10000000" }] },
    vehicle: { inspections: [] },
    rejections: refused("FIELD_INVALID", "motTests[0].odometerValue is not a whole number from 0 to 9999999"),
  },
  {
    _case: "a defect without a type",
    row: { ...vehicle, motTests: [{ ...failed, defects: [{ text: "Oil leak" }] }] },
    vehicle: { inspections: [] },
    rejections: refused("FIELD_MISSING", "motTests[0].type is missing"),
  },
  {
    _case: "a plate that is none, whose text the report does not repeat",
    row: { ...vehicle, registration: "ZZ00;DROP" },
    vehicle: null,
    rejections: [
      {
        kind: "vehicle",
        code: "INVALID_REGISTRATION",
        reason: "registration has U+003B at position 5, which is no Latin letter, digit, space or hyphen",
      },
    ],
  },
  {
    _case: "no plate",
    row: { ...vehicle, registration: null },
    vehicle: null,
    rejections: [{ kind: "vehicle", code: "FIELD_MISSING", reason: "registration is missing" }],
  },
];

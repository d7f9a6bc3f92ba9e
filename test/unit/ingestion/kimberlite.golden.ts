import type { RejectionCode, RecordKind } from "../../../src/modules/ingestion/index.ts";
import type { GoldenCase } from "./golden.ts";

const VIN = "VF1ZZZZZZ00000000";

const vehicle = {
  type: "vehicle",
  country: "FR",
  registration: "zz-000-zz",
  vin: VIN,
  make: "Renault",
  model: "Clio",
  variant: "RS",
  colour: "Rouge",
  category: "M1",
  usage: "PRIVATE",
  fuel: "PETROL",
  engineCapacityCc: 1998,
  powerKw: 147.5,
  grossMassKg: 1690,
  firstRegisteredOn: "2018-03-01",
  firstAdmissionOn: "2019-04-02",
  postalCode: "69007",
};

const inspection = {
  type: "inspection",
  id: "A-1",
  vehicle: { country: "FR", registration: "ZZ000ZZ" },
  garage: { externalId: "G-1" },
  kind: "PERIODIC",
  result: "FAIL_MAJOR",
  performedOn: "2026-05-02",
  performedAt: "2026-05-02T09:10:00+02:00",
  certificateNumber: "26000001",
  odometer: { value: 84_210, unit: "KM" },
  defects: [{ scheme: "FR_CT", code: "1.1.13.a.2" }],
};

const garage = {
  type: "garage",
  externalId: "G-1",
  country: "GB",
  name: "A Garage",
  kinds: ["REPAIR", "TYRES"],
  address: { street: "1 Mill Lane", postalCode: "S17 4QW", city: "Sheffield" },
  phone: "01142000000",
  location: { latitude: 53.32, longitude: -1.54 },
  networks: ["Net"],
  vehicleCategories: ["M1", "N1"],
};

const order = {
  type: "repairOrder",
  id: "R-1",
  vehicle: { country: "FR", registration: "ZZ000ZZ" },
  garage: { externalId: "G-1" },
  closedOn: "2026-05-04",
  odometer: { value: 84_215, unit: "KM" },
  lines: [
    {
      partCategory: "BRAKE_PAD_SET",
      operation: "REPLACE",
      position: { axle: "FRONT" },
      quantity: 1,
      price: 189.9,
      measuredMm: 2.5,
    },
    { partCategory: "TYRE", operation: "CHECK" },
  ],
};

const refused = (kind: RecordKind, code: RejectionCode, reason: string) => [{ kind, code, reason }];

const withDefect = (defect: Record<string, unknown>) => ({ ...inspection, defects: [defect] });

export const KIMBERLITE: readonly GoldenCase[] = [
  {
    _case: "a vehicle",
    row: vehicle,
    garage: null,
    vehicle: {
      identity: { country: "FR", registration: "ZZ000ZZ", vin: VIN },
      areaCode: "FR-69",
      inspections: [],
      facts: {
        make: "RENAULT",
        model: "CLIO",
        variant: "RS",
        colour: "ROUGE",
        category: "M1",
        usage: "PRIVATE",
        fuel: "PETROL",
        engineCapacityCc: 1998,
        powerKw: 147.5,
        grossMassKg: 1690,
        firstRegisteredOn: "2018-03-01",
        firstRegisteredPrecision: "DAY",
        firstAdmissionOn: "2019-04-02",
      },
    },
  },
  {
    _case: "a vehicle of which little is known",
    row: {
      type: "vehicle",
      country: "DE",
      vin: "WVWZZZZZZ00000000",
      make: "VW",
      model: "Golf",
      firstRegisteredOn: "2018",
    },
    vehicle: {
      identity: { country: "DE", registration: null, vin: "WVWZZZZZZ00000000" },
      areaCode: "DE",
      facts: {
        category: "UNKNOWN",
        firstRegisteredOn: "2018-01-01",
        firstRegisteredPrecision: "YEAR",
        powerKw: null,
      },
    },
  },
  {
    _case: "a month of first registration, and an area by its code",
    row: { ...vehicle, firstRegisteredOn: "2018-03", area: "FR-2A" },
    vehicle: {
      areaCode: "FR-2A",
      facts: { firstRegisteredOn: "2018-03-01", firstRegisteredPrecision: "MONTH" },
    },
  },
  {
    _case: "an area of another country",
    row: { ...vehicle, area: "GB-S" },
    vehicle: null,
    rejections: refused("vehicle", "FIELD_INVALID", "area is no area of the country"),
  },
  {
    _case: "a month that does not exist",
    row: { ...vehicle, firstRegisteredOn: "2018-13" },
    vehicle: null,
    rejections: refused(
      "vehicle",
      "FIELD_INVALID",
      "firstRegisteredOn is not a date (YYYY, YYYY-MM or YYYY-MM-DD)",
    ),
  },
  {
    _case: "a country we do not read",
    row: { ...vehicle, country: "US" },
    vehicle: null,
    rejections: refused(
      "vehicle",
      "UNSUPPORTED_COUNTRY",
      "country is none of FR, GB, NL, DE, ES, IT, BE, FI",
    ),
  },
  {
    _case: "a word of no list",
    row: { ...vehicle, fuel: "petrol" },
    vehicle: null,
    rejections: refused(
      "vehicle",
      "FIELD_INVALID",
      "fuel is none of PETROL, DIESEL, HYBRID, PLUG_IN_HYBRID, ELECTRIC, LPG, CNG, HYDROGEN, OTHER, UNKNOWN",
    ),
  },
  {
    _case: "a make with a null character",
    row: { ...vehicle, make: "RENAULT\u0000" },
    vehicle: null,
    rejections: refused("vehicle", "FIELD_INVALID", "make contains a null character"),
  },
  {
    _case: "half a surrogate pair",
    row: { ...vehicle, model: "CLIO \ud83d" },
    vehicle: null,
    rejections: refused("vehicle", "FIELD_INVALID", "model contains half a character"),
  },
  {
    _case: "an inspection with a finding",
    row: inspection,
    vehicle: {
      identity: { country: "FR", registration: "ZZ000ZZ", vin: null },
      areaCode: "FR",
      facts: null,
      inspections: [
        {
          source: "PARTNER",
          sourceKey: "A-1",
          kind: "PERIODIC",
          result: "FAIL_MAJOR",
          performedOn: "2026-05-02",
          performedAt: new Date("2026-05-02T07:10:00Z"),
          validUntil: null,
          certificateNumber: "26000001",
          garage: { source: "PARTNER", externalId: "G-1" },
          reading: { value: 84_210, unit: "KM" },
          defects: [
            { code: "1.1.13.a.2", severity: "MAJOR", annexItem: "1.1.13", partCategories: ["BRAKE_PAD_SET"] },
          ],
        },
      ],
    },
  },
  {
    _case: "kind and result in the country's words",
    row: {
      ...inspection,
      kind: undefined,
      result: undefined,
      nationalKind: "Contre-visite",
      nationalResult: "A",
    },
    vehicle: {
      inspections: [{ kind: "RETEST", result: "PASS", nationalKind: "Contre-visite", nationalResult: "A" }],
    },
  },
  {
    _case: "an inspection without a number, known by day, moment and kind",
    row: { ...inspection, id: undefined, performedAt: undefined },
    vehicle: { inspections: [{ sourceKey: "QxWYPJZp9jOBHPG0UrYtzD", performedAt: null }] },
  },
  {
    _case: "a pass with its last day, and nothing said of findings",
    row: { ...inspection, result: "PASS", validUntil: "2028-05-01", defects: undefined },
    vehicle: { inspections: [{ validUntil: "2028-05-01", defects: null }] },
  },
  {
    _case: "a British finding with its reference beside the text",
    row: withDefect({
      scheme: "UK_MOT",
      code: "5.2.3 (e)",
      text: "Nearside Front Tyre worn close to legal limit",
      severity: "ADVISORY",
    }),
    vehicle: {
      inspections: [
        {
          defects: [
            {
              code: "5.2.3(e)",
              annexItem: "5.2.3",
              text: "Nearside Front Tyre worn close to legal limit",
              axle: "FRONT",
              side: "LEFT",
              severity: "ADVISORY",
              partCategories: ["TYRE"],
            },
          ],
        },
      ],
    },
  },
  {
    _case: "a finding by the directive's item, with its place",
    row: withDefect({
      scheme: "EU_ANNEX_I",
      code: "5.3.4",
      severity: "DANGEROUS",
      position: { axle: "FRONT", side: "RIGHT", spot: "LOWER" },
    }),
    vehicle: {
      inspections: [
        {
          defects: [
            {
              annexItem: "5.3.4",
              severity: "DANGEROUS",
              axle: "FRONT",
              side: "RIGHT",
              spot: "LOWER",
              text: null,
            },
          ],
        },
      ],
    },
  },
  {
    _case: "a finding in plain words",
    row: withDefect({
      scheme: "UNSTRUCTURED",
      text: "Reifen vorne links abgefahren",
      locale: "DE",
      severity: "MAJOR",
    }),
    vehicle: {
      inspections: [
        {
          defects: [
            {
              annexItem: null,
              code: null,
              textLocale: "DE",
              axle: "FRONT",
              side: "LEFT",
              unstructured: true,
            },
          ],
        },
      ],
    },
  },
  {
    _case: "a finding whose list implies no severity",
    row: withDefect({ scheme: "EU_ANNEX_I", code: "5.3.4" }),
    vehicle: null,
    rejections: refused("inspection", "FIELD_MISSING", "defects[0].severity is missing"),
  },
  {
    _case: "a place that is none",
    row: withDefect({ scheme: "FR_CT", code: "1.1.13.a.2", position: { axle: "THIRD" } }),
    vehicle: null,
    rejections: refused(
      "inspection",
      "FIELD_INVALID",
      "defects[0].position.axle is none of FRONT, REAR, CENTRE",
    ),
  },
  {
    _case: "no vehicle",
    row: { ...inspection, vehicle: undefined },
    vehicle: null,
    rejections: refused("inspection", "FIELD_MISSING", "vehicle is missing"),
  },
  {
    _case: "a vehicle with a placeholder for a VIN",
    row: { ...inspection, vehicle: { country: "FR", vin: "00000000000000000" } },
    vehicle: null,
    rejections: refused(
      "inspection",
      "INVALID_VIN",
      "vehicle.vin repeats one character, which is a placeholder",
    ),
  },
  {
    _case: "a distance without a unit",
    row: { ...inspection, odometer: { value: 5 } },
    vehicle: null,
    rejections: refused("inspection", "FIELD_MISSING", "odometer.unit is missing"),
  },
  {
    _case: "an inspection of tomorrow",
    row: { ...inspection, performedOn: "2026-06-16" },
    vehicle: null,
    rejections: refused("inspection", "DATE_IN_FUTURE", "performedOn is after today"),
  },
  {
    _case: "a word for the result that its country does not have",
    row: { ...inspection, result: undefined, nationalResult: "bof" },
    vehicle: null,
    rejections: refused(
      "inspection",
      "UNKNOWN_RESULT",
      "result is missing, and nationalResult is none we know of that country and day",
    ),
  },
  {
    _case: "a garage",
    row: garage,
    vehicle: null,
    garage: {
      country: "GB",
      source: "PARTNER",
      externalId: "G-1",
      name: "A Garage",
      kinds: ["REPAIR", "TYRES"],
      street: "1 Mill Lane",
      postalCode: "S17 4QW",
      city: "Sheffield",
      phone: "01142000000",
      areaCode: "GB-S",
      latitude: 53.32,
      longitude: -1.54,
      networks: ["Net"],
      vehicleCategories: ["M1", "N1"],
    },
  },
  {
    _case: "half a place",
    row: { ...garage, location: { latitude: 53.32 } },
    garage: null,
    rejections: refused("garage", "FIELD_MISSING", "location.longitude is missing"),
  },
  {
    _case: "a garage of no kind",
    row: { ...garage, kinds: [] },
    garage: null,
    rejections: refused("garage", "FIELD_MISSING", "kinds is missing"),
  },
  {
    _case: "a garage of an unknown kind",
    row: { ...garage, kinds: ["REPAIR", "CAFE"] },
    garage: null,
    rejections: refused(
      "garage",
      "FIELD_INVALID",
      "kinds is not a list of INSPECTION, REPAIR, DEALER, TYRES, BODYWORK, GLASS",
    ),
  },
  {
    _case: "a repair order",
    row: order,
    vehicle: null,
    garage: null,
    repairOrder: {
      identity: { country: "FR", registration: "ZZ000ZZ", vin: null },
      sourceKey: "R-1",
      garage: "G-1",
      closedOn: "2026-05-04",
      reading: { value: 84_215, unit: "KM" },
      lines: [
        {
          operation: "REPLACE",
          partCategory: "BRAKE_PAD_SET",
          partFamily: "BRAKING",
          axle: "FRONT",
          side: null,
          quantity: 1,
          priceMinor: 18_990,
          currency: "EUR",
          measuredMm: 2.5,
        },
        { operation: "CHECK", partCategory: "TYRE", axle: null, priceMinor: null, currency: null },
      ],
    },
  },
  {
    _case: "a repair order in Britain, priced in its money",
    row: {
      ...order,
      vehicle: { country: "GB", registration: "AB12CDE" },
      lines: [{ partCategory: "TYRE", operation: "REPLACE", price: 80 }],
    },
    vehicle: null,
    repairOrder: { lines: [{ priceMinor: 8000, currency: "GBP" }] },
  },
  {
    _case: "a repair order of tomorrow",
    row: { ...order, closedOn: "2026-06-16" },
    vehicle: null,
    rejections: refused("repairOrder", "DATE_IN_FUTURE", "closedOn is after today"),
  },
  {
    _case: "a repair order with an unknown part",
    row: { ...order, lines: [{ partCategory: "FLUX_CAPACITOR", operation: "REPLACE" }] },
    vehicle: null,
    rejections: refused(
      "repairOrder",
      "FIELD_INVALID",
      "lines[0].partCategory is no key of the part catalogue",
    ),
  },
  {
    _case: "a repair order without lines",
    row: { ...order, lines: undefined },
    vehicle: null,
    rejections: refused("repairOrder", "FIELD_MISSING", "lines is missing"),
  },
];

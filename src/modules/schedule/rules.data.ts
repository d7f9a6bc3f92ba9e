import type { CountryCode, VehicleCategory, VehicleUsage } from "../vocabulary/index.ts";
import type { FirstInspection, InspectionRule, IntervalCap, IntervalStep } from "./rule.types.ts";

/**
 * Who must be inspected how often, one reviewed row per rule. Of the rows of a country that fit a vehicle the first
 * applies, so a special use stands before the general one, which need not exclude it. A fact that no source settles is not here: the engine then
 * answers UNKNOWN, or a window.
 *
 * Each citation names the law and, in brackets, the page it was read on where that was not the law itself.
 */

const L_ALL = ["L1E", "L2E", "L3E", "L4E", "L5E", "L6E", "L7E"] as const satisfies VehicleCategory[];
const PUBLIC_PASSENGER_USES = ["TAXI", "PRIVATE_HIRE", "PAID_TRANSPORT"] as const satisfies VehicleUsage[];

type Row = Pick<InspectionRule, "ruleId" | "country" | "categories" | "citation"> & Partial<InspectionRule>;

/** A row with everything it does not say left open. */
function rule(row: Row): InspectionRule {
  return {
    version: 1,
    obligation: "PERIODIC",
    regions: null,
    exceptRegions: [],
    usages: null,
    exceptUsages: [],
    fuels: null,
    registeredFrom: null,
    registeredBefore: null,
    fromAgeMonths: null,
    belowAgeMonths: null,
    when: [],
    first: null,
    stockCalendar: [],
    next: [],
    ageAt: "INSPECTION",
    monthsBeforeUsageChange: null,
    monthsBeforeOwnerChange: null,
    validFrom: null,
    validTo: null,
    ...row,
  };
}

function first(months: number, opensMonthsBefore: number | null = null): FirstInspection {
  return { months, opensMonthsBefore };
}

/** Every `months`, whatever the age. */
function every(months: number): IntervalStep[] {
  return [{ months, upToAgeMonths: null, belowAgeMonths: null, when: [] }];
}

/** Every `months` for inspections up to and on the day of that age. */
function upTo(ageMonths: number, months: number): IntervalStep {
  return { months, upToAgeMonths: ageMonths, belowAgeMonths: null, when: [] };
}

function below(ageMonths: number, months: number): IntervalStep {
  return { months, upToAgeMonths: null, belowAgeMonths: ageMonths, when: [] };
}

const FR_LIGHT = "Code de la route art. R323-22 I, 1° to 3° (version of 24 Feb 2017)";
const FR_COLLECTION = "Code de la route art. R323-22 I 4° (version of 31 Dec 2011 on)";
const FR_EXEMPT_COLLECTION =
  "Code de la route art. R323-3 3° and 4° (décret 2017-208 of 20 Feb 2017, in force 24 Feb 2017)";
const FR_L = "Code de la route art. R323-27 (décret 2023-974 of 23 Oct 2023)";
const FR_L_STOCK =
  "Arrêté of 23 Oct 2023 art. 43, in force 15 Apr 2024 [flotauto.com, espacesanspermis.fr, commlc.com/motovision]";

const FRANCE: InspectionRule[] = [
  rule({
    ruleId: "FR-COLLECTION-BEFORE-1960",
    country: "FR",
    obligation: "NONE",
    categories: ["M1", "N1", ...L_ALL],
    usages: ["COLLECTION"],
    registeredBefore: "1960-01-01",
    when: [{ fact: "MASS_NOT_KNOWN_OVER", kg: 3500 }],
    validFrom: "2017-02-24",
    citation: FR_EXEMPT_COLLECTION,
  }),
  rule({
    ruleId: "FR-COLLECTION-HEAVY",
    country: "FR",
    obligation: "NONE",
    categories: ["N2", "N3"],
    usages: ["COLLECTION"],
    validFrom: "2017-02-24",
    citation: FR_EXEMPT_COLLECTION,
  }),
  rule({
    ruleId: "FR-L-BEFORE-2024",
    country: "FR",
    obligation: "NONE",
    categories: [...L_ALL],
    validTo: "2024-04-14",
    citation: FR_L_STOCK,
  }),
  rule({
    ruleId: "FR-LIGHT-PUBLIC-TRANSPORT",
    country: "FR",
    categories: ["M1"],
    usages: [...PUBLIC_PASSENGER_USES, "AMBULANCE", "DRIVING_SCHOOL"],
    first: first(12),
    next: every(12),
    monthsBeforeUsageChange: 6,
    citation:
      "Code de la route art. R323-22 III and R323-24; Directive 2014/45/EU art. 5(1)(c) for taxis and ambulances " +
      "[service-public F22147, controle-technique43.com]",
  }),
  rule({
    ruleId: "FR-LIGHT-COLLECTION",
    country: "FR",
    categories: ["M1", "N1"],
    usages: ["COLLECTION"],
    when: [{ fact: "MASS_NOT_KNOWN_OVER", kg: 3500 }],
    first: first(48, 6),
    next: every(60),
    monthsBeforeOwnerChange: 6,
    validFrom: "2011-12-31",
    citation: FR_COLLECTION,
  }),
  rule({
    ruleId: "FR-LIGHT-CAMPER",
    country: "FR",
    categories: ["M1"],
    usages: ["CAMPER"],
    // Campers over 3.5 t follow other rules, which we have not read.
    when: [{ fact: "MASS_UP_TO", kg: 3500 }],
    first: first(48, 6),
    next: every(24),
    monthsBeforeOwnerChange: 6,
    citation: FR_LIGHT,
  }),
  rule({
    ruleId: "FR-LIGHT",
    country: "FR",
    categories: ["M1", "N1"],
    usages: ["PRIVATE", "RENTAL"],
    when: [{ fact: "MASS_NOT_KNOWN_OVER", kg: 3500 }],
    first: first(48, 6),
    next: every(24),
    monthsBeforeOwnerChange: 6,
    citation: FR_LIGHT,
  }),
  rule({
    ruleId: "FR-N1-COMMERCIAL",
    country: "FR",
    categories: ["N1"],
    usages: ["PAID_TRANSPORT"],
    when: [{ fact: "MASS_NOT_KNOWN_OVER", kg: 3500 }],
    first: first(48, 6),
    next: every(24),
    monthsBeforeOwnerChange: 6,
    citation: `${FR_LIGHT}: goods for hire are no "transport public de personnes" of III`,
  }),
  rule({
    ruleId: "FR-N1-POLLUTION-PETROL",
    country: "FR",
    obligation: "COMPLEMENTARY",
    categories: ["N1"],
    usages: ["PRIVATE", "RENTAL", "PAID_TRANSPORT"],
    // Electric and hydrogen vans, and those of before the first limits, have nothing to measure.
    fuels: ["PETROL", "LPG", "CNG", "HYBRID", "PLUG_IN_HYBRID"],
    registeredFrom: "1972-10-01",
    next: every(12),
    citation: "Code de la route art. R323-22 II [service-public F33353, utac-otc.com]",
  }),
  rule({
    ruleId: "FR-N1-POLLUTION-DIESEL",
    country: "FR",
    obligation: "COMPLEMENTARY",
    categories: ["N1"],
    usages: ["PRIVATE", "RENTAL", "PAID_TRANSPORT"],
    fuels: ["DIESEL"],
    registeredFrom: "1980-01-01",
    next: every(12),
    citation: "Code de la route art. R323-22 II [service-public F33353, utac-otc.com]",
  }),
  rule({
    ruleId: "FR-HEAVY-GOODS",
    country: "FR",
    categories: ["N2", "N3"],
    exceptUsages: ["COLLECTION"],
    first: first(12),
    next: every(12),
    citation: "Code de la route art. R323-25 [legal.tricoteuses.fr LEGIARTI000028753351]",
  }),
  rule({
    ruleId: "FR-L-COLLECTION",
    country: "FR",
    categories: [...L_ALL],
    usages: ["COLLECTION"],
    first: first(60, 6),
    stockCalendar: frenchStockCalendar(),
    next: every(60),
    monthsBeforeOwnerChange: 6,
    validFrom: "2024-04-15",
    citation: `${FR_L}, 4°; ${FR_L_STOCK}`,
  }),
  rule({
    ruleId: "FR-L",
    country: "FR",
    categories: [...L_ALL],
    usages: ["PRIVATE", "RENTAL", "PAID_TRANSPORT"],
    first: first(60, 6),
    stockCalendar: frenchStockCalendar(),
    next: every(36),
    monthsBeforeOwnerChange: 6,
    validFrom: "2024-04-15",
    citation: `${FR_L}; ${FR_L_STOCK}`,
  }),
];

/** Two- and three-wheelers and quads registered before 2022: within four months of the anniversary in a given year. */
function frenchStockCalendar(): InspectionRule["stockCalendar"] {
  return [
    {
      registeredFrom: null,
      registeredUntil: "2016-12-31",
      year: 2024,
      opensOn: "2024-04-15",
      notBefore: "2024-04-15",
      monthsFromAnniversary: 4,
    },
    {
      registeredFrom: "2017-01-01",
      registeredUntil: "2019-12-31",
      year: 2025,
      opensOn: "2025-01-01",
      notBefore: "2025-01-01",
      monthsFromAnniversary: 4,
    },
    {
      registeredFrom: "2020-01-01",
      registeredUntil: "2021-12-31",
      year: 2026,
      opensOn: "2026-01-01",
      notBefore: "2026-01-01",
      monthsFromAnniversary: 4,
    },
  ];
}

const GB_47 = "Road Traffic Act 1988 s. 47 and 48; gov.uk/getting-an-mot";
const NI_63 =
  "Road Traffic (Northern Ireland) Order 1995 art. 63 and 64; nidirect.gov.uk how-mot-scheme-works";
const GB_HISTORIC =
  "Motor Vehicles (Tests) (Amendment) Regulations 2017 reg. 7, in force 20 May 2018 [DfT letter, bexhill100mc.co.uk]";
const MOT_GROUPS = ["M1", "N1", ...L_ALL] as const satisfies VehicleCategory[];

const GREAT_BRITAIN: InspectionRule[] = [
  rule({
    ruleId: "GB-BEFORE-1960",
    country: "GB",
    exceptRegions: ["GB-NIR"],
    obligation: "NONE",
    categories: [...MOT_GROUPS],
    registeredBefore: "1960-01-01",
    validTo: "2018-05-19",
    citation: `Exemption of vehicles of before 1960, replaced by ${GB_HISTORIC}`,
  }),
  rule({
    ruleId: "GB-HISTORIC",
    country: "GB",
    exceptRegions: ["GB-NIR"],
    obligation: "NONE",
    categories: [...MOT_GROUPS],
    fromAgeMonths: 480,
    when: [{ fact: "HISTORIC_VEHICLE" }],
    validFrom: "2018-05-20",
    citation: GB_HISTORIC,
  }),
  rule({
    ruleId: "NI-BEFORE-1960",
    country: "GB",
    regions: ["GB-NIR"],
    obligation: "NONE",
    categories: [...MOT_GROUPS],
    registeredBefore: "1960-01-01",
    validTo: "2020-10-11",
    citation: "nidirect.gov.uk the-mot-scheme: vehicles of before 1960 exempt",
  }),
  rule({
    ruleId: "NI-HISTORIC",
    country: "GB",
    regions: ["GB-NIR"],
    obligation: "NONE",
    categories: [...MOT_GROUPS],
    fromAgeMonths: 480,
    when: [{ fact: "HISTORIC_VEHICLE" }],
    validFrom: "2020-10-12",
    citation: "nidirect.gov.uk the-mot-scheme: exempt after 40 years since 12 Oct 2020",
  }),
  rule({
    ruleId: "GB-TAXI-AMBULANCE",
    country: "GB",
    exceptRegions: ["GB-NIR"],
    categories: ["M1"],
    usages: ["TAXI", "AMBULANCE"],
    first: first(12),
    next: every(12),
    citation: "Road Traffic Act 1988 s. 47(3)(b) and (c); gov.uk MOT fees table (first test at one year)",
  }),
  rule({
    ruleId: "GB-PASSENGER-OVER-8-SEATS",
    country: "GB",
    exceptRegions: ["GB-NIR"],
    categories: ["M2"],
    first: first(12),
    next: every(12),
    citation: "Road Traffic Act 1988 s. 47(3)(a); gov.uk MOT fees table (first test at one year)",
  }),
  rule({
    ruleId: "GB-MOT",
    country: "GB",
    exceptRegions: ["GB-NIR"],
    categories: [...MOT_GROUPS],
    first: first(36),
    next: every(12),
    citation: GB_47,
  }),
  rule({
    ruleId: "NI-MOT-GOODS",
    country: "GB",
    regions: ["GB-NIR"],
    categories: ["N1"],
    first: first(36),
    next: every(12),
    citation: NI_63,
  }),
  rule({
    ruleId: "NI-MOT",
    country: "GB",
    regions: ["GB-NIR"],
    categories: ["M1", ...L_ALL],
    // Taxis and buses are inspected from first use; their interval was not read.
    exceptUsages: [...PUBLIC_PASSENGER_USES, "AMBULANCE"],
    first: first(48),
    next: every(12),
    citation: NI_63,
  }),
];

const NL_RDW = "Besluit voertuigen; RDW, Wanneer en hoe vaak APK keuren [rijksoverheid.nl, garagejagt.nl]";
const NL_HEAVY_USES = [...PUBLIC_PASSENGER_USES, "AMBULANCE"] as const satisfies VehicleUsage[];

const NETHERLANDS: InspectionRule[] = [
  rule({
    ruleId: "NL-MOTORCYCLE",
    country: "NL",
    obligation: "NONE",
    // Three-wheelers over 400 kg are inspected and quads were not read: not here.
    categories: ["L1E", "L2E", "L3E", "L4E"],
    citation:
      "Besluit voertuigen art. 4 [letter of the minister quoted by motorplatform.nl; zundappveteranenclub.nl]",
  }),
  rule({
    ruleId: "NL-BEFORE-1960",
    country: "NL",
    obligation: "NONE",
    categories: ["M1", "N1"],
    exceptUsages: [...NL_HEAVY_USES],
    registeredBefore: "1960-01-01",
    validTo: "2020-12-31",
    citation: `${NL_RDW}: first admission before 1 Jan 1960`,
  }),
  rule({
    ruleId: "NL-FIFTY-YEARS",
    country: "NL",
    obligation: "NONE",
    categories: ["M1", "N1"],
    exceptUsages: [...NL_HEAVY_USES],
    fromAgeMonths: 600,
    validFrom: "2021-01-01",
    citation:
      "Besluit of 4 Dec 2020 (Stb. 2020, 505) [rijksoverheid.nl: exempt from 50 years since 1 Jan 2021]",
  }),
  rule({
    ruleId: "NL-PASSENGER-TRANSPORT",
    country: "NL",
    categories: ["M1", "M2", "M3"],
    usages: [...NL_HEAVY_USES],
    first: first(12),
    next: every(12),
    citation: `${NL_RDW}: taxis, ambulances and buses every year`,
  }),
  rule({
    ruleId: "NL-HEAVY",
    country: "NL",
    categories: ["N2", "N3"],
    registeredFrom: "1960-01-01",
    first: first(12),
    next: every(12),
    citation: `${NL_RDW}: over 3,500 kg every year`,
  }),
  rule({
    ruleId: "NL-LIGHT-PETROL-ELECTRIC",
    country: "NL",
    categories: ["M1", "N1"],
    fuels: ["PETROL", "ELECTRIC"],
    registeredFrom: "2005-01-01",
    first: first(48),
    next: [below(96, 24), below(360, 12), ...every(24)],
    ageAt: "START",
    citation: `${NL_RDW}: 4, 2, 2, then 1; every 2 years from 30`,
  }),
  rule({
    ruleId: "NL-LIGHT-OTHER-FUEL",
    country: "NL",
    categories: ["M1", "N1"],
    fuels: ["DIESEL", "LPG", "CNG", "HYDROGEN", "OTHER", "HYBRID", "PLUG_IN_HYBRID"],
    registeredFrom: "2005-01-01",
    first: first(36),
    next: [below(360, 12), ...every(24)],
    ageAt: "START",
    citation: `${NL_RDW}: diesel, gas, other: 3, then 1; every 2 years from 30`,
  }),
  rule({
    ruleId: "NL-LIGHT-BEFORE-2005",
    country: "NL",
    categories: ["M1", "N1"],
    registeredBefore: "2005-01-01",
    first: first(36),
    next: [below(360, 12), ...every(24)],
    ageAt: "START",
    citation: `${NL_RDW}: before 2005 every year; every 2 years from 30`,
  }),
];

const DE_ANNEX = "StVZO Anlage VIII Nr. 2.1";

const GERMANY: InspectionRule[] = [
  rule({
    ruleId: "DE-MOPED",
    country: "DE",
    obligation: "NONE",
    categories: ["L1E", "L2E", "L6E"],
    citation:
      "StVZO § 29(1) with FZV § 3(1), § 4(2) and (3): no licence plate, no HU [kfzsachverständige.com]",
  }),
  rule({
    ruleId: "DE-SELF-DRIVE-RENTAL",
    country: "DE",
    categories: ["M1", "N1", "L3E", "L4E", "L5E", "L7E"],
    usages: ["RENTAL"],
    first: first(12),
    next: every(12),
    citation: "StVZO Anlage VIII Nr. 2.2 [autohaus-ansel.de]",
  }),
  rule({
    ruleId: "DE-PASSENGER-TRANSPORT",
    country: "DE",
    categories: ["M1"],
    usages: [...PUBLIC_PASSENGER_USES, "AMBULANCE"],
    first: first(12),
    next: every(12),
    citation: `${DE_ANNEX}.2.2 and 2.1.2.3 [kfz-jacob.de, kfz-strafrecht.com]`,
  }),
  rule({
    ruleId: "DE-CAMPER-UP-TO-3500",
    country: "DE",
    categories: ["M1"],
    usages: ["CAMPER"],
    when: [{ fact: "MASS_UP_TO", kg: 3500 }],
    first: first(36),
    next: every(24),
    citation: `${DE_ANNEX}.6.1 [autohaus-ansel.de]`,
  }),
  rule({
    ruleId: "DE-CAMPER-UP-TO-7500",
    country: "DE",
    categories: ["M1"],
    usages: ["CAMPER"],
    when: [{ fact: "MASS_UP_TO", kg: 7500 }],
    first: first(24),
    next: [below(72, 24), ...every(12)],
    citation: `${DE_ANNEX}.6.2: 24 months in the first 72 months, then 12 [autohaus-ansel.de]`,
  }),
  rule({
    ruleId: "DE-CAMPER-OVER-7500",
    country: "DE",
    categories: ["M1"],
    usages: ["CAMPER"],
    first: first(12),
    next: every(12),
    citation: `${DE_ANNEX}.6.3 [autohaus-ansel.de]`,
  }),
  rule({
    ruleId: "DE-CAR",
    country: "DE",
    categories: ["M1"],
    first: first(36),
    next: every(24),
    citation: `${DE_ANNEX}.2.1: 36, then 24 months`,
  }),
  rule({
    ruleId: "DE-MOTORCYCLE",
    country: "DE",
    categories: ["L3E", "L4E", "L5E", "L7E"],
    first: first(24),
    next: every(24),
    citation: `${DE_ANNEX}.1: 24 months`,
  }),
  rule({
    ruleId: "DE-GOODS-UP-TO-3500",
    country: "DE",
    categories: ["N1"],
    first: first(24),
    next: every(24),
    citation: `${DE_ANNEX}.4.1: 24 months [carzoom.de]`,
  }),
  rule({
    ruleId: "DE-GOODS-OVER-3500",
    country: "DE",
    categories: ["N2", "N3"],
    first: first(12),
    next: every(12),
    citation: `${DE_ANNEX}.4.2 to 2.1.4.4: 12 months [carzoom.de]`,
  }),
  rule({
    ruleId: "DE-BUS",
    country: "DE",
    categories: ["M2", "M3"],
    first: first(12),
    next: every(12),
    citation: `${DE_ANNEX}.3: 12 months`,
  }),
  rule({
    ruleId: "DE-TRAILER-UP-TO-750",
    country: "DE",
    categories: ["O"],
    when: [{ fact: "MASS_UP_TO", kg: 750 }],
    first: first(36),
    next: every(24),
    citation: `${DE_ANNEX}.5.1 [autohaus-ansel.de]`,
  }),
  rule({
    ruleId: "DE-TRAILER-UP-TO-3500",
    country: "DE",
    categories: ["O"],
    when: [{ fact: "MASS_UP_TO", kg: 3500 }],
    first: first(24),
    next: every(24),
    citation: `${DE_ANNEX}.5.2 [autohaus-ansel.de]`,
  }),
  rule({
    ruleId: "DE-TRAILER-OVER-3500",
    country: "DE",
    categories: ["O"],
    first: first(12),
    next: every(12),
    citation: `${DE_ANNEX}.5.3 [autohaus-ansel.de]`,
  }),
];

const ES_RD = "Real Decreto 920/2017 art. 6 [energia.ivace.es, itv.mas-informacion.com]";
const ES_LADDER_5 = [upTo(60, 12), ...every(6)];

const SPAIN: InspectionRule[] = [
  rule({
    ruleId: "ES-PASSENGER-TRANSPORT",
    country: "ES",
    categories: ["M1"],
    usages: ["TAXI", "AMBULANCE", "PAID_TRANSPORT"],
    first: first(12),
    next: ES_LADDER_5,
    ageAt: "UNSETTLED",
    citation: `${ES_RD}: taxis, ambulances and school transport: to 5 years 12 months, then 6`,
  }),
  rule({
    ruleId: "ES-DRIVING-SCHOOL",
    country: "ES",
    categories: ["M1", ...L_ALL],
    usages: ["DRIVING_SCHOOL"],
    first: first(24),
    next: ES_LADDER_5,
    ageAt: "UNSETTLED",
    citation: `${ES_RD}: to 2 years none, to 5 years 12 months, then 6`,
  }),
  rule({
    ruleId: "ES-CAR",
    country: "ES",
    categories: ["M1"],
    usages: ["PRIVATE", "CAMPER"],
    first: first(48),
    next: [upTo(120, 24), ...every(12)],
    ageAt: "UNSETTLED",
    citation: `${ES_RD}: to 4 years none, to 10 years 24 months, then 12`,
  }),
  rule({
    ruleId: "ES-SELF-DRIVE-RENTAL",
    country: "ES",
    categories: ["M1"],
    usages: ["RENTAL"],
    first: first(48),
    next: [upTo(120, 24), ...every(12)],
    ageAt: "UNSETTLED",
    validFrom: "2018-05-20",
    citation: `${ES_RD}: hire without driver as private cars since 20 May 2018 [blog.grupogestoriapastor.com]`,
  }),
  rule({
    ruleId: "ES-GOODS-UP-TO-3500",
    country: "ES",
    categories: ["N1"],
    exceptUsages: ["DRIVING_SCHOOL", "COLLECTION"],
    first: first(24),
    next: [upTo(72, 24), upTo(120, 12), ...every(6)],
    ageAt: "UNSETTLED",
    citation: `${ES_RD}: to 2 years none, to 6 years 24 months, to 10 years 12, then 6`,
  }),
  rule({
    ruleId: "ES-MOPED",
    country: "ES",
    categories: ["L1E"],
    exceptUsages: ["DRIVING_SCHOOL", "COLLECTION"],
    first: first(36),
    next: every(24),
    citation: `${ES_RD}: two-wheel mopeds: to 3 years none, then 24 months`,
  }),
  rule({
    ruleId: "ES-MOTORCYCLE",
    country: "ES",
    categories: ["L2E", "L3E", "L4E", "L5E", "L6E", "L7E"],
    exceptUsages: ["DRIVING_SCHOOL", "COLLECTION"],
    first: first(48),
    next: every(24),
    citation: `${ES_RD}: to 4 years none, then 24 months`,
  }),
  rule({
    ruleId: "ES-BUS",
    country: "ES",
    categories: ["M2", "M3"],
    exceptUsages: ["COLLECTION"],
    first: first(12),
    next: ES_LADDER_5,
    ageAt: "UNSETTLED",
    citation: `${ES_RD}: to 5 years 12 months, then 6`,
  }),
  rule({
    ruleId: "ES-GOODS-OVER-3500",
    country: "ES",
    categories: ["N2", "N3"],
    exceptUsages: ["COLLECTION"],
    first: first(12),
    next: [upTo(120, 12), ...every(6)],
    ageAt: "UNSETTLED",
    citation: `${ES_RD}: to 10 years 12 months, then 6`,
  }),
];

const IT_80 = "Codice della strada art. 80 c. 3 and 4 [memorevisioni.com, moriconi.info]";

const ITALY: InspectionRule[] = [
  rule({
    ruleId: "IT-PASSENGER-TRANSPORT",
    country: "IT",
    categories: ["M1", ...L_ALL],
    usages: ["TAXI", "PRIVATE_HIRE", "AMBULANCE"],
    first: first(12),
    next: every(12),
    citation: `${IT_80}: taxis, hire with driver, ambulances every year`,
  }),
  rule({
    ruleId: "IT-CAMPER-UP-TO-3500",
    country: "IT",
    categories: ["M1"],
    usages: ["CAMPER"],
    when: [{ fact: "MASS_UP_TO", kg: 3500 }],
    first: first(48),
    next: every(24),
    citation: `${IT_80}: campers up to 3.5 t`,
  }),
  rule({
    ruleId: "IT-LIGHT",
    country: "IT",
    categories: ["M1", "N1"],
    usages: ["PRIVATE", "RENTAL", "DRIVING_SCHOOL", "COLLECTION"],
    when: [{ fact: "MASS_NOT_KNOWN_OVER", kg: 3500 }],
    first: first(48),
    next: every(24),
    citation: `${IT_80}: 4, then every 2 years`,
  }),
  rule({
    ruleId: "IT-N1-COMMERCIAL",
    country: "IT",
    categories: ["N1"],
    usages: ["PAID_TRANSPORT"],
    first: first(48),
    next: every(24),
    citation: `${IT_80}: goods vehicles up to 3.5 t`,
  }),
  rule({
    ruleId: "IT-MOTORCYCLE",
    country: "IT",
    categories: [...L_ALL],
    first: first(48),
    next: every(24),
    citation: `${IT_80}: motorcycles, mopeds and quadricycles 4, then every 2 years`,
  }),
  rule({
    ruleId: "IT-HEAVY",
    country: "IT",
    categories: ["N2", "N3", "M2", "M3"],
    first: first(12),
    next: every(12),
    citation: `${IT_80}: over 3.5 t and buses every year [lautoservizio.it]`,
  }),
];

const BE_KB = "KB/AR of 15 March 1968 art. 23ter §1";
const BE_VLG = "Besluit Vlaamse Regering of 7 June 2024 [gocavlaanderen.be, km.be]";
const BE_SIX_MONTH_USES = [
  ...PUBLIC_PASSENGER_USES,
  "DRIVING_SCHOOL",
  "AMBULANCE",
] as const satisfies VehicleUsage[];

/** Two years after an inspection in the old bonus system. */
const BE_BONUS: IntervalStep = {
  months: 24,
  upToAgeMonths: 72,
  belowAgeMonths: null,
  when: [
    { fact: "GREEN_CERTIFICATE" },
    { fact: "ODOMETER_BELOW", km: 100_000 },
    { fact: "ON_TIME" },
    { fact: "NO_HEAVY_TOW" },
  ],
};

/** Two years after an inspection that had been due in a phase of the Flemish rules. */
function flemishStep(belowAgeMonths: number, from: string, until: string | null): IntervalStep {
  return {
    months: 24,
    upToAgeMonths: null,
    belowAgeMonths,
    when: [
      { fact: "HAD_BEEN_DUE", from, until },
      { fact: "ODOMETER_BELOW", km: 160_000 },
      { fact: "UNSETTLED_WHEN_TOWING" },
    ],
  };
}

const BELGIUM: InspectionRule[] = [
  rule({
    ruleId: "BE-MOTORCYCLE",
    country: "BE",
    obligation: "NONE",
    categories: [...L_ALL],
    citation:
      "Only on sale or after an accident, since 1 Jan 2023 [infrastructures.wallonie.be, be.brussels, wegcode.be]",
  }),
  rule({
    ruleId: "BE-WAL-COLLECTION-FIFTY",
    country: "BE",
    regions: ["BE-WAL"],
    obligation: "NONE",
    categories: ["M1"],
    usages: ["COLLECTION"],
    fromAgeMonths: 600,
    validFrom: "2018-05-20",
    citation: "AGW of 17 May 2018: O plate, over 50 years [automag.be, vroom.be]",
  }),
  rule({
    ruleId: "BE-WAL-COLLECTION-HISTORIC",
    country: "BE",
    regions: ["BE-WAL"],
    obligation: "NONE",
    categories: ["M1"],
    usages: ["COLLECTION"],
    fromAgeMonths: 360,
    when: [{ fact: "HISTORIC_VEHICLE" }],
    validFrom: "2018-05-20",
    citation: "AGW of 17 May 2018: O plate, over 30 years, of historic interest [automag.be, vroom.be]",
  }),
  rule({
    ruleId: "BE-WAL-COLLECTION",
    country: "BE",
    regions: ["BE-WAL"],
    categories: ["M1"],
    usages: ["COLLECTION"],
    fromAgeMonths: 360,
    belowAgeMonths: 600,
    next: every(24),
    validFrom: "2018-05-20",
    citation: "AGW of 17 May 2018: O plate, over 30 years [automag.be, vroom.be]",
  }),
  rule({
    ruleId: "BE-VLG-COLLECTION",
    country: "BE",
    regions: ["BE-VLG"],
    categories: ["M1"],
    usages: ["COLLECTION"],
    fromAgeMonths: 300,
    next: [below(360, 12), upTo(600, 24), ...every(60)],
    validFrom: "2018-05-20",
    citation: "gocavlaanderen.be, 20 May 2018: O plate, 25, 30 and 50 years",
  }),
  rule({
    ruleId: "BE-PASSENGER-TRANSPORT",
    country: "BE",
    categories: ["M1"],
    usages: [...BE_SIX_MONTH_USES],
    first: first(0),
    next: every(6),
    citation: `${BE_KB} 2°: before first use, then every 6 months [code-de-la-route.be, gtl-taxi.be]`,
  }),
  rule({
    ruleId: "BE-CAR-TOWING",
    country: "BE",
    regions: ["BE-WAL", "BE-BRU"],
    categories: ["M1"],
    usages: ["PRIVATE", "RENTAL"],
    when: [{ fact: "TOWING_DECLARED" }],
    first: first(0),
    next: every(12),
    citation: `${BE_KB} 3° a): trailers over 750 kg: before first use, then every year [code-de-la-route.be]`,
  }),
  rule({
    ruleId: "BE-VLG-CAR",
    country: "BE",
    regions: ["BE-VLG"],
    categories: ["M1"],
    usages: ["PRIVATE", "RENTAL"],
    first: first(48),
    next: [
      flemishStep(120, "2026-09-01", null),
      flemishStep(96, "2025-09-01", "2026-08-31"),
      flemishStep(72, "2024-09-01", "2025-08-31"),
      { ...BE_BONUS, when: [...BE_BONUS.when, { fact: "HAD_BEEN_DUE", from: null, until: "2024-08-31" }] },
      ...every(12),
    ],
    citation: `${BE_KB} 1°; ${BE_VLG}: 2 years below 160,000 km and 6, 8, 10 years from 1 Sept 2024, 2025, 2026`,
  }),
  rule({
    ruleId: "BE-CAR",
    country: "BE",
    categories: ["M1"],
    usages: ["PRIVATE", "RENTAL"],
    first: first(48),
    next: [BE_BONUS, ...every(12)],
    citation: `${BE_KB} 1° and bonus system [autoveiligheid.be, phoenix-developpement.com]`,
  }),
  rule({
    ruleId: "BE-GOODS-PAID-TRANSPORT",
    country: "BE",
    categories: ["N1"],
    usages: [...BE_SIX_MONTH_USES],
    first: first(0),
    next: every(6),
    citation: `${BE_KB}: every 6 months [febiac.be]`,
  }),
  rule({
    ruleId: "BE-GOODS-UP-TO-3500",
    country: "BE",
    categories: ["N1"],
    first: first(0),
    next: every(12),
    citation: `${BE_KB}: before first use, then every year [febiac.be, autoveiligheid.be]`,
  }),
  rule({
    ruleId: "BE-GOODS-OVER-3500",
    country: "BE",
    regions: ["BE-VLG", "BE-BRU"],
    categories: ["N2", "N3"],
    exceptUsages: ["COLLECTION"],
    first: first(0),
    next: every(12),
    validFrom: "2017-03-01",
    citation:
      "Every year instead of 6 months since 1 March 2017 in Flanders and Brussels [autoveiligheid.be]",
  }),
];

export const INSPECTION_RULES: readonly InspectionRule[] = [
  ...FRANCE,
  ...GREAT_BRITAIN,
  ...NETHERLANDS,
  ...GERMANY,
  ...SPAIN,
  ...ITALY,
  ...BELGIUM,
];

const EU_COUNTRIES: readonly CountryCode[] = ["FR", "NL", "DE", "ES", "IT", "BE", "FI"];

/** COM(2025) 180 of 24 April 2025 is a proposal. It serves "what if", never a date that is shown as due. */
export const INTERVAL_CAPS: readonly IntervalCap[] = [
  {
    capId: "EU-2025-180-OVER-TEN-YEARS",
    ruleSet: "PROPOSED_EU_2025",
    countries: EU_COUNTRIES,
    categories: ["M1", "N1"],
    overAgeMonths: 120,
    months: 12,
    citation: "COM(2025) 180 final, cars and vans over ten years every year (proposal) [eur-lex 52025PC0180]",
  },
];

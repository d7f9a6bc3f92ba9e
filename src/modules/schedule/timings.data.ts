import type { ExtensionRow, KeepWindow, Timing } from "./rule.types.ts";

/** How each country reckons the last day of validity, reviewed row by row. */

function keepMonths(months: number, extra: Partial<KeepWindow> = {}): KeepWindow {
  return { months, days: null, endsOnLastDay: false, shortCycle: null, ...extra };
}

export const TIMINGS: readonly Timing[] = [
  {
    country: "FR",
    validFrom: null,
    validTo: null,
    lastDay: "SAME_DAY",
    firstLastDay: "SAME_DAY",
    keeps: null,
    firstKeeps: "NO",
    late: "FROM_INSPECTION",
    // No source we read says whether a passed contre-visite counts from itself or from the inspection.
    countsFrom: "UNSETTLED",
    citation: "controletechniquelesfangeas43.fr: inspected 31 Jan 2018, valid until 31 Jan 2020",
  },
  {
    country: "GB",
    validFrom: null,
    validTo: "2011-04-30",
    lastDay: "DAY_BEFORE",
    firstLastDay: "SAME_DAY",
    keeps: keepMonths(1, { endsOnLastDay: true }),
    firstKeeps: "YES",
    late: "FROM_INSPECTION",
    countsFrom: "RETEST",
    citation:
      "amcautoclinic.co.uk, local.intercars.co.uk: registered 1 March 2005, first MOT no later than 1 March 2008, " +
      "and within a month before that it counts from there. So written on certificates of 2010 and 2011",
  },
  {
    country: "GB",
    validFrom: "2011-05-01",
    validTo: "2016-02-28",
    lastDay: "DAY_BEFORE",
    firstLastDay: "UNSETTLED",
    keeps: keepMonths(1, { endsOnLastDay: true }),
    firstKeeps: "YES",
    late: "FROM_INSPECTION",
    countsFrom: "RETEST",
    // Certificates of 2016 on are dated a day earlier; when that changed was not found.
    citation: "gov.uk/getting-an-mot; the first due date as before 2011 or as since 2016",
  },
  {
    country: "GB",
    validFrom: "2016-02-29",
    validTo: null,
    lastDay: "DAY_BEFORE",
    firstLastDay: "DAY_BEFORE",
    keeps: keepMonths(1, { endsOnLastDay: true }),
    firstKeeps: "YES",
    late: "FROM_INSPECTION",
    countsFrom: "RETEST",
    citation:
      "gov.uk/getting-an-mot: runs out on 15 May, earliest 16 April; inspected 14 April, runs out on 13 April. " +
      "Northern Ireland: Order 1995 art. 64(1A) and (2)",
  },
  {
    country: "NL",
    validFrom: null,
    validTo: null,
    lastDay: "SAME_DAY",
    firstLastDay: "SAME_DAY",
    keeps: keepMonths(2),
    firstKeeps: "YES",
    late: "FROM_INSPECTION",
    countsFrom: "RETEST",
    citation:
      "rijksoverheid.nl: within 2 months before expiry the old date is extended, earlier gives a new date",
  },
  {
    country: "DE",
    validFrom: null,
    validTo: "2012-06-30",
    lastDay: "MONTH_END",
    firstLastDay: "MONTH_END",
    keeps: null,
    firstKeeps: "NO",
    late: "KEEPS_CYCLE",
    countsFrom: "INSPECTION",
    citation:
      "StVZO Anlage VIII Nr. 2.3 as of 2010: late, so from the month it should have been [gs-forum.eu]",
  },
  {
    country: "DE",
    validFrom: "2012-07-01",
    validTo: null,
    lastDay: "MONTH_END",
    firstLastDay: "MONTH_END",
    keeps: null,
    firstKeeps: "NO",
    late: "FROM_INSPECTION",
    countsFrom: "INSPECTION",
    citation:
      "StVZO Anlage VIII Nr. 2.3 since the 47th amendment: no back-dating from 1 July 2012 " +
      "[geesthacht.de, autohaus.de, kfz-pruefstelle-magdeburg.de]",
  },
  {
    country: "ES",
    validFrom: null,
    validTo: "2018-05-19",
    lastDay: "SAME_DAY",
    firstLastDay: "SAME_DAY",
    keeps: null,
    firstKeeps: "NO",
    late: "FROM_INSPECTION",
    countsFrom: "RETEST",
    citation: "Real Decreto 2042/1994: days inspected early were lost [planetamotor-es.com]",
  },
  {
    country: "ES",
    validFrom: "2018-05-20",
    validTo: null,
    lastDay: "SAME_DAY",
    firstLastDay: "SAME_DAY",
    keeps: { months: null, days: 30, endsOnLastDay: false, shortCycle: null },
    // The text speaks of the validity of "the previous inspection", and a first one has none.
    firstKeeps: "UNSETTLED",
    late: "FROM_INSPECTION",
    countsFrom: "RETEST",
    citation:
      "Real Decreto 920/2017 art. 6.5: 30 calendar days before expiry keep the date [romautonissan.com]",
  },
  {
    country: "IT",
    validFrom: null,
    validTo: null,
    lastDay: "MONTH_END",
    firstLastDay: "MONTH_END",
    keeps: null,
    firstKeeps: "NO",
    late: "FROM_INSPECTION",
    countsFrom: "RETEST",
    citation: "Codice della strada art. 80: within the month of the last revisione [motorizzazione.com]",
  },
  {
    country: "BE",
    validFrom: null,
    validTo: null,
    lastDay: "SAME_DAY",
    firstLastDay: "SAME_DAY",
    keeps: keepMonths(2, { shortCycle: { upToMonths: 6, months: 1 } }),
    firstKeeps: "YES",
    late: "KEEPS_CYCLE",
    countsFrom: "INSPECTION",
    citation:
      "KB/AR of 15 March 1968 art. 23quater: two months before (one for six-month cycles), late keeps the cycle",
  },
];

/** Extensions by decree. A certificate's recorded last day contains them already. */
export const EXTENSIONS: readonly ExtensionRow[] = [
  {
    extensionId: "GB-COVID-2020",
    country: "GB",
    regions: null,
    exceptRegions: ["GB-NIR"],
    categories: ["M1", "N1", "L1E", "L2E", "L3E", "L4E", "L5E", "L6E", "L7E"],
    expiresFrom: "2020-03-30",
    expiresUntil: "2020-07-31",
    registered: [],
    months: 6,
    knownFrom: "2020-03-30",
    isCertain: true,
    citation:
      "Motor Vehicles (Tests) (Amendment) (Coronavirus) Regulations 2020 [which.co.uk, motorly.co.uk]",
  },
  {
    extensionId: "NI-TEC-2024",
    country: "GB",
    regions: ["GB-NIR"],
    exceptRegions: [],
    categories: ["M1"],
    expiresFrom: "2024-06-01",
    expiresUntil: "2026-03-31",
    registered: [
      { from: "2017-06-01", until: "2018-05-31" },
      { from: "2019-06-01", until: "2020-05-31" },
      { from: "2018-06-01", until: "2019-05-31" },
      { from: "2020-06-01", until: "2021-05-31" },
    ],
    months: 12,
    knownFrom: "2024-06-01",
    isCertain: false,
    citation:
      "Temporary Exemption Certificates for five- and seven-year-old cars, statements of 30 April 2024 and 6 March " +
      "2025 [niassembly.gov.uk]",
  },
];

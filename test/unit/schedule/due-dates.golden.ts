import type {
  InspectionDue,
  PastInspection,
  ScheduleInput,
  ScheduleOptions,
} from "../../../src/modules/schedule/index.ts";

/**
 * Due dates worked out by hand from the law, never printed by the engine. Each row says what it is about, the day of the
 * question, the vehicle, what must come out, and how the date follows; its group cites the rule it was read in.
 * `window` is left out where it is the due day itself. One row per case, so the formatter leaves the tables alone.
 */

export type Expected = Pick<InspectionDue, "dueOn"> & Partial<InspectionDue>;

export interface DueDateCase {
  readonly _case: string;
  readonly today: string;
  readonly vehicle: ScheduleInput;
  readonly options: ScheduleOptions;
  readonly expected: Expected;
  readonly citation: string;
  readonly reason: string;
}

type Row = readonly [
  about: string,
  today: string,
  vehicle: ScheduleInput,
  expected: Expected,
  reason: string,
  options?: ScheduleOptions,
];

function group(country: string, citation: string, rows: readonly Row[]): DueDateCase[] {
  return rows.map(([about, today, vehicle, expected, reason, options]) => ({
    _case: `${country}: ${about}, asked on ${today}`,
    today,
    vehicle,
    options: options ?? {},
    expected,
    citation,
    reason,
  }));
}

type More = Partial<Omit<ScheduleInput, "country" | "firstRegisteredOn" | "firstRegisteredPrecision">>;

/** A private petrol car. `registered` is a day, a month (2020-03), a year (2020) or unknown. */
function car(country: ScheduleInput["country"], registered: string | null, more: More = {}): ScheduleInput {
  const length = registered?.length ?? 10;
  return {
    country,
    region: null,
    category: "M1",
    usage: "PRIVATE",
    fuel: "PETROL",
    firstRegisteredOn: registered === null ? null : `${registered}-01-01`.slice(0, Math.max(10, length)),
    firstRegisteredPrecision: length === 10 ? "DAY" : length === 7 ? "MONTH" : "YEAR",
    ...more,
  };
}

const fr = (registered: string | null, more?: More): ScheduleInput => car("FR", registered, more);
const gb = (registered: string | null, more?: More): ScheduleInput => car("GB", registered, more);
const ni = (registered: string | null, more?: More): ScheduleInput =>
  car("GB", registered, { region: "GB-NIR", ...more });
const nl = (registered: string | null, more?: More): ScheduleInput => car("NL", registered, more);
const de = (registered: string | null, more?: More): ScheduleInput => car("DE", registered, more);
const es = (registered: string | null, more?: More): ScheduleInput => car("ES", registered, more);
const it = (registered: string | null, more?: More): ScheduleInput => car("IT", registered, more);
const vlg = (registered: string | null, more?: More): ScheduleInput =>
  car("BE", registered, { region: "BE-VLG", ...more });
const wal = (registered: string | null, more?: More): ScheduleInput =>
  car("BE", registered, { region: "BE-WAL", ...more });

/** The last periodic inspection, passed. */
function passed(performedOn: string, more: Partial<PastInspection> = {}): More {
  return { lastPeriodic: { performedOn, result: "PASS", ...more } };
}

/** Passed, after a certificate that ran until `previousDueOn`. */
function renewed(performedOn: string, previousDueOn: string): More {
  return passed(performedOn, { previousDueOn });
}

function failed(performedOn: string, more: Partial<PastInspection> = {}): More {
  return { lastPeriodic: { performedOn, result: "FAIL_MAJOR", ...more } };
}

function failedBadly(performedOn: string, more: Partial<PastInspection> = {}): More {
  return { lastPeriodic: { performedOn, result: "FAIL_DANGEROUS", ...more } };
}

const NOT_YET = "NOT_YET_DUE";
const SOON = "DUE_SOON";
const OVERDUE = "OVERDUE";

function exempt(ruleId: string): Expected {
  return { dueOn: null, window: null, overdueFrom: null, status: "EXEMPT", basis: "EXEMPTION", ruleId };
}

function noRule(
  missingInputs: InspectionDue["missingInputs"] = [],
): Partial<InspectionDue> & { dueOn: null } {
  return { dueOn: null, window: null, status: "UNKNOWN", reason: "NO_RULE", basis: "NO_RULE", missingInputs };
}

function between(from: string, until: string, missingInputs: InspectionDue["missingInputs"]): Expected {
  return { dueOn: null, window: { from, until }, earliestOn: null, missingInputs };
}

// prettier-ignore
const FRANCE: DueDateCase[] = [
  ...group("FR", "Code de la route art. R323-22 I 1°: in the six months before four years are over", [
    ["car before its window", "2023-09-14", fr("2020-03-15"), { dueOn: "2024-03-15", earliestOn: "2023-09-15", status: NOT_YET, basis: "FIRST_REGISTRATION", ruleId: "FR-LIGHT" }, "four years from 15 March 2020; six months before is 15 September 2023"],
    ["car on the first day of its window", "2023-09-15", fr("2020-03-15"), { dueOn: "2024-03-15", status: SOON }, "the six months have begun"],
    ["car on the last day", "2024-03-15", fr("2020-03-15"), { dueOn: "2024-03-15", status: SOON, overdueFrom: "2024-03-16" }, "a term of years ends on the same day of the month"],
    ["car a day late", "2024-03-16", fr("2020-03-15"), { dueOn: "2024-03-15", status: OVERDUE }, "the term is over"],
    ["registered on a leap day", "2023-08-28", fr("2020-02-29"), { dueOn: "2024-02-29", earliestOn: "2023-08-29", status: NOT_YET }, "2024 has a 29 February"],
    ["registered on a leap day, window open", "2023-08-29", fr("2020-02-29"), { dueOn: "2024-02-29", status: SOON }, "six months before 29 February is 29 August"],
    ["registered on 31 August", "2025-03-01", fr("2021-08-31"), { dueOn: "2025-08-31", earliestOn: "2025-02-28", status: SOON }, "February has no 31st, so its last day"],
    ["registered on 31 December", "2025-06-29", fr("2021-12-31"), { dueOn: "2025-12-31", earliestOn: "2025-06-30", status: NOT_YET }, "June has no 31st, so its last day"],
    ["registered on 30 October", "2023-05-01", fr("2019-10-30"), { dueOn: "2023-10-30", earliestOn: "2023-04-30", status: SOON }, "both months have a 30th"],
    ["never inspected for decades", "2024-01-01", fr("1999-02-28"), { dueOn: "2003-02-28", status: OVERDUE }, "four years from 1999; no later inspection is known"],
    ["month known", "2023-12-31", fr("2020-03"), { ...between("2024-03-01", "2024-03-31", ["firstRegisteredOn.day"]), status: NOT_YET, overdueFrom: "2024-04-01" }, "any day of March 2024"],
    ["month known, soon", "2024-01-01", fr("2020-03"), { ...between("2024-03-01", "2024-03-31", ["firstRegisteredOn.day"]), status: SOON }, "two months before the first possible day"],
    ["month known, over for certain", "2024-04-01", fr("2020-03"), { ...between("2024-03-01", "2024-03-31", ["firstRegisteredOn.day"]), status: OVERDUE }, "every day of March is over"],
    ["February of a leap year known", "2023-06-01", fr("2020-02"), between("2024-02-01", "2024-02-29", ["firstRegisteredOn.day"]), "1 to 29 February 2024"],
    ["year known", "2024-06-01", fr("2020"), { ...between("2024-01-01", "2024-12-31", ["firstRegisteredOn.day"]), status: SOON }, "any day of 2024"],
    ["year known, over for certain", "2025-01-01", fr("2020"), { ...between("2024-01-01", "2024-12-31", ["firstRegisteredOn.day"]), status: OVERDUE }, "2024 is over"],
    ["first registration unknown", "2024-06-01", fr(null), { dueOn: null, window: null, status: "UNKNOWN", reason: "NOTHING_TO_RECKON_FROM", missingInputs: ["firstRegisteredOn"] }, "nothing to count four years from"],
    ["van", "2024-12-01", fr("2021-05-10", { category: "N1", fuel: "DIESEL" }), { dueOn: "2025-05-10", earliestOn: "2024-11-10", kind: "PERIODIC", status: SOON }, "camionnettes as cars"],
    ["hire car", "2024-12-01", fr("2021-05-10", { usage: "RENTAL" }), { dueOn: "2025-05-10", ruleId: "FR-LIGHT" }, "hire without driver is no public transport"],
    ["imported at three years, never inspected", "2024-01-01", fr("2020-03-15", { firstAdmissionInCountryOn: "2023-05-01" }), { dueOn: "2024-03-15" }, "counted from the first registration, wherever"],
    ["imported at ten years, never inspected here", "2024-06-01", fr("2013-03-15", { firstAdmissionInCountryOn: "2023-05-01" }), { dueOn: null, window: null, status: "UNKNOWN", reason: "IMPORT_HISTORY_UNKNOWN", missingInputs: ["lastPeriodic"] }, "a foreign certificate may still be valid"],
    ["camper of 3.2 t", "2023-09-14", fr("2020-03-15", { usage: "CAMPER", grossMassKg: 3200 }), { dueOn: "2024-03-15", ruleId: "FR-LIGHT-CAMPER" }, "a light vehicle"],
    ["camper of unknown mass", "2023-09-14", fr("2020-03-15", { usage: "CAMPER" }), { dueOn: null, status: "UNKNOWN", reason: "RULE_UNCERTAIN", missingInputs: ["grossMassKg"] }, "over 3.5 t other rules apply, which were not read"],
    ["car of 3.8 t", "2023-09-14", fr("2020-03-15", { grossMassKg: 3800 }), noRule(), "the article is for light vehicles"],
    ["unknown category", "2023-09-14", fr("2020-03-15", { category: "UNKNOWN" }), noRule(["category"]), "no rule without a category"],
    ["bus", "2023-09-14", fr("2020-03-15", { category: "M3" }), noRule(), "art. R323-23 was not read"],
  ]),
  ...group("FR", "Code de la route art. R323-22 I 2°: renewed every two years, from the day of the inspection", [
    ["the example of a centre", "2019-06-01", fr("2010-01-10", passed("2018-01-31")), { dueOn: "2020-01-31", earliestOn: null, status: NOT_YET, basis: "LAST_INSPECTION", ruleId: "FR-LIGHT" }, "inspected 31 January 2018, valid until 31 January 2020"],
    ["inspected on a leap day", "2025-12-01", fr("2010-01-10", passed("2024-02-29")), { dueOn: "2026-02-28", status: NOT_YET }, "2026 has no 29 February"],
    ["two months before the end", "2025-12-28", fr("2010-01-10", passed("2024-02-29")), { dueOn: "2026-02-28", status: SOON }, "soon is two months where the law opens no window"],
    ["inspected four months early", "2024-06-01", fr("2010-01-10", renewed("2024-02-01", "2024-06-10")), { dueOn: "2026-02-01" }, "early days are lost in France"],
    ["inspected ten months late", "2024-06-01", fr("2010-01-10", renewed("2023-11-20", "2023-01-10")), { dueOn: "2025-11-20" }, "two years from the inspection, however late"],
    ["recorded expiry a day earlier", "2025-01-01", fr("2010-01-10", passed("2024-02-15", { validUntil: "2026-02-14" })), { dueOn: "2026-02-14", basis: "RECORDED_EXPIRY" }, "what the certificate says wins"],
    ["recorded expiry before the inspection", "2025-01-01", fr("2010-01-10", passed("2024-02-15", { validUntil: "1900-01-01" })), { dueOn: "2026-02-15", basis: "LAST_INSPECTION" }, "a filler date is no expiry"],
    ["passed with minor defects", "2025-01-01", fr("2010-01-10", passed("2024-02-15", { result: "PASS_WITH_MINOR" })), { dueOn: "2026-02-15" }, "minor defects leave the result favourable"],
    ["registration known to the year only", "2025-01-01", fr("2010", passed("2024-02-15")), { dueOn: "2026-02-15", missingInputs: [] }, "two years from the inspection need no registration"],
    ["registration unknown", "2025-01-01", fr(null, passed("2024-02-15")), { dueOn: "2026-02-15" }, "two years from the inspection need no registration"],
    ["inspected on 31 March", "2025-01-01", fr("2010-01-10", passed("2024-03-31")), { dueOn: "2026-03-31" }, "the same day two years later"],
    ["van for hire or reward, electric", "2025-01-01", fr("2015-01-10", { category: "N1", usage: "PAID_TRANSPORT", fuel: "ELECTRIC", ...passed("2024-02-15") }), { dueOn: "2026-02-15", kind: "PERIODIC" }, "goods transport is no public transport of persons"],
    ["usage unknown", "2025-01-01", fr("2010-01-10", { usage: "UNKNOWN", grossMassKg: 1800, ...passed("2024-02-15") }), { ...between("2025-02-15", "2029-02-15", ["usage"]), status: "UNKNOWN", reason: "RULE_UNCERTAIN" }, "one year for a taxi, two for a private car, five for a collector's"],
    ["usage assumed private", "2025-01-01", fr("2010-01-10", { usage: "UNKNOWN", ...passed("2024-02-15") }), { dueOn: "2026-02-15", missingInputs: ["usage"] }, "two years, on the caller's assumption", { assumedUsage: "PRIVATE" }],
    ["usage unknown, expiry recorded", "2025-01-01", fr("2010-01-10", { usage: "UNKNOWN", ...passed("2024-02-15", { validUntil: "2026-02-15" }) }), { dueOn: "2026-02-15", basis: "RECORDED_EXPIRY", ruleId: null, missingInputs: [] }, "a recorded expiry needs no rule"],
  ]),
  ...group("FR", "Code de la route art. R323-22 III, R323-24; service-public F22147: one year, then every year", [
    ["taxi", "2024-01-01", fr("2023-06-01", { usage: "TAXI" }), { dueOn: "2024-06-01", ruleId: "FR-LIGHT-PUBLIC-TRANSPORT" }, "one year after first registration"],
    ["driving school", "2024-01-01", fr("2023-02-28", { usage: "DRIVING_SCHOOL" }), { dueOn: "2024-02-28", status: SOON }, "one year, and not the 29th"],
    ["ambulance of a leap day", "2024-06-01", fr("2024-02-29", { usage: "AMBULANCE" }), { dueOn: "2025-02-28" }, "2025 has no 29 February"],
    ["hire with driver", "2024-01-01", fr("2023-06-01", { usage: "PRIVATE_HIRE" }), { dueOn: "2024-06-01" }, "VTC as taxis"],
    ["taxi inspected before", "2024-06-01", fr("2020-06-01", { usage: "TAXI", ...passed("2024-03-10") }), { dueOn: "2025-03-10" }, "every year"],
    ["taxi, month known", "2024-01-01", fr("2023-06", { usage: "TAXI" }), between("2024-06-01", "2024-06-30", ["firstRegisteredOn.day"]), "any day of June 2024"],
    ["turned taxi, last inspection 17 months before", "2025-05-01", fr("2020-01-15", { usage: "TAXI", usageChangedOn: "2025-06-01", ...passed("2024-01-10") }), { dueOn: "2025-06-01", earliestOn: "2024-12-01", status: SOON, basis: "USAGE_CHANGE" }, "an inspection in the six months before the change"],
    ["turned taxi, last inspection three months before", "2025-07-01", fr("2020-01-15", { usage: "TAXI", usageChangedOn: "2025-06-01", ...passed("2025-03-01") }), { dueOn: "2026-03-01", basis: "LAST_INSPECTION" }, "recent enough; now every year"],
    ["turned taxi, last inspection exactly six months before", "2025-07-01", fr("2020-01-15", { usage: "TAXI", usageChangedOn: "2025-06-01", ...passed("2024-12-01") }), { dueOn: "2025-12-01" }, "the six months include their first day"],
    ["turned taxi, a day too old", "2025-05-01", fr("2020-01-15", { usage: "TAXI", usageChangedOn: "2025-06-01", ...passed("2024-11-30") }), { dueOn: "2025-06-01", basis: "USAGE_CHANGE" }, "six months and a day before the change"],
    ["turned taxi, two-year certificate", "2025-07-01", fr("2020-01-15", { usage: "TAXI", usageChangedOn: "2025-06-01", ...passed("2025-03-01", { validUntil: "2027-03-01" }) }), { dueOn: "2026-03-01" }, "a private certificate gives a taxi one year only"],
    ["turned taxi at 16 months, never inspected", "2024-05-01", fr("2023-02-01", { usage: "TAXI", usageChangedOn: "2024-06-15" }), { dueOn: "2024-06-15", basis: "USAGE_CHANGE" }, "past the first year: by the change"],
    ["turned taxi at four months, never inspected", "2024-07-01", fr("2024-02-01", { usage: "TAXI", usageChangedOn: "2024-06-15" }), { dueOn: "2025-02-01", basis: "FIRST_REGISTRATION" }, "within the first year: a year after registration"],
  ]),
  ...group("FR", "Code de la route art. R323-22 I 3°: before a change of owner, an inspection of less than six months", [
    ["sale, last inspection nine months old", "2024-02-01", fr("2018-05-05", { changeOfOwnerOn: "2024-03-01", ...passed("2023-06-01") }), { dueOn: "2024-03-01", earliestOn: "2023-09-01", status: SOON, basis: "OWNER_CHANGE" }, "too old for the sale"],
    ["sale, last inspection four months old", "2024-02-01", fr("2018-05-05", { changeOfOwnerOn: "2024-03-01", ...passed("2023-10-15") }), { dueOn: "2025-10-15", basis: "LAST_INSPECTION" }, "recent enough for the sale"],
    ["sale, last inspection exactly six months old", "2024-02-01", fr("2018-05-05", { changeOfOwnerOn: "2024-03-01", ...passed("2023-09-01") }), { dueOn: "2025-09-01" }, "the six months include their first day"],
    ["sale of a car under four years", "2024-02-01", fr("2021-05-05", { changeOfOwnerOn: "2024-03-01" }), { dueOn: "2025-05-05", basis: "FIRST_REGISTRATION" }, "the duty begins after four years"],
    ["sale of a collector's car", "2024-02-01", fr("1985-05-05", { usage: "COLLECTION", changeOfOwnerOn: "2024-03-01", ...passed("2022-06-01") }), { dueOn: "2024-03-01", basis: "OWNER_CHANGE" }, "five years, except when sold"],
  ]),
  ...group("FR", "Code de la route art. R323-22 I 4°; R323-3 3° and 4° since 24 February 2017: collector's vehicles", [
    ["collector's car", "2024-01-01", fr("1975-05-05", { usage: "COLLECTION", ...passed("2022-05-01") }), { dueOn: "2027-05-01", ruleId: "FR-LIGHT-COLLECTION" }, "every five years"],
    ["collector's car of a leap day", "2024-01-01", fr("1975-05-05", { usage: "COLLECTION", ...passed("2020-02-29") }), { dueOn: "2025-02-28" }, "2025 has no 29 February"],
    ["collector's car of 1957", "2024-01-01", fr("1957-06-01", { usage: "COLLECTION" }), exempt("FR-COLLECTION-BEFORE-1960"), "first circulation before 1960"],
    ["collector's car of the last day of 1959", "2024-01-01", fr("1959-12-31", { usage: "COLLECTION" }), exempt("FR-COLLECTION-BEFORE-1960"), "before 1 January 1960"],
    ["collector's car of the first day of 1960", "2024-01-01", fr("1960-01-01", { usage: "COLLECTION", ...passed("2022-05-01") }), { dueOn: "2027-05-01" }, "not before 1 January 1960"],
    ["collector's car of 1957 before the decree", "2017-02-10", fr("1957-06-01", { usage: "COLLECTION", ...passed("2012-02-01") }), { dueOn: "2017-02-01", status: OVERDUE }, "still every five years on 10 February 2017"],
    ["collector's car of 1957 since the decree", "2017-02-24", fr("1957-06-01", { usage: "COLLECTION", ...passed("2012-02-01") }), exempt("FR-COLLECTION-BEFORE-1960"), "in force from 24 February 2017"],
    ["car of 1957 with ordinary papers", "2024-01-01", fr("1957-06-01", passed("2023-05-01")), { dueOn: "2025-05-01", ruleId: "FR-LIGHT" }, "the exemption is for collector's papers"],
    ["collector's lorry", "2024-01-01", fr("1980-06-01", { category: "N2", usage: "COLLECTION" }), exempt("FR-COLLECTION-HEAVY"), "over 3.5 t, whatever its year"],
  ]),
  ...group("FR", "Code de la route art. R323-25: over 3.5 t one year after first registration, then every year", [
    ["lorry", "2024-01-01", fr("2023-09-01", { category: "N2", fuel: "DIESEL" }), { dueOn: "2024-09-01", ruleId: "FR-HEAVY-GOODS" }, "one year"],
    ["lorry inspected before", "2025-01-01", fr("2023-09-01", { category: "N3", fuel: "DIESEL", ...passed("2024-08-20") }), { dueOn: "2025-08-20" }, "every year from the inspection"],
  ]),
  ...group("FR", "Code de la route art. R323-22 II: vans, in the two months before a year after each inspection", [
    ["van before the window", "2025-01-09", fr("2019-06-01", { category: "N1", fuel: "DIESEL", ...passed("2024-03-10") }), { dueOn: "2025-03-10", earliestOn: "2025-01-10", kind: "COMPLEMENTARY", status: NOT_YET, ruleId: "FR-N1-POLLUTION-DIESEL" }, "a year after 10 March 2024, two months before it"],
    ["van in the window", "2025-02-01", fr("2019-06-01", { category: "N1", fuel: "DIESEL", ...passed("2024-03-10") }), { dueOn: "2025-03-10", kind: "COMPLEMENTARY", status: SOON }, "between 10 January and 10 March"],
    ["van late for it", "2025-06-01", fr("2019-06-01", { category: "N1", fuel: "DIESEL", ...passed("2024-03-10") }), { dueOn: "2025-03-10", kind: "COMPLEMENTARY", status: OVERDUE }, "still owed while the next periodic one is far"],
    ["the example of a centre", "2018-06-01", fr("2010-06-01", { category: "N1", fuel: "DIESEL", ...passed("2018-01-31") }), { dueOn: "2019-01-31", earliestOn: "2018-11-30", kind: "COMPLEMENTARY" }, "at the latest 31 January 2019; November has no 31st"],
    ["van inspected on a leap day", "2024-06-01", fr("2019-06-01", { category: "N1", fuel: "PETROL", ...passed("2024-02-29") }), { dueOn: "2025-02-28", earliestOn: "2024-12-28", kind: "COMPLEMENTARY", ruleId: "FR-N1-POLLUTION-PETROL" }, "2025 has no 29 February"],
    ["done", "2025-04-01", fr("2019-06-01", { category: "N1", fuel: "DIESEL", ...passed("2024-03-10"), lastComplementary: { performedOn: "2025-02-20", result: "PASS" } }), { dueOn: "2026-03-10", kind: "PERIODIC" }, "then the periodic one, two years after the last"],
    ["done for an earlier inspection only", "2024-06-01", fr("2017-06-01", { category: "N1", fuel: "DIESEL", ...passed("2024-03-10"), lastComplementary: { performedOn: "2023-02-20", result: "PASS" } }), { dueOn: "2025-03-10", kind: "COMPLEMENTARY" }, "each inspection asks for its own"],
    ["failed", "2025-03-01", fr("2019-06-01", { category: "N1", fuel: "DIESEL", ...passed("2024-03-10"), lastComplementary: { performedOn: "2025-02-20", result: "FAIL_MAJOR" } }), { dueOn: "2025-04-20", kind: "COMPLEMENTARY_RETEST", status: SOON }, "two months for the retest"],
    ["failed and cleared", "2025-04-01", fr("2019-06-01", { category: "N1", fuel: "DIESEL", ...passed("2024-03-10"), lastComplementary: { performedOn: "2025-02-20", result: "FAIL_MAJOR", clearedOn: "2025-03-05" } }), { dueOn: "2026-03-10", kind: "PERIODIC" }, "the retest was passed"],
    ["electric van", "2025-02-01", fr("2019-06-01", { category: "N1", fuel: "ELECTRIC", ...passed("2024-03-10") }), { dueOn: "2026-03-10", kind: "PERIODIC" }, "nothing to measure"],
    ["hydrogen van", "2025-02-01", fr("2019-06-01", { category: "N1", fuel: "HYDROGEN", ...passed("2024-03-10") }), { dueOn: "2026-03-10", kind: "PERIODIC" }, "nothing to measure"],
    ["hybrid van", "2025-02-01", fr("2019-06-01", { category: "N1", fuel: "HYBRID", ...passed("2024-03-10") }), { dueOn: "2025-03-10", kind: "COMPLEMENTARY" }, "only hydrogen hybrids are free of it"],
    ["diesel car", "2025-02-01", fr("2019-06-01", { fuel: "DIESEL", ...passed("2024-03-10") }), { dueOn: "2026-03-10", kind: "PERIODIC" }, "M1 has none"],
    ["diesel van of the last day of 1979", "2025-02-01", fr("1979-12-31", { category: "N1", fuel: "DIESEL", ...passed("2024-03-10") }), { dueOn: "2026-03-10", kind: "PERIODIC" }, "diesel before 1980 has none"],
    ["diesel van of the first day of 1980", "2025-02-01", fr("1980-01-01", { category: "N1", fuel: "DIESEL", ...passed("2024-03-10") }), { dueOn: "2025-03-10", kind: "COMPLEMENTARY" }, "diesel since 1980"],
    ["petrol van of September 1972", "2025-02-01", fr("1972-09-30", { category: "N1", ...passed("2024-03-10") }), { dueOn: "2026-03-10", kind: "PERIODIC" }, "petrol before October 1972 has none"],
    ["petrol van of October 1972", "2025-02-01", fr("1972-10-01", { category: "N1", ...passed("2024-03-10") }), { dueOn: "2025-03-10", kind: "COMPLEMENTARY" }, "petrol since October 1972"],
    ["collector's van", "2023-02-01", fr("1980-06-01", { category: "N1", usage: "COLLECTION", fuel: "DIESEL", ...passed("2022-02-02") }), { dueOn: "2027-02-02", kind: "PERIODIC" }, "camionnettes de collection have none"],
    ["van with its periodic inspection overdue", "2026-03-11", fr("2019-06-01", { category: "N1", fuel: "DIESEL", ...passed("2024-03-10") }), { dueOn: "2026-03-10", kind: "PERIODIC", status: OVERDUE }, "the full inspection takes its place"],
    ["van failed, retest passed", "2024-06-01", fr("2017-06-01", { category: "N1", fuel: "DIESEL", ...failed("2024-03-10", { clearedOn: "2024-04-20" }) }), { dueOn: "2025-04-20", kind: "COMPLEMENTARY" }, "a year after the favourable visit"],
  ]),
  ...group("FR", "Arrêté of 18 June 1991 art. 7: valid two months (S), or the day of the inspection (R)", [
    ["failed for major defects", "2024-03-20", fr("2012-01-10", failed("2024-03-10")), { dueOn: "2024-05-10", kind: "RETEST", status: SOON, basis: "FAILED_INSPECTION", ruleId: "FR-RETEST-MAJOR" }, "two months from 10 March"],
    ["failed for major defects, retest missed", "2024-05-11", fr("2012-01-10", failed("2024-03-10")), { dueOn: "2024-05-10", kind: "PERIODIC", status: OVERDUE }, "then a full inspection; it counted as inspected until 10 May"],
    ["failed for critical defects", "2024-03-20", fr("2012-01-10", failedBadly("2024-03-10")), { dueOn: "2024-05-10", kind: "RETEST", ruleId: "FR-RETEST-CRITICAL" }, "the retest has two months all the same"],
    ["failed for critical defects, retest missed", "2024-05-11", fr("2012-01-10", failedBadly("2024-03-10")), { dueOn: "2024-03-10", kind: "PERIODIC", status: OVERDUE }, "it was valid on the day of the inspection only"],
    ["failed on 31 December before a leap February", "2024-01-10", fr("2012-01-10", failed("2023-12-31")), { dueOn: "2024-02-29", kind: "RETEST" }, "February 2024 ends on the 29th"],
    ["failed on 31 December", "2023-01-10", fr("2012-01-10", failed("2022-12-31")), { dueOn: "2023-02-28", kind: "RETEST" }, "February 2023 ends on the 28th"],
    ["failed, retest passed six weeks later", "2024-06-01", fr("2012-01-10", failed("2024-03-10", { clearedOn: "2024-04-20" })), { ...between("2026-03-10", "2026-04-20", ["lastPeriodic.validUntil"]), status: NOT_YET }, "no source says which of the two days counts"],
    ["failed, retest passed, expiry recorded", "2024-06-01", fr("2012-01-10", failed("2024-03-10", { clearedOn: "2024-04-20", validUntil: "2026-03-10" })), { dueOn: "2026-03-10", basis: "RECORDED_EXPIRY" }, "the certificate settles it"],
    ["failed before the reform", "2018-04-01", fr("2010-01-10", failed("2018-03-10")), { dueOn: "2018-05-10", kind: "RETEST", ruleId: "FR-RETEST-BEFORE-2018" }, "two months before 2018 as well"],
  ]),
  ...group("FR", "Arrêté of 23 October 2023 art. 43; Code de la route art. R323-27: two- and three-wheelers and quads", [
    ["the example of 16 May", "2024-05-01", fr("2010-05-16", { category: "L1E" }), { dueOn: "2024-09-15", earliestOn: "2024-04-15", status: SOON, basis: "STOCK_CALENDAR", ruleId: "FR-L" }, "moped of before 2017: by 15 September 2024"],
    ["the example of 22 July", "2024-05-01", fr("2015-07-22", { category: "L3E" }), { dueOn: "2024-11-21" }, "motorcycle of before 2017: by 21 November 2024"],
    ["anniversary in February", "2024-05-01", fr("2012-02-10", { category: "L3E" }), { dueOn: "2024-08-14" }, "anniversaries before 15 April: by 14 August 2024"],
    ["anniversary on 14 April", "2024-05-01", fr("2016-04-14", { category: "L3E" }), { dueOn: "2024-08-14" }, "anniversaries before 15 April: by 14 August 2024"],
    ["anniversary on 15 April", "2024-05-01", fr("2014-04-15", { category: "L3E" }), { dueOn: "2024-08-14" }, "four months from 15 April end on 14 August"],
    ["anniversary on 1 September", "2024-05-01", fr("2016-09-01", { category: "L5E" }), { dueOn: "2024-12-31" }, "four months from 1 September end on 31 December"],
    ["anniversary in December", "2024-12-31", fr("2008-12-01", { category: "L3E" }), { dueOn: "2024-12-31", status: SOON }, "at the latest 31 December 2024"],
    ["anniversary in December, a day late", "2025-01-01", fr("2008-12-01", { category: "L3E" }), { dueOn: "2024-12-31", status: OVERDUE }, "the year of the first group is over"],
    ["last of the first group", "2024-05-01", fr("2016-12-31", { category: "L3E" }), { dueOn: "2024-12-31" }, "registered before 2017"],
    ["first of the second group", "2024-05-01", fr("2017-01-01", { category: "L3E" }), { dueOn: "2025-04-30", earliestOn: "2025-01-01", status: NOT_YET }, "in 2025, four months from 1 January"],
    ["second group, March", "2025-04-01", fr("2018-03-10", { category: "L7E" }), { dueOn: "2025-07-09" }, "in 2025, four months from 10 March"],
    ["second group, October", "2025-04-01", fr("2019-10-05", { category: "L3E" }), { dueOn: "2025-12-31" }, "four months would pass the end of the year"],
    ["last of the second group", "2025-04-01", fr("2019-12-31", { category: "L3E" }), { dueOn: "2025-12-31" }, "registered before 2020"],
    ["first of the third group", "2025-04-01", fr("2020-01-01", { category: "L3E" }), { dueOn: "2026-04-30", earliestOn: "2026-01-01" }, "in 2026, four months from 1 January"],
    ["third group, June", "2026-06-01", fr("2021-06-15", { category: "L3E" }), { dueOn: "2026-10-14", status: SOON }, "in 2026, four months from 15 June"],
    ["last of the third group", "2026-06-01", fr("2021-12-31", { category: "L3E" }), { dueOn: "2026-12-31" }, "registered before 2022"],
    ["first after the stock", "2026-06-30", fr("2022-01-01", { category: "L3E" }), { dueOn: "2027-01-01", earliestOn: "2026-07-01", status: NOT_YET, basis: "FIRST_REGISTRATION" }, "in the six months before five years are over"],
    ["of 31 August 2022", "2026-06-30", fr("2022-08-31", { category: "L3E" }), { dueOn: "2027-08-31", earliestOn: "2027-02-28" }, "February has no 31st"],
    ["the day before the duty began", "2024-04-14", fr("2010-05-16", { category: "L3E" }), exempt("FR-L-BEFORE-2024"), "in force from 15 April 2024"],
    ["the day the duty began", "2024-04-15", fr("2010-05-16", { category: "L3E" }), { dueOn: "2024-09-15", status: SOON }, "in force from 15 April 2024"],
    ["inspected before", "2025-04-01", fr("2010-05-16", { category: "L3E", ...passed("2024-06-20") }), { dueOn: "2027-06-20", basis: "LAST_INSPECTION" }, "every three years"],
    ["collector's motorcycle inspected before", "2025-04-01", fr("1980-05-16", { category: "L3E", usage: "COLLECTION", ...passed("2024-06-20") }), { dueOn: "2029-06-20", ruleId: "FR-L-COLLECTION" }, "every five years"],
    ["month known", "2025-04-01", fr("2018-03", { category: "L3E" }), between("2025-06-30", "2025-07-30", ["firstRegisteredOn.day"]), "four months from 1 and from 31 March 2025"],
    ["year known", "2025-04-01", fr("2018", { category: "L3E" }), between("2025-04-30", "2025-12-31", ["firstRegisteredOn.day"]), "from 1 January's four months to the end of 2025"],
    ["year known, first group", "2024-06-01", fr("2010", { category: "L3E" }), between("2024-08-14", "2024-12-31", ["firstRegisteredOn.day"]), "from 14 August to the end of 2024"],
  ]),
];

// prettier-ignore
const BRITAIN: DueDateCase[] = [
  ...group("GB", "Road Traffic Act 1988 s. 47(2)(a): not less than three years after first registration", [
    ["car before its month", "2024-04-04", gb("2021-05-05"), { dueOn: "2024-05-04", earliestOn: "2024-04-05", status: NOT_YET, basis: "FIRST_REGISTRATION", ruleId: "GB-MOT" }, "three years are reached on 5 May, so 4 May is the last day without"],
    ["car in its month", "2024-04-05", gb("2021-05-05"), { dueOn: "2024-05-04", status: SOON }, "a month ending on 4 May begins on 5 April"],
    ["car on the anniversary", "2024-05-05", gb("2021-05-05"), { dueOn: "2024-05-04", status: OVERDUE, overdueFrom: "2024-05-05" }, "a certificate is needed from the anniversary on"],
    ["of a leap day", "2022-06-01", gb("2020-02-29"), { dueOn: "2023-02-28", earliestOn: "2023-01-29" }, "three years from 29 February end with February 2023"],
    ["of 1 March", "2023-06-01", gb("2021-03-01"), { dueOn: "2024-02-29", earliestOn: "2024-01-30" }, "the day before 1 March 2024 is a leap day"],
    ["of 1 January", "2023-06-01", gb("2021-01-01"), { dueOn: "2023-12-31", earliestOn: "2023-12-01" }, "a month ending on 31 December begins on the 1st"],
    ["of 31 March", "2023-06-01", gb("2021-03-31"), { dueOn: "2024-03-30", earliestOn: "2024-03-01" }, "February has no 30th: from 1 March"],
    ["van", "2023-06-01", gb("2021-05-05", { category: "N1", fuel: "DIESEL" }), { dueOn: "2024-05-04" }, "class 4 and 7 at three years"],
    ["motorcycle", "2023-06-01", gb("2021-05-05", { category: "L3E" }), { dueOn: "2024-05-04" }, "classes 1 and 2 at three years"],
    ["moped", "2023-06-01", gb("2021-05-05", { category: "L1E" }), { dueOn: "2024-05-04" }, "class 1 at three years"],
    ["hire with driver", "2023-06-01", gb("2021-05-05", { usage: "PRIVATE_HIRE" }), { dueOn: "2024-05-04" }, "private hire up to 8 seats at three years"],
    ["collector's car under 40 years", "2023-06-01", gb("2021-05-05", { usage: "COLLECTION" }), { dueOn: "2024-05-04" }, "no rule of its own"],
    ["usage unknown", "2023-06-01", gb("2021-05-05", { usage: "UNKNOWN" }), between("2022-05-04", "2024-05-04", ["usage"]), "a taxi at one year, any other car at three"],
    ["month known", "2023-06-01", gb("2021-05"), between("2024-04-30", "2024-05-30", ["firstRegisteredOn.day"]), "the day before each day of May 2024"],
    ["year known", "2023-06-01", gb("2021"), between("2023-12-31", "2024-12-30", ["firstRegisteredOn.day"]), "the day before each day of 2024"],
    ["imported, never inspected", "2023-06-01", gb("2021-05-05", { firstAdmissionInCountryOn: "2022-01-01" }), { dueOn: null, window: null, status: "UNKNOWN", reason: "IMPORT_HISTORY_UNKNOWN", missingInputs: ["lastPeriodic"] }, "s. 47(2)(b) counts from manufacture, which is not known"],
    ["bus", "2023-06-01", gb("2021-05-05", { category: "M3" }), noRule(), "not read"],
  ]),
  ...group("GB", "Road Traffic Act 1988 s. 47(3): taxis, ambulances and over eight seats at one year", [
    ["taxi", "2024-01-01", gb("2023-06-15", { usage: "TAXI" }), { dueOn: "2024-06-14", ruleId: "GB-TAXI-AMBULANCE" }, "one year, less a day"],
    ["ambulance", "2024-01-01", gb("2023-03-01", { usage: "AMBULANCE" }), { dueOn: "2024-02-29" }, "the day before 1 March 2024"],
    ["minibus", "2024-01-01", gb("2023-06-15", { category: "M2" }), { dueOn: "2024-06-14", ruleId: "GB-PASSENGER-OVER-8-SEATS" }, "more than eight passenger seats"],
    ["taxi inspected before", "2024-06-01", gb("2020-06-15", { usage: "TAXI", ...renewed("2024-05-20", "2024-06-14") }), { dueOn: "2025-06-14" }, "every year, in the month that keeps the date"],
  ]),
  ...group("NI", "Road Traffic (Northern Ireland) Order 1995 art. 63; nidirect: four years, light goods three", [
    ["car", "2023-06-01", ni("2020-03-28"), { dueOn: "2024-03-27", earliestOn: "2024-02-28", ruleId: "NI-MOT" }, "the day before the fourth anniversary; a month before 27 March, less a day"],
    ["the same car in Great Britain", "2022-06-01", gb("2020-03-28"), { dueOn: "2023-03-27", ruleId: "GB-MOT" }, "three years"],
    ["motorcycle", "2023-06-01", ni("2020-03-28", { category: "L3E" }), { dueOn: "2024-03-27" }, "four years"],
    ["van", "2022-06-01", ni("2020-03-28", { category: "N1", fuel: "DIESEL" }), { dueOn: "2023-03-27", ruleId: "NI-MOT-GOODS" }, "light goods at three years"],
    ["of a leap day", "2023-06-01", ni("2020-02-29"), { dueOn: "2024-02-28", earliestOn: "2024-01-29" }, "the day before 29 February 2024"],
    ["taxi", "2023-06-01", ni("2020-03-28", { usage: "TAXI" }), noRule(), "inspected from first use, at an interval not read"],
    ["first test the day before the anniversary", "2017-06-01", ni("2013-03-28", passed("2017-03-27")), { dueOn: "2018-03-27" }, "treated as issued at the end of the month, art. 64(1A)"],
    ["early second test keeps the date", "2018-06-01", ni("2013-03-28", renewed("2018-03-03", "2018-03-27")), { dueOn: "2019-03-27" }, "not earlier than one month before the end, art. 64(2)"],
  ]),
  ...group("GB", "gov.uk/getting-an-mot: up to a month, less a day, before it runs out keeps the renewal date", [
    ["expiry 15 May, tested 16 April", "2024-06-01", gb("2015-03-03", renewed("2024-04-16", "2024-05-15")), { dueOn: "2025-05-15", earliestOn: "2025-04-16", status: NOT_YET, basis: "LAST_INSPECTION" }, "the earliest day that keeps the date"],
    ["expiry 15 May, tested 15 April", "2024-06-01", gb("2015-03-03", renewed("2024-04-15", "2024-05-15")), { dueOn: "2025-04-14" }, "a day too early: a year, less a day, from the test"],
    ["expiry 15 May, tested 14 April", "2024-06-01", gb("2015-03-03", renewed("2024-04-14", "2024-05-15")), { dueOn: "2025-04-13" }, "the example given: 13 April the following year"],
    ["tested on the last day", "2024-06-01", gb("2015-03-03", renewed("2024-05-15", "2024-05-15")), { dueOn: "2025-05-15" }, "still within the month"],
    ["tested a day late", "2024-06-01", gb("2015-03-03", renewed("2024-05-16", "2024-05-15")), { dueOn: "2025-05-15" }, "a year, less a day, from 16 May"],
    ["tested five days late", "2024-06-01", gb("2015-03-03", renewed("2024-05-20", "2024-05-15")), { dueOn: "2025-05-19" }, "a year, less a day, from the test"],
    ["tested two years late", "2024-06-01", gb("2015-03-03", renewed("2024-05-20", "2022-05-15")), { dueOn: "2025-05-19" }, "a late test begins anew"],
    ["in the month before the end", "2025-04-16", gb("2015-03-03", renewed("2024-04-16", "2024-05-15")), { dueOn: "2025-05-15", status: SOON }, "16 April is the first day that keeps 15 May"],
    ["a day before that month", "2025-04-15", gb("2015-03-03", renewed("2024-04-16", "2024-05-15")), { dueOn: "2025-05-15", status: NOT_YET }, "the month has not begun"],
    ["expiry on a leap day", "2024-06-01", gb("2015-03-03", renewed("2024-02-10", "2024-02-29")), { dueOn: "2025-02-28" }, "2025 has no 29 February"],
    ["late, tested on a leap day", "2024-06-01", gb("2015-03-03", renewed("2024-02-29", "2024-02-01")), { dueOn: "2025-02-28" }, "a year from 29 February ends with February"],
    ["late, tested on 1 March before a leap year", "2023-06-01", gb("2015-03-03", renewed("2023-03-01", "2023-02-01")), { dueOn: "2024-02-29" }, "the day before 1 March 2024"],
    ["expiry 31 March, tested 1 March", "2024-06-01", gb("2015-03-03", renewed("2024-03-01", "2024-03-31")), { dueOn: "2025-03-31" }, "February has no 31st: the month begins on 1 March"],
    ["expiry 31 March, tested 29 February", "2024-06-01", gb("2015-03-03", renewed("2024-02-29", "2024-03-31")), { dueOn: "2025-02-28" }, "a day too early"],
    ["expiry 31 December, tested 1 December", "2025-01-01", gb("2015-03-03", renewed("2024-12-01", "2024-12-31")), { dueOn: "2025-12-31", earliestOn: "2025-12-01" }, "the month of December"],
    ["expiry 31 December, tested 30 November", "2025-01-01", gb("2015-03-03", renewed("2024-11-30", "2024-12-31")), { dueOn: "2025-11-29" }, "a day too early"],
    ["earlier certificate unknown", "2024-07-01", gb("2015-03-03", passed("2024-06-10")), between("2025-06-09", "2025-07-09", ["lastPeriodic.previousDueOn"]), "from a year, less a day, to thirteen months, less a day"],
    ["earlier certificate unknown, known to be late", "2024-07-01", gb("2015-03-03", { onTime: false, ...passed("2024-06-10") }), { dueOn: "2025-06-09", missingInputs: [] }, "a late test begins anew"],
    ["recorded expiry", "2024-07-01", gb("2015-03-03", passed("2024-06-10", { validUntil: "2025-06-30" })), { dueOn: "2025-06-30", earliestOn: "2025-05-31", basis: "RECORDED_EXPIRY" }, "the certificate; a month before 30 June, less a day"],
    ["first test in its month", "2024-06-01", gb("2021-05-05", passed("2024-05-02")), { dueOn: "2025-05-04" }, "keeps the first date, as certificates show"],
    ["first test a day too early", "2024-06-01", gb("2021-05-05", passed("2024-04-04")), { dueOn: "2025-04-03" }, "a year, less a day, from the test"],
    ["test at 20 months", "2023-06-01", gb("2021-05-05", passed("2023-01-10")), { dueOn: "2024-01-09" }, "its certificate runs a year, less a day"],
    ["first test late, known to be the first", "2024-10-01", gb("2021-05-05", passed("2024-09-10", { isFirst: true })), { dueOn: "2025-09-09" }, "a late test begins anew"],
    ["motorcycle tested 32 days early", "2023-06-01", gb("2020-06-03", { category: "L3E", ...passed("2023-05-02") }), { dueOn: "2024-05-01" }, "the month before 2 June began on 3 May"],
    ["usage unknown, tested before", "2024-06-01", gb("2015-03-03", { usage: "UNKNOWN", ...renewed("2024-05-10", "2024-05-15") }), { dueOn: "2025-05-15", missingInputs: [] }, "every year for taxis and private cars alike"],
  ]),
  ...group("GB", "gov.uk/getting-an-mot/retests: partial retest within ten working days; the old certificate runs on", [
    ["failed, holidays unknown", "2024-05-20", gb("2015-03-03", failed("2024-05-14", { previousDueOn: "2024-06-25" })), { dueOn: null, window: { from: "2024-05-28", until: "2024-06-03" }, kind: "RETEST", status: SOON, missingInputs: ["publicHolidays"] }, "the tenth weekday after Tuesday 14 May is 28 May; up to four holidays move it"],
    ["failed, holidays known", "2024-05-20", gb("2015-03-03", failed("2024-05-14", { previousDueOn: "2024-06-25" })), { dueOn: "2024-05-29", kind: "RETEST" }, "27 May 2024 is a bank holiday", { publicHolidays: ["2024-05-27"] }],
    ["failed, retest missed, old certificate running", "2024-06-10", gb("2015-03-03", failed("2024-05-14", { previousDueOn: "2024-06-25" })), { dueOn: "2024-06-25", kind: "PERIODIC", status: SOON, basis: "PREVIOUS_DUE_DATE" }, "the old certificate may still be valid"],
    ["failed, old certificate over", "2024-06-26", gb("2015-03-03", failed("2024-05-14", { previousDueOn: "2024-06-25" })), { dueOn: "2024-06-25", kind: "PERIODIC", status: OVERDUE }, "it ran out on 25 June"],
    ["failed, old certificate unknown", "2024-08-01", gb("2015-03-03", failed("2024-05-14")), { dueOn: null, window: null, status: "UNKNOWN", reason: "EARLIER_CERTIFICATE_UNKNOWN", missingInputs: ["lastPeriodic.previousDueOn"] }, "nothing says until when it may be used"],
    ["failed before its first due date", "2024-07-01", gb("2021-06-26", failed("2024-05-14")), { dueOn: "2024-06-25", status: OVERDUE, basis: "FIRST_REGISTRATION" }, "the first date stands"],
    ["failed, retest passed five days later", "2024-06-01", gb("2021-06-26", failed("2024-05-14", { clearedOn: "2024-05-19" })), { dueOn: "2025-05-18" }, "the certificate is of the retest, before the month that keeps 25 June"],
    ["rectified at the station", "2024-06-01", gb("2015-03-03", passed("2024-05-20", { result: "PASS_AFTER_RECTIFICATION", previousDueOn: "2024-05-25" })), { dueOn: "2025-05-25" }, "recorded as a fail and a pass"],
    ["aborted", "2024-05-21", gb("2015-03-03", passed("2024-05-20", { result: "ABORTED", previousDueOn: "2024-05-25" })), { dueOn: "2024-05-25", status: SOON, basis: "PREVIOUS_DUE_DATE" }, "no test took place"],
  ]),
  ...group("GB", "Motor Vehicles (Tests) (Amendment) Regulations 2017: historic interest at 40 years, since 20 May 2018", [
    ["historic", "2024-01-01", gb("1980-06-01", { historicVehicle: true }), exempt("GB-HISTORIC"), "over 40 years and unchanged"],
    ["over 40 years, changed", "2024-01-01", gb("1980-06-01", { historicVehicle: false, ...passed("2023-07-10", { validUntil: "2024-07-09" }) }), { dueOn: "2024-07-09" }, "substantially changed vehicles are tested"],
    ["over 40 years, not known whether changed", "2024-01-01", gb("1980-06-01", passed("2023-07-10", { validUntil: "2024-07-09" })), { dueOn: "2024-07-09", status: "UNKNOWN", reason: "EXEMPTION_UNCERTAIN", missingInputs: ["historicVehicle"] }, "the keeper's declaration decides"],
    ["due before it turns 40", "2024-05-01", gb("1984-06-02", { historicVehicle: true, ...passed("2023-06-01", { validUntil: "2024-05-31" }) }), { dueOn: "2024-05-31", status: SOON }, "40 years on 2 June 2024"],
    ["due after it turns 40", "2024-05-01", gb("1984-06-02", { historicVehicle: true, ...passed("2023-09-01", { validUntil: "2024-08-31" }) }), exempt("GB-HISTORIC"), "exempt by the day it would be due"],
    ["of 1955, before the change", "2018-05-19", gb("1955-04-04"), exempt("GB-BEFORE-1960"), "before 1960: exempt until then"],
    ["of 1955, since the change", "2018-05-20", gb("1955-04-04", passed("2017-09-01", { validUntil: "2018-08-31" })), { dueOn: "2018-08-31", status: "UNKNOWN", reason: "EXEMPTION_UNCERTAIN" }, "since then the declaration decides"],
    ["of 1965, the day before the change", "2018-05-19", gb("1965-04-04", { historicVehicle: true, ...passed("2017-05-19", { validUntil: "2018-05-18" }) }), { dueOn: "2018-05-18", status: OVERDUE }, "not before 1960, and no exemption at 40 years yet"],
    ["of 1965, the day of the change", "2018-05-20", gb("1965-04-04", { historicVehicle: true, ...passed("2017-05-19", { validUntil: "2018-05-18" }) }), exempt("GB-HISTORIC"), "in force from 20 May 2018"],
    ["Northern Ireland, the day before its change", "2020-10-11", ni("1965-04-04", { historicVehicle: true, ...passed("2019-10-02", { validUntil: "2020-10-01" }) }), { dueOn: "2020-10-01", status: OVERDUE }, "in Northern Ireland from 12 October 2020"],
    ["Northern Ireland, the day of its change", "2020-10-12", ni("1965-04-04", { historicVehicle: true, ...passed("2019-10-02", { validUntil: "2020-10-01" }) }), exempt("NI-HISTORIC"), "in Northern Ireland from 12 October 2020"],
  ]),
  ...group("GB", "Coronavirus Regulations 2020: expiries of 30 March to 31 July 2020 extended by six months", [
    ["expiry 7 May 2020", "2020-06-01", gb("2015-06-16", renewed("2019-05-08", "2019-05-07")), { dueOn: "2020-11-07" }, "six months on"],
    ["expiry 7 May 2020, before the decree", "2020-03-29", gb("2015-06-16", renewed("2019-05-08", "2019-05-07")), { dueOn: "2020-05-07" }, "not known yet"],
    ["expiry 29 March 2020", "2020-06-01", gb("2015-06-16", renewed("2019-03-30", "2019-03-01")), { dueOn: "2020-03-29", status: OVERDUE }, "a day too early to be extended"],
    ["expiry 30 March 2020", "2020-06-01", gb("2015-06-16", renewed("2019-03-31", "2019-03-01")), { dueOn: "2020-09-30" }, "the first day that is extended"],
    ["expiry 31 July 2020", "2020-08-01", gb("2015-06-16", renewed("2019-08-01", "2019-07-01")), { dueOn: "2021-01-31" }, "the last day that is extended"],
    ["expiry 1 August 2020", "2020-08-01", gb("2015-06-16", renewed("2019-08-02", "2019-07-01")), { dueOn: "2020-08-01", status: SOON }, "a day too late to be extended"],
    ["first test due in the time", "2020-06-01", gb("2017-04-20"), { dueOn: "2020-10-19" }, "first tests too: 19 April and six months"],
    ["first test of a taxi due on 31 July or in August", "2021-01-01", gb("2019-08", { usage: "TAXI" }), between("2020-08-01", "2021-01-31", ["firstRegisteredOn.day"]), "31 July moves to 31 January, the days of August stay"],
    ["Northern Ireland", "2020-06-01", ni("2013-06-16", renewed("2019-05-08", "2019-05-07")), { dueOn: "2020-05-07" }, "had exemptions of its own, granted one by one"],
    ["tested inside the extension", "2020-07-01", gb("2015-06-16", renewed("2020-06-17", "2020-11-07")), { dueOn: "2021-06-16" }, "far before the extended expiry: from the test"],
  ]),
  ...group("NI", "Temporary Exemption Certificates from 1 June 2024 for cars first registered in certain years", [
    ["car of September 2017", "2024-07-01", ni("2017-09-19", renewed("2024-06-04", "2024-05-20")), between("2025-06-03", "2026-06-03", ["lastPeriodic.validUntil"]), "a year, and another if an exemption was granted"],
    ["car of September 2016", "2024-07-01", ni("2016-09-19", renewed("2024-06-04", "2024-05-20")), { dueOn: "2025-06-03" }, "not of those years"],
    ["car of September 2017, expiry recorded", "2024-07-01", ni("2017-09-19", passed("2024-06-04", { validUntil: "2026-06-03" })), { dueOn: "2026-06-03" }, "the record contains it"],
  ]),
  ...group("GB", "amcautoclinic.co.uk on 2008 practice: the first certificate ran from the anniversary itself", [
    ["never tested in 2011", "2011-03-30", gb("2008-04-23"), { dueOn: "2011-04-23" }, "no later than the third anniversary"],
    ["expiry 1 April 2010, tested 2 March", "2010-06-01", gb("2003-04-02", renewed("2010-03-02", "2010-04-01")), { dueOn: "2011-04-01" }, "within the calendar month before, as ever"],
    ["expiry 1 April 2010, tested 1 March", "2010-06-01", gb("2003-04-02", renewed("2010-03-01", "2010-04-01")), { dueOn: "2011-02-28" }, "a day too early"],
    ["first test of April 2011", "2011-06-01", gb("2008-04-23", passed("2011-04-21")), { dueOn: "2012-04-23" }, "a year from the anniversary"],
    ["first test of 2013", "2013-07-01", gb("2010-06-10", passed("2013-06-01")), between("2014-06-09", "2014-06-10", ["lastPeriodic.validUntil"]), "when practice changed is not known"],
  ]),
];

// prettier-ignore
const NETHERLANDS: DueDateCase[] = [
  ...group("NL", "RDW, Wanneer en hoe vaak APK keuren: petrol and electric since 2005 first at four years, others at three", [
    ["petrol car", "2022-12-10", nl("2019-02-11"), { dueOn: "2023-02-11", earliestOn: "2022-12-11", status: NOT_YET, ruleId: "NL-LIGHT-PETROL-ELECTRIC" }, "four years; two months before"],
    ["petrol car in its two months", "2022-12-11", nl("2019-02-11"), { dueOn: "2023-02-11", status: SOON }, "two months before 11 February"],
    ["electric car", "2022-06-01", nl("2019-02-11", { fuel: "ELECTRIC" }), { dueOn: "2023-02-11" }, "as petrol"],
    ["diesel car", "2022-06-01", nl("2020-05-20", { fuel: "DIESEL" }), { dueOn: "2023-05-20", earliestOn: "2023-03-20", ruleId: "NL-LIGHT-OTHER-FUEL" }, "three years"],
    ["LPG car", "2022-06-01", nl("2020-05-20", { fuel: "LPG" }), { dueOn: "2023-05-20" }, "gas: three years"],
    ["hydrogen car", "2022-06-01", nl("2020-05-20", { fuel: "HYDROGEN" }), { dueOn: "2023-05-20" }, "other: three years"],
    ["petrol car of a leap day", "2023-06-01", nl("2020-02-29"), { dueOn: "2024-02-29", earliestOn: "2023-12-29" }, "2024 has a 29 February"],
    ["diesel car of a leap day", "2022-06-01", nl("2020-02-29", { fuel: "DIESEL" }), { dueOn: "2023-02-28", earliestOn: "2022-12-28" }, "2023 has none"],
    ["hybrid, what it burns unknown", "2023-06-01", nl("2021-07-01", { fuel: "HYBRID" }), between("2024-07-01", "2025-07-01", ["combustionFuel"]), "three years with diesel, four with petrol"],
    ["petrol hybrid", "2023-06-01", nl("2021-07-01", { fuel: "HYBRID", combustionFuel: "PETROL" }), { dueOn: "2025-07-01" }, "as petrol"],
    ["diesel plug-in hybrid", "2023-06-01", nl("2021-07-01", { fuel: "PLUG_IN_HYBRID", combustionFuel: "DIESEL" }), { dueOn: "2024-07-01" }, "diesel, also combined with electric"],
    ["petrol van", "2022-06-01", nl("2019-02-11", { category: "N1" }), { dueOn: "2023-02-11" }, "light commercial vehicles alike"],
    ["petrol car of the last day of 2004", "2007-06-01", nl("2004-12-31"), { dueOn: "2007-12-31", ruleId: "NL-LIGHT-BEFORE-2005" }, "before 2005: first at three years"],
    ["petrol car of the first day of 2005", "2007-06-01", nl("2005-01-01"), { dueOn: "2009-01-01" }, "since 2005: first at four years"],
    ["taxi", "2023-06-01", nl("2023-04-04", { usage: "TAXI" }), { dueOn: "2024-04-04", ruleId: "NL-PASSENGER-TRANSPORT" }, "every year"],
    ["ambulance", "2023-06-01", nl("2023-04-04", { usage: "AMBULANCE", fuel: "DIESEL" }), { dueOn: "2024-04-04" }, "every year"],
    ["lorry", "2023-06-01", nl("2023-04-04", { category: "N3", fuel: "DIESEL" }), { dueOn: "2024-04-04", ruleId: "NL-HEAVY" }, "over 3,500 kg every year"],
    ["month known", "2022-06-01", nl("2019-02"), between("2023-02-01", "2023-02-28", ["firstRegisteredOn.day"]), "any day of February 2023"],
    ["fuel unknown", "2022-06-01", nl("2019-02-11", { fuel: "UNKNOWN" }), { ...between("2022-02-11", "2023-02-11", ["fuel"]), status: "UNKNOWN", reason: "RULE_UNCERTAIN" }, "three or four years"],
    ["motorcycle", "2022-06-01", nl("2019-02-11", { category: "L3E" }), exempt("NL-MOTORCYCLE"), "motorcycles have no APK"],
    ["quad", "2022-06-01", nl("2019-02-11", { category: "L7E" }), noRule(), "not read"],
  ]),
  ...group("NL", "rijksoverheid.nl: within two months before expiry the old date is extended, earlier gives a new one", [
    ["first inspection at four years", "2017-06-01", nl("2013-05-17", passed("2017-04-01")), { dueOn: "2019-05-17" }, "two years from the fourth anniversary"],
    ["second inspection at six years", "2019-06-01", nl("2013-05-17", renewed("2019-05-01", "2019-05-17")), { dueOn: "2021-05-17" }, "two years again"],
    ["third inspection at eight years", "2021-06-01", nl("2013-05-17", renewed("2021-05-10", "2021-05-17")), { dueOn: "2022-05-17" }, "then every year"],
    ["third inspection on the first day of its window", "2021-06-01", nl("2013-05-17", renewed("2021-03-17", "2021-05-17")), { dueOn: "2022-05-17" }, "the year runs from the eighth anniversary"],
    ["fourth inspection", "2022-06-01", nl("2013-05-17", renewed("2022-05-17", "2022-05-17")), { dueOn: "2023-05-17" }, "every year"],
    ["second inspection a month late", "2019-07-01", nl("2013-05-17", renewed("2019-06-20", "2019-05-17")), { dueOn: "2021-06-20" }, "a late one gives a new date"],
    ["seven years old when the term begins", "2020-09-01", nl("2013-05-17", renewed("2020-08-01", "2020-08-10")), { dueOn: "2022-08-10" }, "every two years until eight"],
    ["two months early to the day", "2023-06-01", nl("2013-05-17", renewed("2023-03-17", "2023-05-17")), { dueOn: "2024-05-17" }, "keeps the date"],
    ["two months and a day early", "2023-06-01", nl("2013-05-17", renewed("2023-03-16", "2023-05-17")), { dueOn: "2024-03-16" }, "a new date from the inspection"],
    ["expiry 30 April, on 29 February", "2024-06-01", nl("2013-04-30", renewed("2024-02-29", "2024-04-30")), { dueOn: "2025-04-30" }, "February has no 30th: its last day is in time"],
    ["expiry 30 April, on 28 February", "2024-06-01", nl("2013-04-30", renewed("2024-02-28", "2024-04-30")), { dueOn: "2025-02-28" }, "a day too early"],
    ["diesel, first inspection", "2016-06-01", nl("2013-05-17", { fuel: "DIESEL", ...passed("2016-05-01") }), { dueOn: "2017-05-17" }, "every year from the third anniversary"],
    ["diesel, earlier certificate unknown", "2024-06-01", nl("2010-05-17", { fuel: "DIESEL", ...passed("2024-03-10") }), between("2025-03-10", "2025-05-10", ["lastPeriodic.previousDueOn"]), "a year, or up to two months more"],
    ["hybrid of eleven years, what it burns unknown", "2024-06-01", nl("2013-05-17", { fuel: "HYBRID", ...renewed("2024-05-01", "2024-05-17") }), { dueOn: "2025-05-17", missingInputs: [] }, "every year either way"],
    ["usage unknown, twelve years", "2024-06-01", nl("2012-03-15", { usage: "UNKNOWN", ...renewed("2024-03-10", "2024-03-15") }), { dueOn: "2025-03-15", missingInputs: [] }, "every year for taxis and private cars alike"],
    ["recorded expiry", "2026-01-01", nl("2013-05-17", { fuel: "DIESEL", ...passed("2026-04-02", { validUntil: "2027-05-17" }) }), { dueOn: "2027-05-17", earliestOn: "2027-03-17", basis: "RECORDED_EXPIRY" }, "vervaldatum APK"],
    ["rejected", "2024-05-10", nl("2013-05-17", failed("2024-05-01", { previousDueOn: "2024-06-15" })), { dueOn: "2024-06-15", kind: "RETEST", ruleId: "NL-RETEST" }, "again until the APK runs out"],
    ["rejected, earlier certificate unknown", "2024-05-10", nl("2013-05-17", failed("2024-05-01")), { dueOn: null, status: "UNKNOWN", reason: "EARLIER_CERTIFICATE_UNKNOWN" }, "nothing says when it runs out"],
  ]),
  ...group("NL", "RDW; Stb. 2020, 505: every two years from 30 years, exempt from 50 since 1 January 2021", [
    ["turns 30 on its due date", "2024-06-01", nl("1994-03-03", renewed("2024-02-20", "2024-03-03")), { dueOn: "2026-03-03" }, "30 years old when the new term begins"],
    ["29 on its due date", "2023-06-01", nl("1994-03-03", renewed("2023-02-20", "2023-03-03")), { dueOn: "2024-03-03" }, "not yet 30"],
    ["30, a week late", "2024-06-01", nl("1994-03-03", renewed("2024-03-10", "2024-03-03")), { dueOn: "2026-03-10" }, "30 on the day of the inspection"],
    ["fifty today", "2024-01-10", nl("1974-01-10"), exempt("NL-FIFTY-YEARS"), "exempt from the fiftieth birthday"],
    ["fifty tomorrow, due today", "2024-01-09", nl("1974-01-10", renewed("2022-01-05", "2022-01-09")), { dueOn: "2024-01-09", status: SOON }, "still owed"],
    ["fifty before the due date", "2023-12-01", nl("1974-01-10", renewed("2022-01-25", "2022-02-01")), exempt("NL-FIFTY-YEARS"), "1 February 2024 is after the birthday"],
    ["of 1959 before 2021", "2020-12-31", nl("1959-12-31"), exempt("NL-BEFORE-1960"), "first admission before 1960"],
    ["of 1965, overdue in 2020", "2020-12-31", nl("1965-05-05", renewed("2018-12-01", "2018-12-15")), { dueOn: "2020-12-15", status: OVERDUE }, "no exemption at 50 before 2021"],
    ["of 1965, from 2021", "2021-01-01", nl("1965-05-05", renewed("2018-12-01", "2018-12-15")), exempt("NL-FIFTY-YEARS"), "in force from 1 January 2021"],
  ]),
];

// prettier-ignore
const GERMANY: DueDateCase[] = [
  ...group("DE", "StVZO Anlage VIII Nr. 2.1: first inspection, by the end of the month", [
    ["car more than two months before", "2024-03-30", de("2021-05-14"), { dueOn: "2024-05-31", earliestOn: null, status: NOT_YET, ruleId: "DE-CAR" }, "36 months from May 2021"],
    ["car two months before", "2024-03-31", de("2021-05-14"), { dueOn: "2024-05-31", status: SOON }, "two months before 31 May"],
    ["car in the month", "2024-05-31", de("2021-05-14"), { dueOn: "2024-05-31", status: SOON }, "valid until the month is over"],
    ["car a month late", "2024-06-01", de("2021-05-14"), { dueOn: "2024-05-31", status: OVERDUE }, "the month is over"],
    ["registered on the first of the month", "2024-01-01", de("2021-05-01"), { dueOn: "2024-05-31" }, "the day does not matter"],
    ["registered on the last of the month", "2024-01-01", de("2021-05-31"), { dueOn: "2024-05-31" }, "the day does not matter"],
    ["of a leap day", "2022-06-01", de("2020-02-29"), { dueOn: "2023-02-28" }, "February 2023"],
    ["due in a leap February", "2023-06-01", de("2021-02-10"), { dueOn: "2024-02-29" }, "February 2024"],
    ["month known", "2024-01-01", de("2021-05"), { dueOn: "2024-05-31", missingInputs: [] }, "the month is all the law asks for"],
    ["year known", "2024-01-01", de("2021"), between("2024-01-31", "2024-12-31", ["firstRegisteredOn.day"]), "the end of any month of 2024"],
    ["taxi", "2024-01-01", de("2023-03-10", { usage: "TAXI" }), { dueOn: "2024-03-31", ruleId: "DE-PASSENGER-TRANSPORT" }, "12 months"],
    ["hire with driver", "2024-01-01", de("2023-03-10", { usage: "PRIVATE_HIRE" }), { dueOn: "2024-03-31" }, "Mietwagen: 12 months"],
    ["ambulance", "2024-01-01", de("2023-03-10", { usage: "AMBULANCE" }), { dueOn: "2024-03-31" }, "12 months"],
    ["self-drive hire", "2024-01-01", de("2023-03-10", { usage: "RENTAL" }), { dueOn: "2024-03-31", ruleId: "DE-SELF-DRIVE-RENTAL" }, "12 months in every case"],
    ["driving school", "2024-01-01", de("2021-05-14", { usage: "DRIVING_SCHOOL" }), { dueOn: "2024-05-31" }, "no interval of its own"],
    ["motorcycle", "2024-01-01", de("2022-07-07", { category: "L3E" }), { dueOn: "2024-07-31", ruleId: "DE-MOTORCYCLE" }, "24 months"],
    ["moped", "2024-01-01", de("2022-07-07", { category: "L1E" }), exempt("DE-MOPED"), "no licence plate, no HU"],
    ["van", "2024-01-01", de("2022-11-02", { category: "N1", fuel: "DIESEL" }), { dueOn: "2024-11-30" }, "24 months"],
    ["lorry", "2024-01-01", de("2023-11-02", { category: "N2", fuel: "DIESEL" }), { dueOn: "2024-11-30" }, "12 months"],
    ["bus", "2024-01-01", de("2023-11-02", { category: "M3", fuel: "DIESEL" }), { dueOn: "2024-11-30" }, "12 months"],
    ["trailer of 750 kg", "2024-01-01", de("2021-11-02", { category: "O", grossMassKg: 750 }), { dueOn: "2024-11-30", ruleId: "DE-TRAILER-UP-TO-750" }, "36 months"],
    ["trailer of 1,500 kg", "2024-01-01", de("2022-11-02", { category: "O", grossMassKg: 1500 }), { dueOn: "2024-11-30" }, "24 months"],
    ["trailer of 5 t", "2024-01-01", de("2023-11-02", { category: "O", grossMassKg: 5000 }), { dueOn: "2024-11-30" }, "12 months"],
    ["trailer of unknown mass", "2024-01-01", de("2022-11-02", { category: "O" }), between("2023-11-30", "2025-11-30", ["grossMassKg"]), "12, 24 or 36 months"],
    ["camper of 3.2 t", "2024-01-01", de("2022-06-15", { usage: "CAMPER", grossMassKg: 3200 }), { dueOn: "2025-06-30", ruleId: "DE-CAMPER-UP-TO-3500" }, "36 months"],
    ["camper of 5 t", "2022-01-01", de("2020-04-10", { usage: "CAMPER", grossMassKg: 5000 }), { dueOn: "2022-04-30", ruleId: "DE-CAMPER-UP-TO-7500" }, "24 months"],
    ["camper of 8 t", "2023-01-01", de("2022-06-15", { usage: "CAMPER", grossMassKg: 8000 }), { dueOn: "2023-06-30" }, "12 months"],
    ["camper of unknown mass", "2023-01-01", de("2022-06-15", { usage: "CAMPER" }), between("2023-06-30", "2025-06-30", ["grossMassKg"]), "12, 24 or 36 months"],
  ]),
  ...group("DE", "StVZO Anlage VIII Nr. 2.3 since 1 July 2012: from the month of the last inspection", [
    ["on time", "2024-06-01", de("2017-04-20", renewed("2024-04-10", "2024-04-30")), { dueOn: "2026-04-30", basis: "LAST_INSPECTION" }, "24 months from April 2024"],
    ["two months early", "2024-06-01", de("2017-04-20", renewed("2024-04-10", "2024-06-30")), { dueOn: "2026-04-30" }, "early months are lost"],
    ["two months late", "2024-06-01", de("2017-04-20", renewed("2024-04-10", "2024-01-31")), { dueOn: "2026-04-30" }, "no back-dating"],
    ["inspected on a leap day", "2024-06-01", de("2017-04-20", passed("2024-02-29")), { dueOn: "2026-02-28" }, "February 2026"],
    ["inspected before, due in a leap February", "2023-06-01", de("2017-04-20", passed("2022-02-10")), { dueOn: "2024-02-29" }, "February 2024"],
    ["recorded expiry in the middle of the month", "2024-06-01", de("2017-04-20", passed("2024-04-10", { validUntil: "2026-04-12" })), { dueOn: "2026-04-30", basis: "RECORDED_EXPIRY" }, "the sticker shows a month"],
    ["taxi", "2024-06-01", de("2021-04-20", { usage: "TAXI", ...passed("2024-04-10") }), { dueOn: "2025-04-30" }, "12 months"],
    ["camper of 5 t at four years", "2024-06-01", de("2020-04-10", { usage: "CAMPER", grossMassKg: 5000, ...passed("2024-04-05") }), { dueOn: "2026-04-30" }, "in the first 72 months: 24"],
    ["camper of 5 t at six years", "2026-06-01", de("2020-04-10", { usage: "CAMPER", grossMassKg: 5000, ...passed("2026-04-20") }), { dueOn: "2027-04-30" }, "72 months are over: 12"],
    ["camper of 5 t in its 72nd month, before the day", "2026-06-01", de("2020-04-10", { usage: "CAMPER", grossMassKg: 5000, ...passed("2026-04-05") }), { dueOn: "2027-04-30" }, "months count, not days"],
    ["turned hire car", "2025-02-01", de("2020-04-20", { usage: "RENTAL", usageChangedOn: "2025-01-01", ...passed("2024-04-10") }), { dueOn: "2025-04-30" }, "12 months from the last inspection"],
    ["turned hire car when 12 months were over", "2025-08-01", de("2020-04-20", { usage: "RENTAL", usageChangedOn: "2025-09-01", ...passed("2024-04-10") }), { dueOn: "2025-09-01", basis: "USAGE_CHANGE" }, "not before the new use begins"],
    ["failed", "2024-02-10", de("2017-04-20", failed("2024-01-31")), { dueOn: "2024-02-29", kind: "RETEST", ruleId: "DE-RETEST-MAJOR" }, "one month; February 2024 has 29 days"],
    ["failed in a common year", "2023-02-10", de("2017-04-20", failed("2023-01-31")), { dueOn: "2023-02-28", kind: "RETEST" }, "one month; February 2023 has 28 days"],
    ["failed, retest missed", "2024-03-01", de("2017-04-20", failed("2024-01-31", { previousDueOn: "2024-01-31" })), { dueOn: "2024-01-31", kind: "PERIODIC", status: OVERDUE }, "then a new HU"],
    ["failed, retest passed the month after", "2024-03-01", de("2017-04-20", failed("2024-01-31", { clearedOn: "2024-02-20" })), { dueOn: "2026-01-31" }, "from the month of the HU"],
  ]),
  ...group("DE", "StVZO Anlage VIII Nr. 2.3 until 30 June 2012: late, so from the month it should have been", [
    ["five months late", "2013-01-01", de("2006-10-10", renewed("2012-03-15", "2011-10-31")), { dueOn: "2013-10-31" }, "24 months from October 2011"],
    ["late on the last day of the old rule", "2013-01-01", de("2006-04-10", renewed("2012-06-30", "2012-04-30")), { dueOn: "2014-04-30" }, "24 months from April 2012"],
    ["late on the first working day of the new rule", "2013-01-01", de("2006-04-10", renewed("2012-07-02", "2012-04-30")), { dueOn: "2014-07-31" }, "24 months from July 2012"],
    ["on time", "2012-01-01", de("2006-10-10", renewed("2011-10-10", "2011-10-31")), { dueOn: "2013-10-31" }, "24 months from October 2011"],
    ["a month early", "2012-01-01", de("2006-10-10", renewed("2011-09-10", "2011-10-31")), { dueOn: "2013-09-30" }, "24 months from September 2011"],
    ["lateness unknown", "2013-01-01", de("2006-10-10", passed("2012-03-15")), between("2012-03-15", "2014-03-31", ["lastPeriodic.previousDueOn"]), "24 months from March 2012 at most"],
    ["known to be on time", "2013-01-01", de("2006-10-10", { onTime: true, ...passed("2012-03-15") }), { dueOn: "2014-03-31" }, "24 months from March 2012"],
  ]),
];

// prettier-ignore
const SPAIN: DueDateCase[] = [
  ...group("ES", "Real Decreto 920/2017 art. 6: first inspection", [
    ["car", "2024-05-21", es("2020-07-22"), { dueOn: "2024-07-22", earliestOn: null, status: NOT_YET, ruleId: "ES-CAR" }, "exempt to 4 years"],
    ["car two months before", "2024-05-22", es("2020-07-22"), { dueOn: "2024-07-22", status: SOON }, "two months before 22 July"],
    ["of a leap day", "2023-06-01", es("2020-02-29"), { dueOn: "2024-02-29" }, "2024 has a 29 February"],
    ["moped of a leap day", "2022-06-01", es("2020-02-29", { category: "L1E" }), { dueOn: "2023-02-28", ruleId: "ES-MOPED" }, "exempt to 3 years"],
    ["motorcycle", "2024-01-01", es("2020-07-22", { category: "L3E" }), { dueOn: "2024-07-22", ruleId: "ES-MOTORCYCLE" }, "exempt to 4 years"],
    ["quad", "2024-01-01", es("2020-07-22", { category: "L7E" }), { dueOn: "2024-07-22" }, "exempt to 4 years"],
    ["van", "2024-01-01", es("2022-07-22", { category: "N1", fuel: "DIESEL" }), { dueOn: "2024-07-22", ruleId: "ES-GOODS-UP-TO-3500" }, "exempt to 2 years"],
    ["taxi", "2024-01-01", es("2023-07-22", { usage: "TAXI" }), { dueOn: "2024-07-22" }, "annual from the first"],
    ["ambulance", "2024-01-01", es("2023-07-22", { usage: "AMBULANCE" }), { dueOn: "2024-07-22" }, "annual from the first"],
    ["driving school", "2024-01-01", es("2022-07-22", { usage: "DRIVING_SCHOOL" }), { dueOn: "2024-07-22" }, "exempt to 2 years"],
    ["camper", "2024-01-01", es("2020-07-22", { usage: "CAMPER" }), { dueOn: "2024-07-22" }, "campers as cars"],
    ["hire without driver", "2018-05-20", es("2016-07-22", { usage: "RENTAL" }), { dueOn: "2020-07-22", ruleId: "ES-SELF-DRIVE-RENTAL" }, "as private cars since 20 May 2018"],
    ["hire without driver before", "2018-05-19", es("2016-07-22", { usage: "RENTAL" }), noRule(), "the ladder before was not read"],
    ["bus", "2024-01-01", es("2023-07-22", { category: "M3" }), { dueOn: "2024-07-22" }, "annual"],
    ["lorry", "2024-01-01", es("2023-07-22", { category: "N3" }), { dueOn: "2024-07-22" }, "annual"],
    ["month known", "2024-01-01", es("2020-07"), between("2024-07-01", "2024-07-31", ["firstRegisteredOn.day"]), "any day of July 2024"],
    ["hire with driver", "2024-01-01", es("2020-07-22", { usage: "PRIVATE_HIRE" }), noRule(), "the ladder does not name it"],
    ["collector's car", "2024-01-01", es("1980-07-22", { usage: "COLLECTION" }), noRule(), "the regulation on historic vehicles was not read"],
  ]),
  ...group("ES", "Real Decreto 920/2017 art. 6.5: thirty calendar days before expiry keep the date", [
    ["the example of 22 August", "2024-09-01", es("2015-08-22", renewed("2024-07-23", "2024-08-22")), { dueOn: "2026-08-22" }, "23 July is in time; two years up to ten"],
    ["a day before the thirty", "2024-09-01", es("2015-08-22", renewed("2024-07-22", "2024-08-22")), { dueOn: "2026-07-22" }, "from the inspection"],
    ["over ten years", "2024-09-01", es("2012-08-22", renewed("2024-07-23", "2024-08-22")), { dueOn: "2025-08-22", earliestOn: "2025-07-23" }, "every year over ten"],
    ["nine years and eight months", "2024-07-01", es("2014-09-10", renewed("2024-05-20", "2024-06-01")), { dueOn: "2026-06-01" }, "up to ten on either day"],
    ["ten between inspection and expiry", "2024-07-01", es("2014-06-01", renewed("2024-05-20", "2024-06-10")), between("2025-06-10", "2026-06-10", ["lastPeriodic.validUntil"]), "the text does not say on which day the age counts"],
    ["five weeks late", "2024-07-01", es("2016-09-10", renewed("2024-04-05", "2024-03-01")), { dueOn: "2026-04-05" }, "from the inspection"],
    ["first inspection twelve days early", "2024-08-01", es("2020-07-22", passed("2024-07-10")), between("2026-07-10", "2026-07-22", ["lastPeriodic.validUntil"]), "a first inspection has no earlier validity to keep"],
    ["first inspection on the day", "2024-08-01", es("2020-07-22", passed("2024-07-22")), { dueOn: "2026-07-22", missingInputs: [] }, "the same day either way"],
    ["first inspection seven weeks early", "2024-08-01", es("2020-07-22", passed("2024-06-01")), { dueOn: "2026-06-01" }, "too early to keep anything"],
    ["first inspection late", "2024-09-01", es("2020-07-22", passed("2024-08-01", { isFirst: true })), { dueOn: "2026-08-01" }, "from the inspection"],
    ["earlier certificate unknown", "2024-09-01", es("2016-07-22", passed("2024-08-01")), between("2026-08-01", "2026-08-31", ["lastPeriodic.previousDueOn"]), "two years, or up to thirty days more"],
    ["van of four years", "2022-07-01", es("2017-09-03", { category: "N1", ...renewed("2022-02-20", "2022-03-03") }), { dueOn: "2024-03-03" }, "two years up to six"],
    ["van of six and a half years", "2024-07-01", es("2017-09-03", { category: "N1", ...renewed("2024-02-20", "2024-03-03") }), { dueOn: "2025-03-03" }, "a year up to ten"],
    ["van of twelve years", "2024-07-01", es("2012-01-15", { category: "N1", ...renewed("2024-02-20", "2024-03-03") }), { dueOn: "2024-09-03" }, "six months over ten"],
    ["taxi of three years", "2024-07-01", es("2021-01-10", { usage: "TAXI", ...renewed("2024-01-05", "2024-01-10") }), { dueOn: "2025-01-10" }, "a year up to five"],
    ["taxi of seven years", "2024-02-01", es("2017-01-20", { usage: "TAXI", ...renewed("2024-01-05", "2024-01-10") }), { dueOn: "2024-07-10" }, "six months over five"],
    ["taxi of seven years late on 31 August", "2024-09-01", es("2017-01-20", { usage: "TAXI", ...renewed("2024-08-31", "2024-07-10") }), { dueOn: "2025-02-28" }, "February has no 31st"],
    ["motorcycle of 19 years", "2024-07-01", es("2005-01-20", { category: "L3E", ...renewed("2024-05-05", "2024-05-10") }), { dueOn: "2026-05-10" }, "two years for life"],
    ["the day before the regulation", "2018-07-01", es("2012-09-10", renewed("2018-05-19", "2018-06-10")), { dueOn: "2020-05-19" }, "days inspected early were lost"],
    ["the first day of the regulation", "2018-07-01", es("2012-09-10", renewed("2018-05-20", "2018-06-10")), { dueOn: "2020-06-10" }, "21 days early keep the date"],
    ["unfavourable", "2024-03-20", es("2016-09-10", failed("2024-03-10")), { dueOn: "2024-05-10", kind: "RETEST", ruleId: "ES-RETEST-MAJOR" }, "two months at most"],
    ["unfavourable, two months over", "2024-05-11", es("2016-09-10", failed("2024-03-10")), { dueOn: "2024-03-10", kind: "PERIODIC", status: OVERDUE }, "then a full inspection; not inspected since"],
    ["negative", "2024-03-20", es("2016-09-10", failedBadly("2024-03-10")), { dueOn: "2024-05-10", kind: "RETEST", ruleId: "ES-RETEST-DANGEROUS" }, "two months at most"],
    ["unfavourable, cleared before expiry", "2024-05-01", es("2016-09-10", failed("2024-03-10", { clearedOn: "2024-03-25", previousDueOn: "2024-04-01" })), { dueOn: "2026-04-01" }, "favourable on 25 March, within the thirty days"],
  ]),
];

// prettier-ignore
const ITALY: DueDateCase[] = [
  ...group("IT", "Codice della strada art. 80: first within the month of registration, four years later", [
    ["car", "2024-03-30", it("2020-05-14"), { dueOn: "2024-05-31", earliestOn: null, status: NOT_YET, ruleId: "IT-LIGHT" }, "by the end of May 2024"],
    ["car in its month", "2024-05-31", it("2020-05-14"), { dueOn: "2024-05-31", status: SOON }, "the month is not over"],
    ["car a day late", "2024-06-01", it("2020-05-14"), { dueOn: "2024-05-31", status: OVERDUE }, "the month is over"],
    ["month known", "2024-01-01", it("2020-05"), { dueOn: "2024-05-31", missingInputs: [] }, "the month is all the law asks for"],
    ["leap February", "2024-01-01", it("2020-02-10"), { dueOn: "2024-02-29" }, "by the end of February 2024"],
    ["year known", "2024-01-01", it("2020"), between("2024-01-31", "2024-12-31", ["firstRegisteredOn.day"]), "the end of any month of 2024"],
    ["taxi", "2024-01-01", it("2023-05-14", { usage: "TAXI" }), { dueOn: "2024-05-31", ruleId: "IT-PASSENGER-TRANSPORT" }, "every year"],
    ["hire with driver", "2024-01-01", it("2023-05-14", { usage: "PRIVATE_HIRE" }), { dueOn: "2024-05-31" }, "every year"],
    ["ambulance", "2024-01-01", it("2023-05-14", { usage: "AMBULANCE" }), { dueOn: "2024-05-31" }, "every year"],
    ["motorcycle", "2024-01-01", it("2020-05-14", { category: "L3E" }), { dueOn: "2024-05-31", ruleId: "IT-MOTORCYCLE" }, "as cars"],
    ["moped", "2024-01-01", it("2020-05-14", { category: "L1E" }), { dueOn: "2024-05-31" }, "as cars"],
    ["van", "2024-01-01", it("2020-05-14", { category: "N1", fuel: "DIESEL" }), { dueOn: "2024-05-31" }, "up to 3.5 t as cars"],
    ["lorry", "2024-01-01", it("2023-05-14", { category: "N3", fuel: "DIESEL" }), { dueOn: "2024-05-31", ruleId: "IT-HEAVY" }, "over 3.5 t every year"],
    ["camper of 3.5 t", "2024-01-01", it("2020-05-14", { usage: "CAMPER", grossMassKg: 3500 }), { dueOn: "2024-05-31" }, "up to 3.5 t as cars"],
    ["camper of unknown mass", "2024-01-01", it("2020-05-14", { usage: "CAMPER" }), { dueOn: null, status: "UNKNOWN", reason: "RULE_UNCERTAIN", missingInputs: ["grossMassKg"] }, "over 3.5 t was not read"],
  ]),
  ...group("IT", "Codice della strada art. 80: then every two years, within the month of the last one", [
    ["on time", "2024-06-01", it("2016-04-20", renewed("2024-04-10", "2024-04-30")), { dueOn: "2026-04-30" }, "April 2026"],
    ["two months early", "2024-06-01", it("2016-05-20", renewed("2024-03-02", "2024-05-31")), { dueOn: "2026-03-31" }, "the month of the last revisione counts"],
    ["four months late", "2024-10-01", it("2016-05-20", renewed("2024-09-15", "2024-05-31")), { dueOn: "2026-09-30" }, "the month of the last revisione counts"],
    ["on a leap day", "2024-06-01", it("2016-05-20", passed("2024-02-29")), { dueOn: "2026-02-28" }, "February 2026"],
    ["due in a leap February", "2023-06-01", it("2016-05-20", passed("2022-02-10")), { dueOn: "2024-02-29" }, "February 2024"],
    ["taxi", "2024-06-01", it("2016-05-20", { usage: "TAXI", ...passed("2024-04-10") }), { dueOn: "2025-04-30" }, "every year"],
    ["to be repeated", "2024-02-10", it("2016-05-20", failed("2024-01-31")), { dueOn: "2024-02-29", kind: "RETEST", ruleId: "IT-RETEST-RIPETERE" }, "within a month"],
    ["to be repeated, month over", "2024-03-01", it("2016-05-20", failed("2024-01-31")), { dueOn: "2024-02-29", kind: "PERIODIC", status: OVERDUE }, "on the road for that month only"],
    ["suspended, month over", "2024-03-01", it("2016-05-20", failedBadly("2024-01-31")), { dueOn: "2024-01-31", kind: "PERIODIC", status: OVERDUE }, "off the road since that day"],
    ["repeated the month after", "2024-03-01", it("2016-05-20", failed("2024-01-31", { clearedOn: "2024-02-10" })), { dueOn: "2026-02-28" }, "the month of the regular one counts"],
  ]),
];

// prettier-ignore
const BELGIUM: DueDateCase[] = [
  ...group("BE", "KB/AR of 15 March 1968 art. 23ter §1 1°, 23quater §1: the day it is four years old, two months before", [
    ["car, Flanders", "2025-01-14", vlg("2021-03-15"), { dueOn: "2025-03-15", earliestOn: "2025-01-15", status: NOT_YET, ruleId: "BE-VLG-CAR" }, "the fourth anniversary"],
    ["car, Wallonia", "2025-01-15", wal("2021-03-15"), { dueOn: "2025-03-15", status: SOON, ruleId: "BE-CAR" }, "two months before"],
    ["car, Brussels", "2025-03-16", car("BE", "2021-03-15", { region: "BE-BRU" }), { dueOn: "2025-03-15", status: OVERDUE }, "a day late"],
    ["car, region unknown", "2025-01-15", car("BE", "2021-03-15"), { dueOn: "2025-03-15", missingInputs: [] }, "four years in every region"],
    ["of a leap day", "2023-06-01", wal("2020-02-29"), { dueOn: "2024-02-29", earliestOn: "2023-12-29" }, "2024 has a 29 February"],
    ["month known", "2025-01-01", wal("2021-03"), between("2025-03-01", "2025-03-31", ["firstRegisteredOn.day"]), "any day of March 2025"],
    ["car that tows, Wallonia", "2024-05-01", wal("2024-05-02", { towBarOver750Kg: true }), { dueOn: "2024-05-02", ruleId: "BE-CAR-TOWING" }, "before first use, art. 23ter §1 3° a)"],
    ["camper", "2025-01-01", wal("2021-03-15", { usage: "CAMPER" }), noRule(), "rules of their own, not read"],
    ["motorcycle", "2025-01-01", wal("2021-03-15", { category: "L3E" }), exempt("BE-MOTORCYCLE"), "only on sale or after an accident"],
  ]),
  ...group("BE", "KB/AR of 15 March 1968 art. 23ter §1 2°, 23quater §1: taxis, driving schools, ambulances every six months", [
    ["taxi", "2024-05-01", wal("2024-05-02", { usage: "TAXI" }), { dueOn: "2024-05-02", earliestOn: null, ruleId: "BE-PASSENGER-TRANSPORT" }, "before first use"],
    ["taxi from abroad", "2024-05-01", wal("2019-01-10", { usage: "TAXI", firstAdmissionInCountryOn: "2024-05-02" }), { dueOn: "2024-05-02" }, "before first use in Belgium"],
    ["taxi inspected three weeks early", "2025-04-01", vlg("2023-04-04", { usage: "TAXI", ...renewed("2025-03-10", "2025-04-04") }), { dueOn: "2025-10-04", earliestOn: "2025-09-04" }, "the window is one month for six-month cycles"],
    ["taxi inspected a month and a day early", "2025-04-01", vlg("2023-04-04", { usage: "TAXI", ...renewed("2025-03-03", "2025-04-04") }), { dueOn: "2025-09-03" }, "from the day it was presented, §3"],
    ["driving school at the end of August", "2024-10-01", wal("2023-08-31", { usage: "DRIVING_SCHOOL", ...renewed("2024-08-20", "2024-08-31") }), { dueOn: "2025-02-28" }, "six months from 31 August"],
    ["taxi two months late", "2025-07-01", wal("2023-04-04", { usage: "TAXI", ...renewed("2025-06-10", "2025-04-04") }), { dueOn: "2025-10-04" }, "late leaves the cycle, §2"],
  ]),
  ...group("BE", "Bonus system [autoveiligheid.be]: two years if green, below 100,000 km, on time, at most six years, no heavy trailer", [
    ["all conditions met", "2025-04-01", wal("2021-03-15", { odometerKm: 50_000, greenCertificate: true, towBarOver750Kg: false, ...renewed("2025-02-01", "2025-03-15") }), { dueOn: "2027-03-15", missingInputs: [] }, "two years"],
    ["too many kilometres", "2025-04-01", wal("2021-03-15", { odometerKm: 120_000, greenCertificate: true, towBarOver750Kg: false, ...renewed("2025-02-01", "2025-03-15") }), { dueOn: "2026-03-15" }, "one year from 100,000 km"],
    ["exactly 100,000 km", "2025-04-01", wal("2021-03-15", { odometerKm: 100_000, greenCertificate: true, towBarOver750Kg: false, ...renewed("2025-02-01", "2025-03-15") }), { dueOn: "2026-03-15" }, "not below 100,000"],
    ["certificate not green", "2025-04-01", wal("2021-03-15", { odometerKm: 50_000, greenCertificate: false, towBarOver750Kg: false, ...renewed("2025-02-01", "2025-03-15") }), { dueOn: "2026-03-15" }, "one year"],
    ["heavy trailer", "2025-04-01", wal("2021-03-15", { odometerKm: 50_000, greenCertificate: true, towBarOver750Kg: true, ...renewed("2025-02-01", "2025-03-15") }), { dueOn: "2026-03-15", ruleId: "BE-CAR-TOWING" }, "every year"],
    ["five days late", "2025-04-01", wal("2021-03-15", { odometerKm: 50_000, greenCertificate: true, towBarOver750Kg: false, ...renewed("2025-03-20", "2025-03-15") }), { dueOn: "2026-03-15" }, "one year, and the cycle stays, §2"],
    ["on the last day", "2025-04-01", wal("2021-03-15", { odometerKm: 50_000, greenCertificate: true, towBarOver750Kg: false, ...renewed("2025-03-15", "2025-03-15") }), { dueOn: "2027-03-15" }, "presented in time"],
    ["over six years", "2025-04-01", wal("2018-08-01", { odometerKm: 50_000, greenCertificate: true, towBarOver750Kg: false, ...renewed("2025-02-01", "2025-03-15") }), { dueOn: "2026-03-15" }, "one year"],
    ["mileage unknown", "2025-04-01", wal("2021-03-15", { greenCertificate: true, towBarOver750Kg: false, ...renewed("2025-02-01", "2025-03-15") }), between("2026-03-15", "2027-03-15", ["odometerKm"]), "one or two years"],
    ["two months and a day early", "2025-04-01", wal("2021-03-15", { odometerKm: 50_000, greenCertificate: true, towBarOver750Kg: false, ...renewed("2025-01-14", "2025-03-15") }), { dueOn: "2027-01-14" }, "from the day it was presented, §3"],
    ["two months early to the day", "2025-04-01", wal("2021-03-15", { odometerKm: 50_000, greenCertificate: true, towBarOver750Kg: false, ...renewed("2025-01-15", "2025-03-15") }), { dueOn: "2027-03-15" }, "keeps the date"],
    ["first inspection, earlier date from the registration", "2025-04-01", wal("2021-03-15", { odometerKm: 50_000, greenCertificate: true, towBarOver750Kg: false, ...passed("2025-02-01") }), { dueOn: "2027-03-15" }, "it was due on the fourth anniversary"],
    ["fourteen months late", "2024-07-01", wal("2012-03-15", { odometerKm: 150_000, ...renewed("2024-06-01", "2023-03-15") }), { dueOn: "2025-03-15" }, "the next date of the cycle, §2"],
    ["late by the whole cycle", "2024-07-01", wal("2012-03-15", { odometerKm: 150_000, ...renewed("2024-03-15", "2023-03-15") }), { dueOn: "2025-03-15" }, "the date of that day itself is served"],
    ["earlier date unknown", "2025-04-01", wal("2015-03-15", { odometerKm: 150_000, ...passed("2025-02-01") }), between("2025-02-01", "2026-04-01", ["lastPeriodic.previousDueOn"]), "late: within the year; early: up to two months more"],
    ["earlier date unknown, on time", "2025-04-01", wal("2015-03-15", { odometerKm: 150_000, onTime: true, ...passed("2025-02-01") }), between("2026-02-01", "2026-04-01", ["lastPeriodic.previousDueOn"]), "a year, or up to two months more"],
    ["earlier date unknown, late", "2025-04-01", wal("2015-03-15", { odometerKm: 150_000, onTime: false, ...passed("2025-02-01") }), between("2025-02-01", "2026-02-01", ["lastPeriodic.previousDueOn"]), "within a year of the inspection"],
  ]),
  ...group("BE", "Besluit Vlaamse Regering of 7 June 2024 [km.be]: two years below 160,000 km and 6, 8, 10 years", [
    ["due 1 September 2024, four years old", "2024-09-02", vlg("2020-09-01", { odometerKm: 110_000, ...renewed("2024-07-01", "2024-09-01") }), { dueOn: "2026-09-01", missingInputs: [] }, "first phase, inspected from 1 July on"],
    ["due 31 August 2024, four years old", "2024-09-02", vlg("2020-08-31", { odometerKm: 110_000, greenCertificate: true, towBarOver750Kg: false, ...renewed("2024-07-01", "2024-08-31") }), { dueOn: "2025-08-31" }, "still the bonus system, with 100,000 km"],
    ["due 31 August 2024, bonus met", "2024-09-02", vlg("2020-08-31", { odometerKm: 90_000, greenCertificate: true, towBarOver750Kg: false, ...renewed("2024-07-01", "2024-08-31") }), { dueOn: "2026-08-31" }, "still the bonus system"],
    ["first phase, nearly six", "2024-11-01", vlg("2018-12-01", { odometerKm: 150_000, ...renewed("2024-09-10", "2024-10-01") }), { dueOn: "2026-10-01" }, "below six years and 160,000 km"],
    ["first phase, over six", "2024-11-01", vlg("2018-03-01", { odometerKm: 50_000, ...renewed("2024-09-10", "2024-10-01") }), { dueOn: "2025-10-01" }, "six years in the first phase"],
    ["second phase, over seven", "2025-11-01", vlg("2018-03-01", { odometerKm: 159_999, ...renewed("2025-09-10", "2025-10-01") }), { dueOn: "2027-10-01" }, "eight years in the second phase"],
    ["second phase, 160,000 km", "2025-11-01", vlg("2018-03-01", { odometerKm: 160_000, ...renewed("2025-09-10", "2025-10-01") }), { dueOn: "2026-10-01" }, "until 160,000 km"],
    ["third phase, over nine", "2026-11-01", vlg("2017-02-01", { odometerKm: 80_000, ...renewed("2026-09-10", "2026-10-01") }), { dueOn: "2028-10-01" }, "ten years in the third phase"],
    ["second phase, over nine", "2026-11-01", vlg("2017-02-01", { odometerKm: 80_000, ...renewed("2026-08-10", "2026-08-31") }), { dueOn: "2027-08-31" }, "eight years in the second phase"],
    ["mileage unknown", "2025-11-01", vlg("2018-03-01", renewed("2025-09-10", "2025-10-01")), between("2026-10-01", "2027-10-01", ["odometerKm"]), "one or two years"],
    ["heavy trailer", "2025-11-01", vlg("2018-03-01", { odometerKm: 80_000, towBarOver750Kg: true, ...renewed("2025-09-10", "2025-10-01") }), between("2026-10-01", "2027-10-01", ["lastPeriodic.validUntil"]), "whether towing excludes it was not read"],
    ["expiry recorded", "2025-11-01", vlg("2018-03-01", passed("2025-09-10", { validUntil: "2027-10-01" })), { dueOn: "2027-10-01", earliestOn: "2027-08-01" }, "the certificate"],
  ]),
  ...group("BE", "KB/AR of 15 March 1968 [febiac.be, autoveiligheid.be]: goods vehicles and collector's cars", [
    ["van", "2024-04-01", wal("2024-04-04", { category: "N1", fuel: "DIESEL" }), { dueOn: "2024-04-04", ruleId: "BE-GOODS-UP-TO-3500" }, "before first use"],
    ["van inspected before", "2025-05-01", wal("2024-04-04", { category: "N1", fuel: "DIESEL", ...renewed("2025-03-20", "2025-04-04") }), { dueOn: "2026-04-04" }, "every year, two months keep the date"],
    ["van for paid transport", "2025-05-01", wal("2024-04-04", { category: "N1", fuel: "DIESEL", usage: "PAID_TRANSPORT", ...renewed("2025-03-20", "2025-04-04") }), { dueOn: "2025-10-04" }, "every six months"],
    ["lorry, Flanders", "2025-05-01", vlg("2020-04-04", { category: "N3", fuel: "DIESEL", ...renewed("2025-03-20", "2025-04-04") }), { dueOn: "2026-04-04" }, "every year since March 2017"],
    ["lorry, Wallonia", "2025-05-01", wal("2020-04-04", { category: "N3", fuel: "DIESEL" }), noRule(), "not read"],
    ["collector's car of 27 years, Flanders", "2024-06-01", vlg("1997-03-01", { usage: "COLLECTION", ...renewed("2024-04-20", "2024-05-05") }), { dueOn: "2025-05-05" }, "normal periodicity from 25 to 30"],
    ["collector's car of 39 years, Flanders", "2024-06-01", vlg("1985-03-01", { usage: "COLLECTION", ...renewed("2024-04-20", "2024-05-05") }), { dueOn: "2026-05-05" }, "two years from 30 to 50"],
    ["collector's car of 54 years, Flanders", "2024-06-01", vlg("1970-03-01", { usage: "COLLECTION", ...renewed("2024-04-20", "2024-05-05") }), { dueOn: "2029-05-05" }, "five years over 50"],
    ["collector's car of 54 years, Wallonia", "2024-06-01", wal("1970-03-01", { usage: "COLLECTION" }), exempt("BE-WAL-COLLECTION-FIFTY"), "over 50 years"],
    ["historic collector's car, Wallonia", "2024-06-01", wal("1985-03-01", { usage: "COLLECTION", historicVehicle: true }), exempt("BE-WAL-COLLECTION-HISTORIC"), "over 30 years and of historic interest"],
    ["other collector's car, Wallonia", "2024-06-01", wal("1985-03-01", { usage: "COLLECTION", historicVehicle: false, ...renewed("2024-04-20", "2024-05-05") }), { dueOn: "2026-05-05" }, "two years over 30"],
    ["collector's car, historic or not unknown, Wallonia", "2024-06-01", wal("1985-03-01", { usage: "COLLECTION", ...renewed("2024-04-20", "2024-05-05") }), { dueOn: "2026-05-05", status: "UNKNOWN", reason: "EXEMPTION_UNCERTAIN", missingInputs: ["historicVehicle"] }, "its interest decides"],
  ]),
  ...group("BE", "KB/AR of 15 March 1968 art. 23decies §3 and §4", [
    ["red, fifteen days", "2025-03-05", wal("2015-03-15", failed("2025-03-01")), { dueOn: "2025-03-16", kind: "RETEST", status: SOON, ruleId: "BE-RETEST-FIFTEEN-DAYS" }, "fifteen days from 1 March"],
    ["red, fifteen days over", "2025-03-17", wal("2015-03-15", failed("2025-03-01")), { dueOn: "2025-03-16", kind: "PERIODIC", status: OVERDUE }, "no certificate since"],
    ["red, no validity", "2025-03-05", wal("2015-03-15", failedBadly("2025-03-01")), { dueOn: "2025-03-01", kind: "RETEST", status: OVERDUE }, "stands still until it passes"],
  ]),
];

// prettier-ignore
const WHAT_IF: DueDateCase[] = [
  ...group("EU", "COM(2025) 180 final (a proposal): cars and vans over ten years every year", [
    ["French car of twelve years under the law", "2024-06-01", fr("2012-01-01", passed("2024-03-10")), { dueOn: "2026-03-10", ruleSet: "CURRENT" }, "two years"],
    ["French car of twelve years under the proposal", "2024-06-01", fr("2012-01-01", passed("2024-03-10")), { dueOn: "2025-03-10", ruleSet: "PROPOSED_EU_2025", ruleId: "EU-2025-180-OVER-TEN-YEARS" }, "one year", { ruleSet: "PROPOSED_EU_2025" }],
    ["French car of eight years under the proposal", "2024-06-01", fr("2016-01-01", passed("2024-03-10")), { dueOn: "2026-03-10", ruleId: "FR-LIGHT" }, "two years up to ten", { ruleSet: "PROPOSED_EU_2025" }],
    ["French car of twelve years with a two-year certificate", "2024-06-01", fr("2012-01-01", passed("2024-03-10", { validUntil: "2026-03-09" })), { dueOn: "2025-03-10" }, "the certificate would hold one year", { ruleSet: "PROPOSED_EU_2025" }],
    ["German car of twelve years under the proposal", "2024-06-01", de("2012-01-01", passed("2024-03-10")), { dueOn: "2025-03-31" }, "one year, by the month", { ruleSet: "PROPOSED_EU_2025" }],
    ["Italian van of twelve years under the proposal", "2024-06-01", it("2012-01-01", { category: "N1", ...passed("2024-03-10") }), { dueOn: "2025-03-31" }, "one year, by the month", { ruleSet: "PROPOSED_EU_2025" }],
    ["French motorcycle under the proposal", "2025-06-01", fr("2010-01-01", { category: "L3E", ...passed("2024-06-20") }), { dueOn: "2027-06-20" }, "cars and vans only", { ruleSet: "PROPOSED_EU_2025" }],
    ["British car under the proposal", "2024-06-01", gb("2012-01-01", renewed("2024-03-10", "2024-03-15")), { dueOn: "2025-03-15", ruleId: "GB-MOT" }, "not in the Union, and yearly already", { ruleSet: "PROPOSED_EU_2025" }],
    ["Spanish van of twelve years under the proposal", "2024-03-01", es("2012-01-15", { category: "N1", ...renewed("2024-02-20", "2024-03-03") }), { dueOn: "2024-09-03", ruleId: "ES-GOODS-UP-TO-3500" }, "six months are less than a year", { ruleSet: "PROPOSED_EU_2025" }],
    ["French car of unknown day, ten this year", "2024-06-01", fr("2014", passed("2024-06-20")), between("2025-06-20", "2026-06-20", ["firstRegisteredOn.day"]), "over ten or not", { ruleSet: "PROPOSED_EU_2025" }],
  ]),
  ...group("FI", "not researched", [
    ["car", "2024-06-01", car("FI", "2020-03-15"), noRule(), "no rules of this country"],
    ["car with a recorded expiry", "2024-06-01", car("FI", "2015-03-15", passed("2024-03-10", { validUntil: "2025-03-15" })), { dueOn: "2025-03-15", basis: "RECORDED_EXPIRY", ruleId: null, status: NOT_YET }, "the certificate needs no rule"],
  ]),
];

export const DUE_DATE_CASES: readonly DueDateCase[] = [
  ...FRANCE,
  ...BRITAIN,
  ...NETHERLANDS,
  ...GERMANY,
  ...SPAIN,
  ...ITALY,
  ...BELGIUM,
  ...WHAT_IF,
];

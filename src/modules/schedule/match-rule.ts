import type { FuelType } from "../vocabulary/index.ts";
import { addMonths, type DateRange } from "./calendar.ts";
import { missingRegistration, type Question } from "./question.ts";
import type { Condition, InspectionRule, IntervalStep } from "./rule.types.ts";
import type { ScheduleFact, ScheduleInput } from "./schedule.types.ts";

/** Whether something fits: null while inputs are missing that decide it. */
export interface Answer {
  readonly fits: boolean | null;
  /** The facts that were looked at. */
  readonly used: readonly ScheduleFact[];
  /** The facts that would settle it; empty unless `fits` is null. */
  readonly missing: readonly ScheduleFact[];
}

const YES: Answer = { fits: true, used: [], missing: [] };

/** A rule that fits, or may fit, a vehicle. */
export interface Candidate {
  readonly rule: InspectionRule;
  readonly isCertain: boolean;
  readonly used: readonly ScheduleFact[];
  readonly missing: readonly ScheduleFact[];
}

/**
 * The rules that can be the one that applies, in their order: every rule that may fit up to and including the first that
 * surely does. `inForceOn` picks the version of the law, `ageOn` is the day the vehicle's age is measured.
 */
export function candidateRules(
  rules: readonly InspectionRule[],
  question: Question,
  inForceOn: string,
  ageOn: string,
): Candidate[] {
  const found: Candidate[] = [];
  for (const rule of rulesFor(rules, question.input)) {
    const answer = isInForce(rule, inForceOn) ? ruleFits(rule, question, ageOn) : null;
    if (answer === null || answer.fits === false) continue;
    found.push({ rule, isCertain: answer.fits === true, used: answer.used, missing: answer.missing });
    if (answer.fits === true) break;
  }
  return found;
}

const rulesByVehicle = new WeakMap<readonly InspectionRule[], Map<string, readonly InspectionRule[]>>();

/** Those of a country and category, kept: most rules are another country's, and millions of vehicles ask. */
function rulesFor(
  rules: readonly InspectionRule[],
  { country, category }: ScheduleInput,
): readonly InspectionRule[] {
  const kept = rulesByVehicle.get(rules) ?? new Map<string, readonly InspectionRule[]>();
  rulesByVehicle.set(rules, kept);
  const key = `${country} ${category}`;
  const known = kept.get(key);
  if (known !== undefined) return known;
  const found = rules.filter((rule) => rule.country === country && rule.categories.includes(category));
  kept.set(key, found);
  return found;
}

/** Whether a row of reviewed data holds on a day. */
export function isInForce(
  row: { readonly validFrom: string | null; readonly validTo: string | null },
  day: string,
): boolean {
  return (row.validFrom === null || row.validFrom <= day) && (row.validTo === null || day <= row.validTo);
}

/** Of the rules of the vehicle's country and category. */
function ruleFits(rule: InspectionRule, question: Question, ageOn: string): Answer {
  let answer = both(OF_ITS_KIND, regionFits(rule, question));
  if (answer.fits !== false) answer = both(answer, usageFits(rule, question));
  if (answer.fits !== false) answer = both(answer, fuelFits(rule, question));
  if (answer.fits !== false) answer = both(answer, registrationFits(rule, question));
  if (answer.fits !== false)
    answer = both(answer, ageFits(question, ageOn, rule.fromAgeMonths, rule.belowAgeMonths));
  return whenFits(answer, rule.when, question, null);
}

const OF_ITS_KIND: Answer = { fits: true, used: ["country", "category"], missing: [] };

/** Goes on with conditions until one says no. */
function whenFits(
  before: Answer,
  when: readonly Condition[],
  question: Question,
  previousDueOn: string | null,
): Answer {
  let answer = before;
  for (const condition of when) {
    if (answer.fits === false) return answer;
    answer = both(answer, conditionFits(condition, question, previousDueOn));
  }
  return answer;
}

/**
 * Whether a step of an interval ladder fits an inspection.
 * @param ageOn the day the vehicle's age is measured
 * @param previousDueOn the day the inspection had been due; null when unknown
 */
export function stepFits(
  step: IntervalStep,
  question: Question,
  ageOn: string,
  previousDueOn: string | null,
): Answer {
  let answer = ageFits(question, ageOn, null, step.belowAgeMonths);
  if (answer.fits !== false && step.upToAgeMonths !== null)
    answer = both(answer, ageUpTo(question, ageOn, step.upToAgeMonths));
  return whenFits(answer, step.when, question, previousDueOn);
}

/** Whether the vehicle is older than so many months on a day. */
export function isOlderThan(question: Question, day: string, months: number): Answer {
  const answer = ageUpTo(question, day, months);
  return { ...answer, fits: answer.fits === null ? null : !answer.fits };
}

function regionFits(rule: InspectionRule, { input }: Question): Answer {
  if (rule.regions === null && rule.exceptRegions.length === 0) return YES;
  if (input.region === null) {
    if (input.country === "GB") return rule.regions === null ? used("region") : no("region");
    return open(["region"]);
  }
  const fits = rule.regions?.includes(input.region) ?? !rule.exceptRegions.includes(input.region);
  return fits ? used("region") : no("region");
}

function usageFits(rule: InspectionRule, { usage }: Question): Answer {
  if (rule.usages === null && rule.exceptUsages.length === 0) return YES;
  if (usage === "UNKNOWN") return open(["usage"]);
  const fits = (rule.usages?.includes(usage) ?? true) && !rule.exceptUsages.includes(usage);
  return fits ? used("usage") : no("usage");
}

function fuelFits(rule: InspectionRule, { input }: Question): Answer {
  if (rule.fuels === null) return YES;
  if (rule.fuels.includes(input.fuel)) return used("fuel");
  if (input.fuel === "UNKNOWN") return open(["fuel"]);
  if (!isHybrid(input.fuel)) return no("fuel");
  const burns = input.combustionFuel ?? null;
  if (burns === null || burns === "UNKNOWN") return open(["combustionFuel"]);
  return rule.fuels.includes(burns) ? used("fuel", "combustionFuel") : no("combustionFuel");
}

function isHybrid(fuel: FuelType): boolean {
  return fuel === "HYBRID" || fuel === "PLUG_IN_HYBRID";
}

function registrationFits(rule: InspectionRule, question: Question): Answer {
  const { registered } = question;
  const { registeredFrom, registeredBefore } = rule;
  if (registeredFrom === null && registeredBefore === null) return YES;
  if (registered === null) return open(["firstRegisteredOn"]);
  const tooEarly = registeredFrom === null ? false : isBefore(registered, registeredFrom);
  const isEarlyEnough = registeredBefore === null ? true : isBefore(registered, registeredBefore);
  if (tooEarly === true || isEarlyEnough === false) return no("firstRegisteredOn");
  if (tooEarly === null || isEarlyEnough === null) return open(missingRegistration(question));
  return used("firstRegisteredOn");
}

function isBefore(range: DateRange, day: string): boolean | null {
  if (range.until < day) return true;
  return range.from >= day ? false : null;
}

function ageFits(
  question: Question,
  day: string,
  fromAgeMonths: number | null,
  belowAgeMonths: number | null,
): Answer {
  const isOldEnough = fromAgeMonths === null ? YES : hasAge(question, day, fromAgeMonths);
  if (isOldEnough.fits === false || belowAgeMonths === null) return isOldEnough;
  const isTooOld = hasAge(question, day, belowAgeMonths);
  return both(isOldEnough, { ...isTooOld, fits: isTooOld.fits === null ? null : !isTooOld.fits });
}

/** Whether the vehicle has reached an age on a day. */
function hasAge(question: Question, day: string, months: number): Answer {
  const { registered } = question;
  if (registered === null) return open(["firstRegisteredOn"]);
  if (addMonths(registered.until, months) <= day) return used("firstRegisteredOn");
  if (addMonths(registered.from, months) > day) return no("firstRegisteredOn");
  return open(missingRegistration(question));
}

/** Whether the day is not after the one on which the vehicle reaches an age. */
function ageUpTo(question: Question, day: string, months: number): Answer {
  const { registered } = question;
  if (registered === null) return open(["firstRegisteredOn"]);
  if (day <= addMonths(registered.from, months)) return used("firstRegisteredOn");
  if (day > addMonths(registered.until, months)) return no("firstRegisteredOn");
  return open(missingRegistration(question));
}

function conditionFits(condition: Condition, question: Question, previousDueOn: string | null): Answer {
  switch (condition.fact) {
    case "ODOMETER_BELOW":
      return known("odometerKm", question.input.odometerKm, (km) => km < condition.km);
    case "ON_TIME":
      return known("onTime", wasOnTime(question, previousDueOn), (is) => is);
    case "HAD_BEEN_DUE":
      return known("lastPeriodic.previousDueOn", previousDueOn, (day) =>
        isInForce({ validFrom: condition.from, validTo: condition.until }, day),
      );
    default:
      return vehicleFits(condition, question.input);
  }
}

/** Conditions on the vehicle itself, whatever its last inspection was. */
function vehicleFits(
  condition: Exclude<Condition, ConditionOn<"ODOMETER_BELOW" | "ON_TIME" | "HAD_BEEN_DUE">>,
  input: ScheduleInput,
): Answer {
  switch (condition.fact) {
    case "MASS_UP_TO":
    case "MASS_NOT_KNOWN_OVER":
      return massFits(condition, input.grossMassKg ?? null);
    case "TOWING_DECLARED":
    case "UNSETTLED_WHEN_TOWING":
    case "NO_HEAVY_TOW":
      return towFits(condition, input.towBarOver750Kg ?? null);
    case "HISTORIC_VEHICLE":
      return known("historicVehicle", input.historicVehicle, (is) => is);
    case "GREEN_CERTIFICATE":
      return known("greenCertificate", input.greenCertificate, (is) => is);
  }
}

type ConditionOn<Fact extends Condition["fact"]> = Extract<Condition, { readonly fact: Fact }>;

function massFits(
  { fact, kg }: ConditionOn<"MASS_UP_TO" | "MASS_NOT_KNOWN_OVER">,
  grossMassKg: number | null,
): Answer {
  if (fact === "MASS_NOT_KNOWN_OVER" && grossMassKg === null) return YES;
  return known("grossMassKg", grossMassKg, (mass) => mass <= kg);
}

function towFits(
  { fact }: ConditionOn<"TOWING_DECLARED" | "UNSETTLED_WHEN_TOWING" | "NO_HEAVY_TOW">,
  tows: boolean | null,
): Answer {
  if (fact === "NO_HEAVY_TOW") return known("towBarOver750Kg", tows, (is) => !is);
  if (fact === "UNSETTLED_WHEN_TOWING") return tows === true ? open(["lastPeriodic.validUntil"]) : YES;
  return tows === true ? used("towBarOver750Kg") : no("towBarOver750Kg");
}

/** Whether the last inspection took place by its due date; null when unknown. */
export function wasOnTime({ input, last }: Question, previousDueOn: string | null): boolean | null {
  if (last !== null && previousDueOn !== null) return last.performedOn <= previousDueOn;
  return input.onTime ?? null;
}

function known<T>(fact: ScheduleFact, value: T | null | undefined, test: (value: T) => boolean): Answer {
  if (value === null || value === undefined) return open([fact]);
  return test(value) ? used(fact) : no(fact);
}

/** Yes when both are; the second where it says no; open, with all that is missing, otherwise. The first says no never. */
function both(first: Answer, second: Answer): Answer {
  if (second.fits === false || first === YES) return second;
  if (second === YES) return first;
  return {
    fits: first.fits === true && second.fits === true ? true : null,
    used: first.used.length === 0 ? second.used : [...first.used, ...second.used],
    missing: second.missing.length === 0 ? first.missing : [...first.missing, ...second.missing],
  };
}

function used(...facts: ScheduleFact[]): Answer {
  return { fits: true, used: facts, missing: [] };
}

function no(...facts: ScheduleFact[]): Answer {
  return { fits: false, used: facts, missing: [] };
}

function open(missing: readonly ScheduleFact[]): Answer {
  return { fits: null, used: [], missing };
}

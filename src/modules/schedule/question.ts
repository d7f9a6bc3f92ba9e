import type { VehicleUsage } from "../vocabulary/index.ts";
import { endOfMonth, endOfYear, startOfMonth, startOfYear, type DateRange } from "./calendar.ts";
import type {
  PastInspection,
  RuleSet,
  ScheduleFact,
  ScheduleInput,
  ScheduleOptions,
} from "./schedule.types.ts";

/** One question to the rules: the vehicle's facts with every gap an explicit null. */
export interface Question {
  readonly input: ScheduleInput;
  readonly today: string;
  readonly ruleSet: RuleSet;
  /** The usage reckoned with, UNKNOWN replaced by the caller's assumption. */
  readonly usage: VehicleUsage;
  /** The usage is an assumption, so the answer names it as missing. */
  readonly isUsageAssumed: boolean;
  /** The days first registration can have been; null when unknown. */
  readonly registered: DateRange | null;
  readonly last: PastInspection | null;
  readonly publicHolidays: readonly string[] | null;
}

export function askAbout(input: ScheduleInput, today: string, options: ScheduleOptions): Question {
  const isUsageAssumed = input.usage === "UNKNOWN" && options.assumedUsage !== undefined;
  return {
    input,
    today,
    ruleSet: options.ruleSet ?? "CURRENT",
    usage: isUsageAssumed ? (options.assumedUsage ?? "UNKNOWN") : input.usage,
    isUsageAssumed,
    registered: registrationRange(input),
    last: input.lastPeriodic ?? null,
    publicHolidays: options.publicHolidays ?? null,
  };
}

/** Whether first registration is known to the day. */
export function isRegistrationExact(question: Question): boolean {
  return question.registered !== null && question.registered.from === question.registered.until;
}

/** What would make the first registration exact; empty when it is. */
export function missingRegistration(question: Question): ScheduleFact[] {
  if (question.registered === null) return ["firstRegisteredOn"];
  return isRegistrationExact(question) ? [] : ["firstRegisteredOn.day"];
}

function registrationRange({ firstRegisteredOn, firstRegisteredPrecision }: ScheduleInput): DateRange | null {
  if (firstRegisteredOn === null) return null;
  switch (firstRegisteredPrecision) {
    case "DAY":
      return { from: firstRegisteredOn, until: firstRegisteredOn };
    case "MONTH":
      return { from: startOfMonth(firstRegisteredOn), until: endOfMonth(firstRegisteredOn) };
    case "YEAR":
      return { from: startOfYear(firstRegisteredOn), until: endOfYear(firstRegisteredOn) };
  }
}

import { addMonths, anniversaryIn, earlierOf, endOfYear, lastDayOfPeriod, laterOf } from "./calendar.ts";
import type { Estimate } from "./estimate.ts";
import { isExact } from "./estimate.ts";
import { firstExpiryFrom, keepsFrom, timingOf } from "./expiry.ts";
import { withExtensions } from "./extensions.ts";
import { missingRegistration, type Question } from "./question.ts";
import type { InspectionRule, StockCalendarRow } from "./rule.types.ts";
import type { ScheduleFact } from "./schedule.types.ts";

/** When the first inspection of a vehicle's life is due under a rule; null when the rule or the vehicle says too little. */
export function firstDue(question: Question, rule: InspectionRule): Estimate | null {
  const { registered, today } = question;
  if (registered === null) return null;
  const row = stockRow(rule, question);
  const from =
    row === null ? firstDay(question, rule, registered.from, today) : stockDay(row, registered.from);
  const until =
    row === null ? firstDay(question, rule, registered.until, today) : stockDay(row, registered.until);
  if (from === null || until === null) return null;
  const extended = withExtensions(question, { from, until }, today);
  const missing: ScheduleFact[] = isExact({ from, until }) ? [] : missingRegistration(question);
  return {
    range: extended.range,
    earliestOn: isExact(extended.range) ? opensOn(question, rule, row, extended.range.until) : null,
    basis: row === null ? "FIRST_REGISTRATION" : "STOCK_CALENDAR",
    rule,
    capId: null,
    used: ["firstRegisteredOn"],
    missing: extended.isCertain ? missing : [...missing, "lastPeriodic.validUntil"],
  };
}

/** The first due date for a first registration on a day, as reckoned on `asOf`; null when the rule does not say. */
export function firstDay(
  { input }: Question,
  rule: InspectionRule,
  registeredOn: string,
  asOf: string,
): string | null {
  if (rule.first === null) return null;
  // Before first use in the country, for a vehicle that was registered abroad before.
  if (rule.first.months === 0) return laterOf(registeredOn, input.firstAdmissionInCountryOn ?? registeredOn);
  const timing = timingOf(rule.country, asOf);
  return timing === null ? null : firstExpiryFrom(timing, registeredOn, rule.first.months);
}

/** The row of a stock calendar for this vehicle; null when it has none, or not for certain. */
function stockRow(rule: InspectionRule, { registered }: Question): StockCalendarRow | null {
  if (registered === null) return null;
  const row = rule.stockCalendar.find(
    ({ registeredFrom, registeredUntil }) =>
      (registeredFrom === null || registeredFrom <= registered.from) && registered.until <= registeredUntil,
  );
  return row ?? null;
}

function stockDay(row: StockCalendarRow, registeredOn: string): string {
  const anniversary = anniversaryIn(registeredOn, row.year);
  const start = laterOf(anniversary, row.notBefore);
  return earlierOf(lastDayOfPeriod(start, row.monthsFromAnniversary), endOfYear(anniversary));
}

function opensOn(
  { input, today }: Question,
  rule: InspectionRule,
  row: StockCalendarRow | null,
  dueOn: string,
): string | null {
  if (row !== null) return row.opensOn;
  const opens = rule.first?.opensMonthsBefore ?? null;
  if (opens !== null) return addMonths(dueOn, -opens);
  const timing = timingOf(input.country, today);
  if (timing?.keeps == null || timing.firstKeeps !== "YES" || rule.first?.months === 0) return null;
  return keepsFrom(timing.keeps, dueOn, shortestInterval(rule));
}

/** The interval that decides how wide the window before a due date is. */
export function shortestInterval(rule: InspectionRule): number {
  return Math.min(...rule.next.map(({ months }) => months));
}

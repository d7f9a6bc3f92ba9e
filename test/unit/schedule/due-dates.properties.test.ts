import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { addDays, addMonths, endOfMonth } from "../../../src/modules/schedule/calendar.ts";
import {
  INSPECTION_RULES,
  inspectionDue,
  inspectionsDue,
  timingOf,
  type ScheduleInput,
} from "../../../src/modules/schedule/index.ts";
import { awkwardDay, dueAfterLast, inspected, vehicles } from "./arbitraries.ts";

const RUNS = 2_000;

/** Ages, in months, at which some rule changes an interval. */
const AGE_STEPS = [
  ...new Set(
    INSPECTION_RULES.flatMap(({ next }) => next.flatMap((step) => [step.belowAgeMonths, step.upToAgeMonths])),
  ),
].filter((age) => age !== null);

/** Whether the vehicle gets into another age band in a time, months around it included. */
function changesBand(vehicle: ScheduleInput, from: string, until: string): boolean {
  return AGE_STEPS.some((age) => {
    const birthday = addMonths(vehicle.firstRegisteredOn ?? from, age);
    return birthday >= addMonths(from, -3) && birthday <= addMonths(until, 3);
  });
}

describe("inspectionDue", () => {
  test("is monotone in the last inspection, as long as the vehicle stays in one age band", () => {
    let compared = 0;
    fc.assert(
      fc.property(
        vehicles,
        awkwardDay("2021-01-01", "2024-06-30"),
        fc.integer({ min: 0, max: 400 }),
        fc.option(fc.integer({ min: -60, max: 400 }), { nil: null }),
        (vehicle, early, later, dueAfterDays) => {
          const late = addDays(early, later);
          const previousDueOn = dueAfterDays === null ? null : addDays(early, dueAfterDays);
          fc.pre(!changesBand(vehicle, early, addMonths(late, 1)) && early > vehicle.firstRegisteredOn!);
          // Being late can cost a bonus of a year (Belgium), which is the law's own step back.
          fc.pre(
            vehicle.country !== "BE" ||
              previousDueOn === null ||
              early > previousDueOn === late > previousDueOn,
          );
          const [one, other] = [early, late].map((performedOn) =>
            dueAfterLast({ ...vehicle, lastPeriodic: { performedOn, result: "PASS", previousDueOn } }),
          );
          fc.pre(one?.dueOn != null && other?.dueOn != null);
          compared += 1;
          expect(one.dueOn <= other.dueOn).toBe(true);
        },
      ),
      { numRuns: RUNS },
    );
    expect(compared).toBeGreaterThanOrEqual(RUNS);
  });

  test("is never before the last inspection plus the least interval, less Britain's day", () => {
    let compared = 0;
    fc.assert(
      fc.property(inspected, (vehicle) => {
        const { performedOn, previousDueOn } = vehicle.lastPeriodic ?? {};
        const due = dueAfterLast(vehicle);
        const rule = INSPECTION_RULES.find(({ ruleId }) => ruleId === due.ruleId);
        fc.pre(
          performedOn !== undefined && rule !== undefined && rule.next.length > 0 && due.window !== null,
        );
        compared += 1;
        const isLate = previousDueOn != null && performedOn > previousDueOn;
        // A late inspection leaves the cycle where it was in Belgium, and did in Germany until 2012.
        const isCycleKept = isLate && timingOf(vehicle.country, performedOn)?.late === "KEEPS_CYCLE";
        const least = Math.min(...rule.next.map(({ months }) => months));
        const bound = isCycleKept ? addDays(performedOn, 1) : addDays(addMonths(performedOn, least), -1);
        expect(due.window.from >= bound).toBe(true);
      }),
      { numRuns: RUNS },
    );
    expect(compared).toBeGreaterThanOrEqual(RUNS);
  });

  test("has a window of the due day itself wherever it knows the day", () => {
    fc.assert(
      fc.property(inspected, awkwardDay("2010-01-01", "2030-01-01"), (vehicle, today) => {
        for (const due of inspectionsDue(vehicle, today)) {
          if (due.dueOn === null) continue;
          expect(due.window).toEqual({ from: due.dueOn, until: due.dueOn });
          expect(due.overdueFrom).toBe(addDays(due.dueOn, 1));
          expect(due.earliestOn === null || due.earliestOn <= due.dueOn).toBe(true);
        }
      }),
      { numRuns: RUNS },
    );
  });
});

describe("inspectionDue at the ends of months", () => {
  test("falls on the same day of the month or its last, or where the law counts months always on the last", () => {
    fc.assert(
      fc.property(vehicles, (vehicle) => {
        const due = inspectionDue(vehicle, "2019-06-01");
        fc.pre(due.dueOn !== null && due.basis === "FIRST_REGISTRATION");
        const { lastDay } = timingOf(vehicle.country, "2019-06-01")!;
        const last = endOfMonth(due.dueOn);
        if (lastDay === "MONTH_END") expect(due.dueOn).toBe(last);
        const reckoned = lastDay === "DAY_BEFORE" && due.dueOn !== last ? addDays(due.dueOn, 1) : due.dueOn;
        const isSameDay = reckoned.slice(8) === vehicle.firstRegisteredOn!.slice(8);
        expect(isSameDay || due.dueOn === last || lastDay === "DAY_BEFORE").toBe(true);
      }),
      { numRuns: RUNS },
    );
  });

  test("of a leap day is the last of February in a common year and the 29th in a leap year", () => {
    const leapDays = fc.constantFrom("2008-02-29", "2012-02-29", "2016-02-29", "2020-02-29");
    const byDay = vehicles.filter(({ country }) => timingOf(country, "2019-06-01")?.lastDay === "SAME_DAY");
    fc.assert(
      fc.property(byDay, leapDays, (vehicle, firstRegisteredOn) => {
        const due = inspectionDue({ ...vehicle, firstRegisteredOn }, "2021-06-01");
        fc.pre(due.dueOn !== null && due.basis === "FIRST_REGISTRATION");
        expect(due.dueOn).toBe(endOfMonth(`${due.dueOn.slice(0, 4)}-02-01`));
      }),
      { numRuns: 500 },
    );
  });
});

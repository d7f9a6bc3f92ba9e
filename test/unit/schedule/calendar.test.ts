import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  addDays,
  addMonths,
  addWorkingDays,
  anniversaryIn,
  daysBetween,
  endOfMonth,
  isCalendarDate,
  lastDayOfPeriod,
  startOfMonth,
} from "../../../src/modules/schedule/calendar.ts";

const DAY_MS = 86_400_000;

/** Days of 1880 to 2120, so that common centuries and leap years are both in. */
const dates = fc
  .integer({ min: Date.UTC(1880, 0, 1) / DAY_MS, max: Date.UTC(2120, 0, 1) / DAY_MS })
  .map((day) => new Date(day * DAY_MS).toISOString().slice(0, 10));
const months = fc.integer({ min: -600, max: 600 });

describe("isCalendarDate", () => {
  test.each(["2024-02-29", "2000-02-29", "1999-12-31", "0001-01-01"])("accepts %s", (text) => {
    expect(isCalendarDate(text)).toBe(true);
  });

  test.each([
    "2023-02-29",
    "1900-02-29",
    "2024-13-01",
    "2024-00-10",
    "2024-04-31",
    "2024-1-1",
    "",
    "2024-01-01T00:00",
  ])("refuses %s", (text) => {
    expect(isCalendarDate(text)).toBe(false);
  });
});

describe("addDays", () => {
  test("agrees with the platform's UTC calendar", () => {
    fc.assert(
      fc.property(dates, fc.integer({ min: -40_000, max: 40_000 }), (date, days) => {
        const there = new Date(Date.parse(date) + days * DAY_MS).toISOString().slice(0, 10);
        expect(addDays(date, days)).toBe(there);
        expect(daysBetween(date, there)).toBe(days);
      }),
    );
  });

  test("refuses what is no date instead of making one up", () => {
    expect(() => addDays("2023-02-29", 1)).toThrow(RangeError);
  });
});

describe("addMonths", () => {
  test.each([
    ["2023-08-31", 6, "2024-02-29"],
    ["2022-08-31", 6, "2023-02-28"],
    ["2024-02-29", 12, "2025-02-28"],
    ["2024-02-29", 48, "2028-02-29"],
    ["2096-02-29", 48, "2100-02-28"],
    ["2024-03-31", -1, "2024-02-29"],
    ["2024-01-15", -1, "2023-12-15"],
    ["2024-12-31", 2, "2025-02-28"],
  ])("makes %s plus %i months %s", (date, count, expected) => {
    expect(addMonths(date, count)).toBe(expected);
  });

  test("lands in the right month, on the same day or the month's last", () => {
    fc.assert(
      fc.property(dates, months, (date, count) => {
        const result = addMonths(date, count);
        const [year, month] = result.split("-").map(Number);
        const [fromYear, fromMonth] = date.split("-").map(Number);
        expect(year! * 12 + month!).toBe(fromYear! * 12 + fromMonth! + count);
        expect([date.slice(8), endOfMonth(result).slice(8)]).toContain(result.slice(8));
        expect(result.slice(8) <= date.slice(8)).toBe(true);
      }),
    );
  });

  test("keeps the order of dates", () => {
    fc.assert(
      fc.property(dates, dates, months, (one, other, count) => {
        const [early, late] = one <= other ? [one, other] : [other, one];
        expect(addMonths(early, count) <= addMonths(late, count)).toBe(true);
      }),
    );
  });
});

describe("lastDayOfPeriod", () => {
  test.each([
    ["2023-06-16", 12, "2024-06-15"],
    ["2024-02-29", 12, "2025-02-28"],
    ["2023-03-01", 12, "2024-02-29"],
    ["2024-03-31", 1, "2024-04-30"],
    ["2024-01-31", 1, "2024-02-29"],
  ])("ends %s and %i months on %s", (start, count, expected) => {
    expect(lastDayOfPeriod(start, count)).toBe(expected);
  });

  test("keeps the order of dates", () => {
    fc.assert(
      fc.property(dates, fc.integer({ min: 1, max: 120 }), (date, count) => {
        expect(lastDayOfPeriod(date, count) <= lastDayOfPeriod(addDays(date, 1), count)).toBe(true);
      }),
    );
  });
});

describe("the ends of months and years", () => {
  test("surround the day", () => {
    fc.assert(
      fc.property(dates, (date) => {
        expect(startOfMonth(date) <= date && date <= endOfMonth(date)).toBe(true);
        expect(addDays(endOfMonth(date), 1)).toBe(addMonths(startOfMonth(date), 1));
      }),
    );
  });

  test("an anniversary of 29 February falls on the 28th in a common year", () => {
    expect(anniversaryIn("2016-02-29", 2025)).toBe("2025-02-28");
    expect(anniversaryIn("2016-02-29", 2024)).toBe("2024-02-29");
  });
});

describe("addWorkingDays", () => {
  test.each([
    ["2024-05-14", 10, [], "2024-05-28"],
    ["2024-05-14", 10, ["2024-05-27"], "2024-05-29"],
    ["2024-05-17", 1, [], "2024-05-20"],
    ["2024-05-18", 1, [], "2024-05-20"],
    ["1969-12-31", 2, [], "1970-01-02"],
    ["1970-01-02", 1, [], "1970-01-05"],
  ])("counts from %s %i days over %j to %s", (date, count, holidays, expected) => {
    expect(addWorkingDays(date, count, holidays)).toBe(expected);
  });
});

import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { addMonths, dateOf, dayOf, lastDayOfPeriod, weekdayOf } from "../../../src/modules/demo/days.ts";
import * as calendar from "../../../src/modules/schedule/index.ts";

const day = fc.integer({ min: 0, max: dayOf("2045-12-31") });

describe("days", () => {
  test("turn into dates and back", () => {
    fc.assert(
      fc.property(day, (each) => {
        expect(dayOf(dateOf(each))).toBe(each);
      }),
    );
    expect(dateOf(0)).toBe("1970-01-01");
    expect(weekdayOf(dayOf("2026-03-29"))).toBe(0);
  });

  test.each(["2026-02-30", "26-01-01", "2050-01-01", "1969-12-31", "2026-1-1", ""])("refuse %j", (text) => {
    expect(() => dayOf(text)).toThrow(RangeError);
  });

  test("add months as the inspection rules do", () => {
    fc.assert(
      fc.property(day, fc.integer({ min: 0, max: 48 }), (each, months) => {
        expect(dateOf(addMonths(each, months))).toBe(calendar.addMonths(dateOf(each), months));
      }),
    );
    expect(dateOf(addMonths(dayOf("2024-02-29"), 48))).toBe("2028-02-29");
    expect(dateOf(addMonths(dayOf("2026-08-31"), 6))).toBe("2027-02-28");
  });

  test("end a period on the day before, or with a month that is too short", () => {
    expect(dateOf(lastDayOfPeriod(dayOf("2026-06-16"), 12))).toBe("2027-06-15");
    expect(dateOf(lastDayOfPeriod(dayOf("2024-02-29"), 12))).toBe("2025-02-28");
    expect(dateOf(lastDayOfPeriod(dayOf("2026-01-01"), 12))).toBe("2026-12-31");
  });
});

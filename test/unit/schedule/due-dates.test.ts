import { describe, expect, test } from "vitest";
import { inspectionDue } from "../../../src/modules/schedule/index.ts";
import { DUE_DATE_CASES } from "./due-dates.golden.ts";

describe("inspectionDue, against dates worked out from the law", () => {
  test("covers at least 250 cases, each of its own, with citation and reason", () => {
    const names = new Set(DUE_DATE_CASES.map(({ _case }) => _case));
    expect(names.size).toBe(DUE_DATE_CASES.length);
    expect(DUE_DATE_CASES.length).toBeGreaterThanOrEqual(250);
    expect(DUE_DATE_CASES.filter(({ citation, reason }) => citation === "" || reason === "")).toEqual([]);
  });

  test("covers the seven countries", () => {
    const countries = new Set(DUE_DATE_CASES.map(({ vehicle }) => vehicle.country));
    for (const country of ["FR", "GB", "NL", "DE", "ES", "IT", "BE"] as const)
      expect(countries).toContain(country);
  });

  test.each(DUE_DATE_CASES)("$_case: $expected.dueOn", ({ vehicle, today, options, expected }) => {
    const due = inspectionDue(vehicle, today, options);

    const window = expected.dueOn === null ? {} : { window: { from: expected.dueOn, until: expected.dueOn } };
    expect(due).toMatchObject({ ...window, ...expected });
  });
});

import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { addDays } from "../../../src/modules/schedule/calendar.ts";
import {
  inspectionDue,
  inspectionsDue,
  SCHEDULE_STATUSES,
  timingOf,
  type InspectionDue,
  type ScheduleInput,
} from "../../../src/modules/schedule/index.ts";
import { anyDay, anyVehicle, awkwardDay, inspected, vehicles } from "./arbitraries.ts";

const RUNS = 2_000;

function contains(window: InspectionDue["window"], date: string): boolean {
  return window !== null && window.from <= date && date <= window.until;
}

/** Ways of knowing less about the same vehicle. */
const LESS_KNOWN: Readonly<Record<string, (vehicle: ScheduleInput) => ScheduleInput>> = {
  "the day of first registration": (vehicle) => ({ ...vehicle, firstRegisteredPrecision: "MONTH" }),
  "the day and month of first registration": (vehicle) => ({ ...vehicle, firstRegisteredPrecision: "YEAR" }),
  "the earlier certificate": (vehicle) =>
    vehicle.lastPeriodic == null
      ? vehicle
      : { ...vehicle, lastPeriodic: { ...vehicle.lastPeriodic, previousDueOn: null } },
  "the usage": (vehicle) => ({ ...vehicle, usage: "UNKNOWN" }),
  "the fuel": (vehicle) => ({ ...vehicle, fuel: "UNKNOWN" }),
  "what a hybrid burns": (vehicle) => ({ ...vehicle, combustionFuel: null }),
  "the mass": (vehicle) => ({ ...vehicle, grossMassKg: null }),
  "the odometer": (vehicle) => ({ ...vehicle, odometerKm: null }),
  "whether it tows": (vehicle) => ({ ...vehicle, towBarOver750Kg: null }),
  "the colour of the certificate": (vehicle) => ({ ...vehicle, greenCertificate: null }),
  "the Belgian region": (vehicle) => (vehicle.country === "BE" ? { ...vehicle, region: null } : vehicle),
};

describe("inspectionDue, knowing less", () => {
  test.each(Object.keys(LESS_KNOWN))("without %s still has the exact date in its window", (fact) => {
    const forget = LESS_KNOWN[fact]!;
    let compared = 0;
    fc.assert(
      fc.property(fc.oneof(vehicles, inspected), awkwardDay("2021-01-01", "2025-01-01"), (vehicle, today) => {
        const exact = inspectionsDue(vehicle, today)[0];
        const blurred = inspectionsDue(forget(vehicle), today)[0];
        fc.pre(exact.dueOn !== null && exact.status !== "UNKNOWN");
        // Belgium's rule for towing applies to who declares it.
        fc.pre(exact.ruleId !== "BE-CAR-TOWING");
        // Where one of the possible rules gives no date at all there is no window to look at.
        fc.pre(blurred.window !== null || blurred.status !== "UNKNOWN");
        compared += 1;
        expect(contains(blurred.window, exact.dueOn), JSON.stringify({ exact, blurred })).toBe(true);
        if (blurred.dueOn === null) expect(blurred.missingInputs).not.toEqual([]);
        else expect(blurred.dueOn).toBe(exact.dueOn);
      }),
      { numRuns: 600 },
    );
    expect(compared).toBeGreaterThanOrEqual(600);
  });

  test("gives no day for a month or a year where the law counts days", () => {
    fc.assert(
      fc.property(vehicles, fc.constantFrom("MONTH" as const, "YEAR" as const), (vehicle, precision) => {
        const due = inspectionDue({ ...vehicle, firstRegisteredPrecision: precision }, "2024-06-01");
        const isByMonth =
          timingOf(vehicle.country, "2024-06-01")?.lastDay === "MONTH_END" && precision === "MONTH";
        fc.pre(due.window !== null && !isByMonth && due.basis === "FIRST_REGISTRATION");
        expect(due.dueOn).toBeNull();
        expect(due.window.from < due.window.until).toBe(true);
        expect(due.missingInputs).toContain("firstRegisteredOn.day");
      }),
      { numRuns: 1_000 },
    );
  });
});

describe("inspectionDue, whatever it is asked", () => {
  test("answers, and never contradicts itself", () => {
    fc.assert(
      fc.property(
        anyVehicle,
        anyDay,
        fc.constantFrom("CURRENT", "PROPOSED_EU_2025"),
        (vehicle, today, ruleSet) => {
          for (const due of inspectionsDue(vehicle, today, { ruleSet })) {
            expect(SCHEDULE_STATUSES).toContain(due.status);
            expect(due.status === "UNKNOWN").toBe(due.reason !== null);
            if (due.status === "EXEMPT") expect(due.window).toBeNull();
            if (due.status === "OVERDUE") expect(today > due.window!.until).toBe(true);
            if (due.status === "DUE_SOON") expect(today <= due.window!.until).toBe(true);
            if (due.window !== null) expect(due.window.from <= due.window.until).toBe(true);
            if (due.ruleId !== null) expect(due.citation).not.toBeNull();
            expect(new Set(due.missingInputs).size).toBe(due.missingInputs.length);
          }
        },
      ),
      { numRuns: 5_000 },
    );
  });

  test("gives the same answer to the same question", () => {
    fc.assert(
      fc.property(anyVehicle, anyDay, (vehicle, today) => {
        expect(inspectionDue(vehicle, today)).toEqual(inspectionDue(structuredClone(vehicle), today));
      }),
      { numRuns: 500 },
    );
  });

  test("gets only more urgent as time goes by and nothing else happens", () => {
    const order = ["NOT_YET_DUE", "DUE_SOON", "OVERDUE"];
    fc.assert(
      fc.property(
        inspected,
        fc.integer({ min: 0, max: 900 }),
        fc.integer({ min: 0, max: 200 }),
        (vehicle, wait, more) => {
          const start = vehicle.lastPeriodic?.performedOn ?? "2021-01-01";
          const [one, other] = [wait, wait + more].map(
            (days) => inspectionsDue(vehicle, addDays(start, days))[0],
          );
          fc.pre(order.includes(one!.status) && order.includes(other!.status) && one!.dueOn === other!.dueOn);
          expect(order.indexOf(one!.status) <= order.indexOf(other!.status)).toBe(true);
        },
      ),
      { numRuns: RUNS },
    );
  });
});

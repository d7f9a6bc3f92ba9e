import { describe, expect, test } from "vitest";
import { dateOf } from "../../../src/modules/demo/days.ts";
import {
  generateFleet,
  type DemoDefect,
  type DemoInspection,
  type DemoVehicle,
} from "../../../src/modules/demo/index.ts";
import { firstDueDay } from "../../../src/modules/demo/periodicity.ts";
import type { LastInspection } from "../../../src/modules/demo/fleet.types.ts";
import { validUntilOf } from "../../../src/modules/demo/summary.ts";
import { deriveHistory } from "../../../src/modules/inspections/derive-history.ts";
import type { HistoryDefect, HistoryInspection } from "../../../src/modules/inspections/vehicle-history.ts";
import { inspectionsDue } from "../../../src/modules/schedule/index.ts";

const fleet = generateFleet({ vehicles: 1500, garages: 60, seed: 11, today: "2026-08-15" });
const vehicles = [...fleet.vehicles];

/** The vehicle's rows as ingestion would read them back, as far as the history's meaning depends on them. */
function rowsOf({ traits, inspections }: DemoVehicle): HistoryInspection[] {
  return inspections.map((inspection, place): HistoryInspection => {
    const { id, reading } = inspection;
    return {
      ...inspection,
      country: traits.country,
      source: "SYNTHETIC",
      sourceKey: String(place + 1).padStart(3, "0"),
      nationalKind: null,
      nationalResult: null,
      performedAt: null,
      certificateNumber: null,
      reading: { id, ...reading, source: "SYNTHETIC", reason: null, repairedKm: null },
      defects: inspection.defects.map(defectRowOf),
    };
  });
}

const NOWHERE = { axle: null, side: null, spot: null, axleNumber: null };

function defectRowOf({ id, record, rectified }: DemoDefect, ordinal: number): HistoryDefect {
  const { code, scheme, annexItem, severity, text, textLocale, position } = record.parsed;
  return {
    ...{ id, ordinal, code, scheme, annexItem, severity, text, textLocale, rectified },
    ...(position ?? NOWHERE),
    partCategories: [...record.partCategories],
    unstructured: false,
    codeUnknown: false,
    repeatOf: null,
  };
}

function odometerColumns({ odometer }: DemoVehicle) {
  return {
    odometerKm: odometer.latestKm,
    odometerReadOn: odometer.readOn,
    odometerKmPerYear: odometer.kmPerYear === null ? null : Math.round(odometer.kmPerYear.value),
    odometerVerdict: odometer.verdict,
    odometerReason: odometer.reason,
  };
}

function inspectionColumns({ summary: { periodic, complementary } }: DemoVehicle) {
  return {
    ...lastColumns("lastPeriodic", periodic),
    lastPeriodicPreviousDueOn: periodic?.previousDueOn ?? null,
    lastPeriodicClearedOn: periodic?.clearedBy?.performedOn ?? null,
    ...lastColumns("lastComplementary", complementary),
  };
}

function lastColumns(prefix: string, last: LastInspection | null) {
  return {
    [`${prefix}On`]: last?.inspection.performedOn ?? null,
    [`${prefix}Result`]: last?.inspection.result ?? null,
    [`${prefix}ValidUntil`]: last && validUntilOf(last),
  };
}

describe("the fleet's derived columns", () => {
  test("say what module inspections makes of the rows", () => {
    for (const vehicle of vehicles) {
      const { row, firstRegisteredDay } = vehicle.traits;
      const derived = deriveHistory(
        { category: row.category, firstRegisteredOn: dateOf(firstRegisteredDay) },
        { inspections: rowsOf(vehicle), otherReadings: [] },
      );
      expect(derived.summary).toEqual({ ...odometerColumns(vehicle), ...inspectionColumns(vehicle) });
      for (const {
        id,
        kind,
        retestOf,
        retestBy,
        drivingBannedFrom,
        reading,
        defects,
      } of vehicle.inspections) {
        expect(derived.inspections.get(id)).toMatchObject({ kind, retestOf, retestBy, drivingBannedFrom });
        const { reason, repairedKm } = reading;
        expect(derived.readings.get(id)).toEqual({ reason, repairedKm });
        for (const defect of defects) expect(derived.repeats.get(defect.id) ?? null).toBe(defect.repeatOf);
      }
    }
  });
});

/** What the rules give as the last day in time of the next periodic inspection, after `last`. */
function ruleOf(
  { traits }: DemoVehicle,
  last: { performedOn: string; validUntil: string | null; previousDueOn: string | null } | null,
): string | null {
  const result = "PASS" as const;
  const [due] = inspectionsDue(
    {
      country: traits.country,
      region: traits.areaCode === "GB-BT" ? "GB-NIR" : null,
      category: traits.row.category,
      usage: traits.usage,
      fuel: traits.fuel,
      firstRegisteredOn: dateOf(traits.firstRegisteredDay),
      firstRegisteredPrecision: "DAY",
      grossMassKg: traits.row.grossMassKg,
      lastPeriodic: last && { ...last, validUntil: null, result },
    },
    last?.performedOn ?? "2026-08-15",
  );
  return due.dueOn;
}

describe("the fleet's certificates", () => {
  test("run as the inspection rules say, where an inspection was passed at the first go", () => {
    let compared = 0;
    for (const vehicle of vehicles) {
      let previous: DemoInspection | null = null;
      for (const inspection of vehicle.inspections) {
        if (inspection.kind !== "PERIODIC" && inspection.kind !== "RETEST") continue;
        const previousDueOn = previous?.validUntil ?? null;
        const isPlain = inspection.kind === "PERIODIC" && inspection.result.startsWith("PASS");
        // Certificates of British vehicles that expired in the first months of 2020 were prolonged by decree.
        const wasProlonged = vehicle.traits.country === "GB" && inspection.performedOn < "2021-09-01";
        if (isPlain && previousDueOn !== null && !wasProlonged) {
          const { performedOn, validUntil } = inspection;
          expect(validUntil, `${vehicle.traits.country} ${performedOn} after ${previousDueOn}`).toBe(
            ruleOf(vehicle, { performedOn, validUntil, previousDueOn }),
          );
          compared += 1;
        }
        previous = inspection;
      }
    }
    expect(compared).toBeGreaterThan(1000);
  });

  test("are first due on the day that the rules say", () => {
    let compared = 0;
    for (const vehicle of vehicles) {
      if (vehicle.inspections.length > 0) continue;
      compared += 1;
      expect(dateOf(firstDueDay(vehicle.traits))).toBe(ruleOf(vehicle, null));
    }
    expect(compared).toBeGreaterThan(50);
  });
});

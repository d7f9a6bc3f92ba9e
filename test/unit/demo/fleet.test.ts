import { createHash } from "node:crypto";
import { beforeAll, describe, expect, test } from "vitest";
import { garageRow, historyRows, vehicleRow, COPY_COLUMNS } from "../../../src/modules/demo/copy-rows.ts";
import { dayOf } from "../../../src/modules/demo/days.ts";
import type { DemoVehicle } from "../../../src/modules/demo/index.ts";
import { generateFleet } from "../../../src/modules/demo/index.ts";
import { retestDue } from "../../../src/modules/schedule/index.ts";

const SETTINGS = { vehicles: 1500, garages: 60, seed: 7, today: "2026-03-31" };

function hashOf(settings: Parameters<typeof generateFleet>[0]): string {
  const hash = createHash("sha256");
  const fleet = generateFleet(settings);
  for (const garage of fleet.garages) hash.update(garageRow(garage));
  for (const vehicle of fleet.vehicles) {
    const rows = historyRows(vehicle);
    hash.update(vehicleRow(vehicle) + rows.inspections + rows.defects + rows.readings);
  }
  return hash.digest("hex");
}

describe("generateFleet", () => {
  test("gives the same rows to the same settings, byte by byte", () => {
    expect(hashOf(SETTINGS)).toBe(hashOf({ ...SETTINGS }));
  });

  test("gives other rows to another seed and to another day", () => {
    const hash = hashOf({ ...SETTINGS, vehicles: 50 });
    expect(hashOf({ ...SETTINGS, vehicles: 50, seed: 8 })).not.toBe(hash);
    expect(hashOf({ ...SETTINGS, vehicles: 50, today: "2026-04-01" })).not.toBe(hash);
  });

  test("makes a vehicle alone as it makes it among others", () => {
    const all = [...generateFleet({ ...SETTINGS, vehicles: 40 }).vehicles];
    const [alone] = [...generateFleet({ ...SETTINGS, firstVehicle: 33, vehicles: 1 }).vehicles];
    expect(alone).toEqual(all[33]);
  });

  test("refuses a fleet without a garage in each country, and one with more vehicles than plates", () => {
    expect(() => generateFleet({ ...SETTINGS, garages: 1 })).toThrow(RangeError);
    expect(() => generateFleet({ ...SETTINGS, vehicles: 30_000_000 })).toThrow(RangeError);
    expect(() => generateFleet({ ...SETTINGS, today: "2026-02-30" })).toThrow(RangeError);
  });

  test("reaches ten million vehicles", () => {
    const fleet = generateFleet({ ...SETTINGS, firstVehicle: 9_999_999, vehicles: 1 });
    expect([...fleet.vehicles]).toHaveLength(1);
  });
});

describe("the fleet's rows", () => {
  let vehicles: DemoVehicle[] = [];
  let garages: ReturnType<typeof generateFleet>["garages"] = [];
  beforeAll(() => {
    const fleet = generateFleet(SETTINGS);
    garages = fleet.garages;
    vehicles = [...fleet.vehicles];
  });

  const inspections = () => vehicles.flatMap((vehicle) => vehicle.inspections);
  const cells = (rows: string) =>
    rows
      .trimEnd()
      .split("\n")
      .map((row) => row.split("\t"));

  test("have each id, plate and VIN once", () => {
    const ids = [
      ...garages.map((garage) => garage.id),
      ...vehicles.map((vehicle) => vehicle.id),
      ...inspections().map((inspection) => inspection.id),
      ...inspections().flatMap((inspection) => inspection.defects.map((defect) => defect.id)),
    ];
    expect(new Set(ids).size).toBe(ids.length);
    for (const id of ids)
      expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
    const plates = vehicles.map((vehicle) => cells(vehicleRow(vehicle))[0]!.slice(1, 3).join());
    const vins = vehicles.map((vehicle) => cells(vehicleRow(vehicle))[0]![3]);
    expect(new Set(plates).size).toBe(vehicles.length);
    expect(new Set(vins).size).toBe(vehicles.length);
  });

  test("have as many cells as their tables have columns", () => {
    const widths = new Map<string, number>(
      Object.entries(COPY_COLUMNS).map(([table, columns]) => [table, columns.split(",").length]),
    );
    for (const garage of garages) expect(cells(garageRow(garage))[0]).toHaveLength(widths.get("garages")!);
    for (const vehicle of vehicles.slice(0, 300)) {
      const rows = historyRows(vehicle);
      expect(cells(vehicleRow(vehicle))[0]).toHaveLength(widths.get("vehicles")!);
      for (const [table, text] of [
        ["inspections", rows.inspections],
        ["defects", rows.defects],
        ["odometer_readings", rows.readings],
      ] as const) {
        if (text === "") continue;
        for (const row of cells(text)) expect(row, table).toHaveLength(widths.get(table)!);
      }
    }
  });

  test("are dated between the first day of the histories and today, in order", () => {
    for (const { traits, inspections: own } of vehicles) {
      let last = Math.max(traits.firstRegisteredDay, dayOf("2018-05-19"));
      for (const inspection of own) {
        expect(dayOf(inspection.performedOn)).toBeGreaterThan(last);
        last = dayOf(inspection.performedOn);
      }
      expect(last).toBeLessThanOrEqual(dayOf(SETTINGS.today));
    }
  });

  test("name garages that inspect, in the vehicle's own area", () => {
    const byId = new Map(garages.map((garage) => [garage.id, garage]));
    for (const vehicle of vehicles) {
      for (const inspection of vehicle.inspections) {
        const garage = byId.get(inspection.garageId)!;
        expect(garage.kinds).toContain("INSPECTION");
        expect(garage.areaCode).toBe(vehicle.traits.areaCode);
      }
    }
  });

  test("link each retest to the failed inspection it answers, within the window that the law gives", () => {
    let retests = 0;
    for (const { inspections: own, traits } of vehicles) {
      for (const inspection of own) {
        const isRetest = inspection.kind === "RETEST" || inspection.kind === "COMPLEMENTARY_RETEST";
        expect(inspection.retestOf !== null).toBe(isRetest);
        if (!isRetest) continue;
        retests += 1;
        const answered = own.find((candidate) => candidate.id === inspection.retestOf)!;
        const due = retestDue(answered.result, answered.performedOn, traits.country, null, {
          publicHolidays: [],
        })!;
        expect(answered.kind).toBe(inspection.kind === "RETEST" ? "PERIODIC" : "COMPLEMENTARY");
        expect(answered.performedOn < inspection.performedOn).toBe(true);
        if (inspection.result === "PASS") continue;
        expect(inspection.performedOn <= due.retestBy!).toBe(true);
      }
    }
    expect(retests).toBeGreaterThan(500);
  });

  test("fail exactly where a defect is major or dangerous", () => {
    for (const inspection of inspections()) {
      const severities = inspection.defects.map((defect) => defect.record.parsed.severity);
      const isRectified = inspection.result === "PASS_AFTER_RECTIFICATION";
      const expected = severities.includes("DANGEROUS")
        ? "FAIL_DANGEROUS"
        : severities.includes("MAJOR")
          ? isRectified
            ? "PASS_AFTER_RECTIFICATION"
            : "FAIL_MAJOR"
          : severities.includes("MINOR")
            ? "PASS_WITH_MINOR"
            : "PASS";
      expect(inspection.result).toBe(expected);
      for (const defect of inspection.defects)
        expect(defect.rectified).toBe(isRectified && defect.record.parsed.severity === "MAJOR");
    }
  });

  test("show some of everything that a demo is for", () => {
    const kinds = new Set(inspections().map((inspection) => inspection.kind));
    const results = new Set(inspections().map((inspection) => inspection.result));
    expect([...kinds].sort()).toEqual(["COMPLEMENTARY", "COMPLEMENTARY_RETEST", "PERIODIC", "RETEST"]);
    expect(results.size).toBe(5);
    expect(new Set(vehicles.map((vehicle) => vehicle.traits.fuel)).size).toBeGreaterThanOrEqual(5);
    expect(inspections().some((inspection) => inspection.defects.some((defect) => defect.repeatOf))).toBe(
      true,
    );
    expect(new Set(vehicles.map((vehicle) => vehicle.odometer.verdict)).size).toBe(3);
  });
});

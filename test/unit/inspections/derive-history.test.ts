import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  deriveHistory,
  type DerivedHistory,
  type HistoryInspection,
  type VehicleHistory,
} from "../../../src/modules/inspections/index.ts";
import { inspection } from "./rows.ts";

const VEHICLE = { category: "UNKNOWN", firstRegisteredOn: "2010-01-01" } as const;

function derive(...inspections: HistoryInspection[]): DerivedHistory {
  return deriveHistory(VEHICLE, { inspections, otherReadings: [] });
}

const kinds = (derived: DerivedHistory) =>
  Object.fromEntries([...derived.inspections].map(([id, { kind, retestOf }]) => [id, [kind, retestOf]]));

describe("British retests", () => {
  const failed = inspection("failed", { performedOn: "2024-05-13", result: "FAIL_MAJOR" });

  test("are tests within ten working days of a failure", () => {
    // 13 May 2024 was a Monday: ten working days later is Monday the 27th.
    const inTime = inspection("retest", { performedOn: "2024-05-27" });
    expect(kinds(derive(failed, inTime))["retest"]).toEqual(["RETEST", "failed"]);
    const late = inspection("late", { performedOn: "2024-05-28" });
    expect(kinds(derive(failed, late))["late"]).toEqual(["PERIODIC", null]);
  });

  test("answer the full test, however many there are, until one is passed", () => {
    const again = inspection("again", { performedOn: "2024-05-15", result: "FAIL_MAJOR" });
    const passed = inspection("passed", { performedOn: "2024-05-16" });
    const after = inspection("after", { performedOn: "2024-05-17" });
    expect(kinds(derive(failed, again, passed, after))).toEqual({
      failed: ["PERIODIC", null],
      again: ["RETEST", "failed"],
      passed: ["RETEST", "failed"],
      after: ["PERIODIC", null],
    });
  });

  test("include the pass that the register writes in the same second, whichever it lists first", () => {
    const at = new Date("2024-05-13T10:00:00Z");
    const pass = inspection("pass", { performedAt: at, result: "PASS_AFTER_RECTIFICATION" });
    const fail = inspection("fail", { performedAt: at, result: "FAIL_MAJOR" });
    expect(kinds(derive(pass, fail))).toEqual({ fail: ["PERIODIC", null], pass: ["RETEST", "fail"] });
  });

  test("follow failures only", () => {
    const passed = inspection("passed", { performedOn: "2024-05-13" });
    const next = inspection("next", { performedOn: "2024-05-14" });
    expect(kinds(derive(passed, next))["next"]).toEqual(["PERIODIC", null]);
  });
});

describe("retests that the source names", () => {
  const french = { country: "FR", source: "UTAC" } as const;

  test("are linked to the last failed inspection of their line", () => {
    const periodic = inspection("vtp", { ...french, performedOn: "2024-03-01", result: "FAIL_MAJOR" });
    const pollution = inspection("vtc", {
      ...french,
      performedOn: "2024-03-05",
      kind: "COMPLEMENTARY",
      result: "FAIL_MAJOR",
    });
    const retest = inspection("cv", { ...french, performedOn: "2024-03-20", kind: "RETEST" });
    const second = inspection("cvc", { ...french, performedOn: "2024-03-21", kind: "COMPLEMENTARY_RETEST" });
    const derived = derive(periodic, pollution, retest, second);
    expect(kinds(derived)).toEqual({
      vtp: ["PERIODIC", null],
      vtc: ["COMPLEMENTARY", null],
      cv: ["RETEST", "vtp"],
      cvc: ["COMPLEMENTARY_RETEST", "vtc"],
    });
    expect(derived.summary).toMatchObject({
      lastPeriodicOn: "2024-03-01",
      lastPeriodicResult: "FAIL_MAJOR",
      lastPeriodicClearedOn: "2024-03-20",
      lastComplementaryOn: "2024-03-05",
      lastComplementaryResult: "FAIL_MAJOR",
    });
  });

  test("keep their kind where what they answer is not known", () => {
    const retest = inspection("cv", { ...french, kind: "RETEST" });
    expect(kinds(derive(retest))).toEqual({ cv: ["RETEST", null] });
    expect(derive(retest).summary.lastPeriodicOn).toBeNull();
  });

  test("owe themselves within two months of a French failure", () => {
    const failed = inspection("vtp", { ...french, performedOn: "2024-03-01", result: "FAIL_DANGEROUS" });
    expect(derive(failed).inspections.get("vtp")).toMatchObject({
      retestBy: "2024-05-01",
      drivingBannedFrom: "2024-03-02",
    });
  });
});

describe("the summary", () => {
  test("tells the last full inspection, the certificate before it and what cleared it", () => {
    const derived = derive(
      inspection("2023", { performedOn: "2023-05-10", validUntil: "2024-05-17", miles: 40_000 }),
      inspection("2024", { performedOn: "2024-05-13", result: "FAIL_MAJOR", miles: 48_000 }),
      inspection("2024b", { performedOn: "2024-05-14", validUntil: "2025-05-17", miles: 48_003 }),
    );
    expect(derived.summary).toEqual({
      odometerKm: 77_253,
      odometerReadOn: "2024-05-14",
      odometerKmPerYear: derived.summary.odometerKmPerYear,
      odometerVerdict: "LOGICAL",
      odometerReason: null,
      lastPeriodicOn: "2024-05-13",
      lastPeriodicResult: "FAIL_MAJOR",
      lastPeriodicValidUntil: "2025-05-17",
      lastPeriodicPreviousDueOn: "2024-05-17",
      lastPeriodicClearedOn: "2024-05-14",
      lastComplementaryOn: null,
      lastComplementaryResult: null,
      lastComplementaryValidUntil: null,
    });
    // 8,000 miles in 369 days.
    expect(derived.summary.odometerKmPerYear).toBeGreaterThan(12_600);
    expect(derived.summary.odometerKmPerYear).toBeLessThan(12_800);
  });

  test("passes over an aborted inspection", () => {
    const derived = derive(
      inspection("2023", { performedOn: "2023-05-10", validUntil: "2024-05-17" }),
      inspection("2024", { performedOn: "2024-05-13", result: "ABORTED" }),
    );
    expect(derived.summary).toMatchObject({
      lastPeriodicOn: "2023-05-10",
      lastPeriodicValidUntil: "2024-05-17",
    });
  });

  test("is empty for a vehicle that was never inspected", () => {
    expect(derive().summary).toMatchObject({
      odometerKm: null,
      odometerVerdict: "NO_JUDGEMENT",
      odometerReason: "TOO_FEW_READINGS",
      lastPeriodicOn: null,
    });
  });

  test("says which reading is a slip and what it was", () => {
    const years = [2018, 2019, 2020, 2021, 2022];
    const miles = [20_000, 30_000, 4_000, 50_000, 60_000];
    const derived = derive(
      ...years.map((year, at) =>
        inspection(String(year), { performedOn: `${year}-05-13`, miles: miles[at]! }),
      ),
    );
    expect(derived.summary).toMatchObject({ odometerVerdict: "LOGICAL", odometerReason: "DIGIT_TYPO" });
    const slip = derived.readings.get("2020");
    // 40,000 miles are 64,374 km; the repair is read off the line through the others.
    expect(slip?.reason).toBe("DIGIT_TYPO");
    expect(Math.abs(slip!.repairedKm! - 64_374)).toBeLessThan(100);
    expect(derived.readings.get("2021")).toEqual({ reason: null, repairedKm: null });
  });
});

describe("repeats", () => {
  const worn = { annexItem: "5.2.3", axle: "FRONT", side: "LEFT" } as const;

  test("are the same item at the same place on the full inspection before", () => {
    const derived = derive(
      inspection("2023", { performedOn: "2023-05-10", defects: [{ ...worn, side: "RIGHT" }, worn] }),
      inspection("2024", { defects: [worn, { annexItem: "1.1.14" }] }),
    );
    expect([...derived.repeats]).toEqual([["2024-0", "2023-1"]]);
  });

  test("of a retest are those on the inspection before the one it answers", () => {
    const derived = derive(
      inspection("2023", { performedOn: "2023-05-10", defects: [worn] }),
      inspection("2024", {
        performedOn: "2024-05-13",
        result: "FAIL_MAJOR",
        defects: [worn, { annexItem: "1.1.14" }],
      }),
      inspection("2024b", { performedOn: "2024-05-14", defects: [worn, { annexItem: "1.1.14" }] }),
    );
    expect([...derived.repeats]).toEqual([
      ["2024-0", "2023-0"],
      ["2024b-0", "2023-0"],
    ]);
  });

  test("do not reach over an inspection without the item", () => {
    const derived = derive(
      inspection("2022", { performedOn: "2022-05-10", defects: [worn] }),
      inspection("2023", { performedOn: "2023-05-10" }),
      inspection("2024", { defects: [worn] }),
    );
    expect(derived.repeats.size).toBe(0);
  });
});

test("the order of the rows plays no part", () => {
  const day = fc
    .integer({ min: 0, max: 400 })
    .map((days) => new Date(Date.UTC(2023, 0, 1 + days)).toISOString().slice(0, 10));
  const result = fc.constantFrom("PASS", "FAIL_MAJOR", "FAIL_DANGEROUS", "ABORTED" as const);
  const wanted = fc.record({ performedOn: day, result, miles: fc.integer({ min: 0, max: 300_000 }) });
  fc.assert(
    fc.property(
      fc.array(wanted, { maxLength: 8 }).chain((list) => {
        const rows = list.map((one, at) =>
          inspection(`t${at}`, { ...one, defects: [{ annexItem: "5.2.3" }] }),
        );
        return fc.tuple(fc.constant(rows), fc.shuffledSubarray(rows, { minLength: rows.length }));
      }),
      ([rows, shuffled]) => {
        const history = (inspections: HistoryInspection[]): VehicleHistory => ({
          inspections,
          otherReadings: [],
        });
        const [one, other] = [
          deriveHistory(VEHICLE, history(rows)),
          deriveHistory(VEHICLE, history(shuffled)),
        ];
        expect(other.summary).toEqual(one.summary);
        expect(kinds(other)).toEqual(kinds(one));
        expect(new Map(other.repeats)).toEqual(new Map(one.repeats));
      },
    ),
  );
});

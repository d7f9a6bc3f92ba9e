import { beforeAll, describe, expect, test } from "vitest";
import { DEFAULT_FAILURE_PARAMETERS, FailureModelError } from "../../../src/modules/failure-model/index.ts";
import type { HistoryModel } from "../../../src/modules/predictions/index.ts";
import { refuseSeen } from "../../../src/modules/synthetic/backtest-synthetic.ts";
import { backtestSynthetic, type SyntheticBacktest } from "../../../src/modules/synthetic/index.ts";

/** A thirtieth of the fleet that the published figures are of: bars are wider by what chance adds. */
const VEHICLES = 6500;

let found: SyntheticBacktest;
beforeAll(() => {
  found = backtestSynthetic({
    vehicles: VEHICLES,
    cohorts: DEFAULT_FAILURE_PARAMETERS,
    measuredAt: new Date("2026-05-21T00:00:00Z"),
  });
}, 120_000);

const figuresOf = (kind: string, part: string | null) =>
  found.figures.find((one) => one.kind === kind && (one.partCategories[0] ?? null) === part)!;

describe("a backtest on a synthetic fleet", () => {
  test("comes near to whoever knows the generator's rules, and does what its chances say", () => {
    const { n, auc, calibrationError, ceiling, topDecileLift } = figuresOf("FAILURE_PREDICTED", null);
    expect(n).toBeGreaterThan(2500);
    expect(ceiling!.auc! - auc!).toBeLessThan(0.03);
    expect(ceiling!.auc! - auc!).toBeGreaterThan(-0.01);
    expect(calibrationError).toBeLessThan(0.03);
    expect(topDecileLift).toBeGreaterThan(2.3);
  });

  test("finds more than each baseline, for everything together and for each part that fails often", () => {
    const often = found.figures.filter(
      ({ kind, n, baseRate }) => kind === "FAILURE_PREDICTED" && n * baseRate! > 80,
    );
    expect(often.length).toBeGreaterThan(5);
    for (const { auc, meanDeviance, baselines, ceiling, partCategories } of often) {
      expect(baselines.map(({ name }) => name)).toEqual([
        "BASE_RATE",
        "AGE_AND_KILOMETRES",
        "SAME_MODEL_AND_AGE_LAST_YEAR",
      ]);
      for (const baseline of baselines) {
        expect(auc, partCategories.join()).toBeGreaterThan(baseline.auc!);
        expect(meanDeviance, partCategories.join()).toBeLessThan(baseline.meanDeviance!);
      }
      expect(meanDeviance).toBeGreaterThan(ceiling!.meanDeviance! * 0.98);
    }
  });

  test("covers with its windows four visits in five, and misses their day hardly more than the rules themselves", () => {
    const { windowCoverage, medianDateErrorDays, ceiling } = figuresOf("INSPECTION_DUE", null);
    expect(windowCoverage).toBeGreaterThan(0.775);
    expect(windowCoverage).toBeLessThan(0.83);
    expect(medianDateErrorDays).toBeLessThanOrEqual(ceiling!.medianDateErrorDays! + 2);
  });

  test("measures retests, repairs and worn parts as well: their chances are what came, and tell nobody apart", () => {
    for (const [kind, least] of [
      ["RETEST_DUE", 500],
      ["REPAIR_REQUIRED", 1000],
      ["WEAR_REPORTED", 5000],
    ] as const) {
      const { n, auc, aucStandardError, calibrationError, ceiling } = figuresOf(kind, null);
      expect(n).toBeGreaterThan(least);
      expect(calibrationError, kind).toBeLessThan(0.02);
      expect(Math.abs(auc! - 0.5)).toBeLessThan(Math.max(0.001, 4 * aucStandardError!));
      expect(ceiling).toBeNull();
    }
    expect(figuresOf("WEAR_REPORTED", null)).toMatchObject({
      windowCoverage: null,
      medianDateErrorDays: null,
    });
    // Of retests that are passed at all, 80 % lie in the window.
    const { windowCoverage, baseRate } = figuresOf("RETEST_DUE", null);
    expect(Math.abs(windowCoverage! / baseRate! - 0.8)).toBeLessThan(0.05);
    expect(found.figures.filter(({ kind }) => kind === "REPAIR_REQUIRED").length).toBeGreaterThan(1);
  });

  test("says that it is synthetic, and keeps training before testing", () => {
    expect(new Set(found.figures.map(({ isSynthetic }) => isSynthetic))).toEqual(new Set([true]));
    for (const { trainedUntil, testedFrom, note } of found.figures) {
      expect(trainedUntil < testedFrom).toBe(true);
      expect(note).toMatch(/^Synthetic/);
    }
  });

  test("is refused for a model that has seen the days that it is tested on", () => {
    // Only the days of what it was learnt from matter here.
    const parameters = { countries: { FR: { until: "2025-05-20" }, GB: { until: "2025-05-19" } } };
    const model = { version: "histories-1", parameters } as unknown as HistoryModel;
    expect(() => refuseSeen(model, "2025-05-20")).toThrow(FailureModelError);
    expect(() => refuseSeen(model, "2025-05-21")).not.toThrow();
  });
});

import { beforeAll, describe, expect, test } from "vitest";
import { makeVehicle } from "../../../src/modules/demo/fleet.ts";
import { fleetBasis, trueOutlook, type Outlook } from "../../../src/modules/demo/index.ts";

const AS_OF = "2025-01-01";
const basis = fleetBasis({ seed: 5, garages: 100, today: "2026-01-01" });
const VEHICLES = 12_000;

interface Case {
  readonly chance: number;
  readonly happened: boolean;
}

const outlooks: Outlook[] = [];
beforeAll(() => {
  for (let index = 0; index < VEHICLES; index += 1) {
    const outlook = trueOutlook(basis, index, AS_OF);
    if (outlook !== null) outlooks.push(outlook);
  }
});

const settled = () => outlooks.flatMap((outlook) => (outlook.outcome === null ? [] : [outlook]));
const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;

/** Chance that a failed one ranks above a passed one. */
function rankQuality(cases: readonly Case[]): number {
  const sorted = cases.toSorted((one, other) => one.chance - other.chance);
  let rankSum = 0;
  sorted.forEach(({ happened }, rank) => {
    if (happened) rankSum += rank + 1;
  });
  const positives = cases.filter(({ happened }) => happened).length;
  return (rankSum - (positives * (positives + 1)) / 2) / (positives * (cases.length - positives));
}

const failures = (): Case[] =>
  settled().map(({ failureProbability, outcome }) => {
    return { chance: failureProbability, happened: outcome!.hasFailed };
  });

describe("trueOutlook", () => {
  test("is right on average in every fifth of the vehicles, from the safest to the likeliest to fail", () => {
    const sorted = failures().toSorted((one, other) => one.chance - other.chance);
    expect(sorted.length).toBeGreaterThan(5000);
    for (let part = 0; part < 5; part += 1) {
      const cases = sorted.slice((part * sorted.length) / 5, ((part + 1) * sorted.length) / 5);
      const expected = mean(cases.map(({ chance }) => chance));
      const happened = mean(cases.map(({ happened: one }) => Number(one)));
      // Three standard errors of a share.
      const tolerance = 3 * Math.sqrt((expected * (1 - expected)) / cases.length);
      expect(Math.abs(expected - happened)).toBeLessThan(tolerance);
    }
  });

  test("leaves a model something to learn, and chance its share", () => {
    const quality = rankQuality(failures());
    expect(quality).toBeGreaterThan(0.73);
    expect(quality).toBeLessThan(0.81);
  });

  test("gives no part a higher chance than the whole vehicle, and all of them as many failures as happen", () => {
    let [expected, happened] = [0, 0];
    for (const { failureProbability, failureByPart, outcome } of settled()) {
      for (const chance of failureByPart.values()) {
        expect(chance).toBeLessThanOrEqual(failureProbability + 1e-12);
        expected += chance;
      }
      happened += outcome!.failedParts.size;
    }
    expect(Math.abs(expected / happened - 1)).toBeLessThan(0.06);
  });

  test("gives a part noted at the last inspection several times the chance of one that was not", () => {
    const noted: number[] = [];
    const others: number[] = [];
    for (const { index, failureByPart } of outlooks) {
      const last = makeVehicle(basis, index).inspections.findLast(
        ({ kind, performedOn }) => kind === "PERIODIC" && performedOn < AS_OF,
      );
      const wasNoted = last?.defects.some(
        ({ record }) =>
          record.partCategories.includes("BRAKE_DISC") &&
          !["MAJOR", "DANGEROUS"].includes(record.parsed.severity),
      );
      if (wasNoted !== undefined) (wasNoted ? noted : others).push(failureByPart.get("BRAKE_DISC") ?? 0);
    }
    expect(noted.length).toBeGreaterThan(500);
    expect(mean(noted) / mean(others)).toBeGreaterThan(3);
  });

  test("tells the day of the visit so that four in five fall into the middle four fifths", () => {
    let inside = 0;
    for (const { visitBy, outcome, dueOn } of settled()) {
      expect(visitBy(0.1) <= visitBy(0.5) && visitBy(0.5) <= visitBy(0.9)).toBe(true);
      expect(visitBy(0.01) >= AS_OF).toBe(true);
      expect(dueOn).toMatch(/^\d{4}-\d{2}-\d{2}$/);
      if (outcome!.performedOn >= visitBy(0.1) && outcome!.performedOn <= visitBy(0.9)) inside += 1;
    }
    // Days are whole, so the window holds a little more.
    expect(inside / settled().length).toBeGreaterThan(0.79);
    expect(inside / settled().length).toBeLessThan(0.85);
  });

  test("knows nothing of a vehicle that is not registered yet", () => {
    const early = Array.from({ length: 200 }, (_, index) => trueOutlook(basis, index, "2018-06-01"));
    const later = Array.from({ length: 200 }, (_, index) => trueOutlook(basis, index, AS_OF));
    expect(early.filter((outlook) => outlook === null).length).toBeGreaterThan(
      later.filter((outlook) => outlook === null).length,
    );
  });
});

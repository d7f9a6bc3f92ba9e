import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { fleetBasis } from "../../../src/modules/demo/index.ts";
import { makeVehicle } from "../../../src/modules/demo/fleet.ts";
import { deriveSignals } from "../../../src/modules/signals/derive-signals.ts";
import { FEATURES } from "../../../src/modules/signals/index.ts";
import { liftOf, scoreOf } from "../../../src/modules/signals/chances.ts";
import { factsOf } from "../../support/demo-facts.ts";
import { DERIVATIONS } from "./derive.golden.ts";
import { inspection, PUBLISHED, signalsOf, vehicle } from "./facts.ts";

describe("deriveSignals gives of", () => {
  test.each(DERIVATIONS)("$_case", ({ facts, today, signals }) => {
    expect(signalsOf(facts, today)).toEqual(signals);
  });
});

describe("derived signals", () => {
  const basis = fleetBasis({ seed: 3, garages: 50, today: "2026-06-15" });

  test("contradict themselves on no day of any demo vehicle's life", () => {
    const day = fc.integer({ min: 0, max: 3000 }).map((days) => new Date(Date.UTC(2018, 5, 1 + days)));
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 100_000 }), day, (index, at) => {
        const today = at.toISOString().slice(0, 10);
        const signals = deriveSignals(factsOf(makeVehicle(basis, index), today), today, PUBLISHED);
        expect(new Set(signals.map(({ id }) => id)).size).toBe(signals.length);
        for (const { moment, expiresOn, chance, evidence } of signals) {
          const { from, likely, until } = moment;
          expect(from <= likely && likely <= until && today <= likely && today <= expiresOn).toBe(true);
          expect(
            chance.interval.low <= chance.probability && chance.probability <= chance.interval.high,
          ).toBe(true);
          expect(chance.probability > 0 && chance.probability < 1).toBe(true);
          expect(evidence.length).toBeGreaterThan(0);
          expect(Math.sign(scoreOf(chance) - 50) * Math.sign(liftOf(chance) - 1)).not.toBe(-1);
        }
      }),
      { numRuns: 300 },
    );
  });

  test("are the same for the same facts, and those of a day hold the ids of the day before unless something happened", () => {
    for (let index = 0; index < 200; index += 1) {
      const facts = factsOf(makeVehicle(basis, index), "2026-06-01");
      const on = (today: string) => deriveSignals(facts, today, PUBLISHED);
      expect(on("2026-06-10")).toEqual(on("2026-06-10"));
      const expired = new Set(
        on("2026-06-10").flatMap(({ id, expiresOn }) => (expiresOn < "2026-06-11" ? [id] : [])),
      );
      const later = new Set(on("2026-06-11").map(({ id }) => id));
      for (const { id } of on("2026-06-10")) expect(later.has(id) || expired.has(id)).toBe(true);
    }
  });

  test("expect an owner that was always late to be late again", () => {
    const passed = (performedOn: string, validUntil: string) => inspection(performedOn, { validUntil });
    const late = vehicle({
      inspections: [passed("2022-05-01", "2024-04-30"), passed("2024-06-20", "2026-06-19")],
    });
    const early = vehicle({
      inspections: [passed("2022-02-01", "2024-01-31"), passed("2024-01-20", "2026-06-19")],
    });
    const chance = (facts: typeof late) => deriveSignals(facts, "2025-01-01", PUBLISHED)[0]!.chance;
    expect(chance(late).probability).toBeLessThan(chance(late).baseline.rate - 0.1);
    expect(chance(early).probability).toBeGreaterThan(chance(early).baseline.rate);
    expect(liftOf(chance(late))).toBeLessThan(1);
    expect(scoreOf(chance(late))).toBeLessThan(50);
  });
});

describe("the inputs of signals", () => {
  const facts = factsOf(
    makeVehicle(fleetBasis({ seed: 3, garages: 50, today: "2026-06-15" }), 0),
    "2026-06-15",
  );

  test("are those on the list, and no others", () => {
    expect(Object.keys(facts).toSorted()).toEqual(FEATURES.vehicle.toSorted());
    const [first] = facts.inspections;
    expect(Object.keys(first!).toSorted()).toEqual(FEATURES.inspection.toSorted());
    const found = facts.inspections.flatMap(({ defects }) => defects)[0];
    expect(Object.keys(found!).toSorted()).toEqual(FEATURES.defect.toSorted());
  });

  test("hold nothing that identifies an owner or stands for a protected attribute", () => {
    const words = Object.values(FEATURES)
      .flat()
      .flatMap((name) => name.split(/(?=[A-Z])/))
      .map((word) => word.toLowerCase());
    const forbidden =
      "registration plate vin owner driver holder name email phone address postcode postal city age gender sex birth " +
      "nationality ethnicity religion health disability income colour";
    expect(words.filter((word) => forbidden.split(" ").includes(word))).toEqual([]);
  });
});

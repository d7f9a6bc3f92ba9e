import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { DEFAULT_FAILURE_PARAMETERS, failureRate } from "../../../src/modules/failure-model/index.ts";
import { failurePredictorFor } from "../../../src/modules/predictions/index.ts";
import { NOTED_ODDS, NOTED_SHARES } from "../../../src/modules/predictions/own-evidence.data.ts";
import { itemChances } from "../../../src/modules/predictions/cohort-predictions.ts";
import { isWorthASignal } from "../../../src/modules/predictions/worth-a-signal.ts";
import type { Prediction, VehicleFacts } from "../../../src/modules/signals/index.ts";
import { defect, inspection, vehicle } from "../signals/facts.ts";

const predictor = failurePredictorFor({ version: "cohorts-1", parameters: DEFAULT_FAILURE_PARAMETERS });
const LIKELY_ON = "2026-05-10";
const predictionsOf = (facts: VehicleFacts): readonly Prediction[] =>
  predictor.predictions(facts, "2026-01-01", LIKELY_ON);
const partsOf = (facts: VehicleFacts): string[] =>
  predictionsOf(facts).map(({ offer }) => offer.partCategory);

/** A car that is weak in nothing, of an age at which most things hold. */
const car = (defects: Parameters<typeof inspection>[1] = {}) =>
  vehicle({
    make: "TOYOTA",
    model: "COROLLA",
    firstRegisteredOn: "2016-03-01",
    inspections: [inspection("2024-05-10", { km: 100_000, ...defects })],
  });

describe("a predictor from cohorts", () => {
  test("sees nothing worth a signal in a sound car without a note", () => {
    expect(partsOf(car())).toEqual([]);
  });

  test("offers the part that the last inspection noted, with the defect, the cohort and the readings as evidence", () => {
    const noted = defect("5.3.3", "CONTROL_ARM_BUSH", { severity: "MINOR", axle: "FRONT" });
    const facts = vehicle({
      make: "OPEL",
      model: "VECTRA",
      firstRegisteredOn: "2008-03-01",
      inspections: [
        inspection("2022-05-10", { km: 80_000 }),
        inspection("2024-05-10", { km: 100_000, defects: [noted] }),
      ],
    });
    const [prediction] = predictionsOf(facts);
    expect(prediction?.offer).toMatchObject({
      partCategory: "CONTROL_ARM_BUSH",
      axle: "FRONT",
      operation: "REPLACE",
    });
    expect(prediction?.evidence.map(({ kind }) => kind)).toEqual(["COHORT", "DEFECT", "ODOMETER_PAIR"]);
    expect(prediction?.evidence[0]).toMatchObject({
      cohort: "FI/2018-2021/OPEL VECTRA/AGE_15/FRONT_AXLE",
    });
    expect(prediction?.evidence[1]).toMatchObject({ defectId: noted.id });
    expect(prediction?.chance.baseline.name).toBe("CARS_OF_SAME_AGE_FI");
  });

  test("gives noted and other cars together the chance that their cohort has", () => {
    const noted = defect("5.2.3", "TYRE", { severity: "MINOR" });
    const worn = vehicle({
      make: "OPEL",
      model: "VECTRA",
      firstRegisteredOn: "2006-03-01",
      inspections: [inspection("2024-05-10", { defects: [noted] })],
    });
    const chance = predictionsOf(worn).find(({ offer }) => offer.partCategory === "TYRE")!.chance.probability;
    const cohort = failureRate(DEFAULT_FAILURE_PARAMETERS, {
      item: "TYRES",
      make: "OPEL",
      model: "VECTRA",
      ageYears: 20,
      year: 2026,
      km: null,
    }).probability;
    const share = NOTED_SHARES.TYRES;
    const odds = (of: number): number => of / (1 - of);
    const other = odds(chance) / NOTED_ODDS.ratio;
    expect(share * chance + (1 - share) * (other / (1 + other))).toBeCloseTo(cohort, 2);
    expect(chance).toBeGreaterThan(4 * cohort);
  });

  test("expects no more of what failed and was repaired than of what was never noted", () => {
    const failed = [
      defect("5.2.3", "TYRE", { severity: "MAJOR" }),
      defect("5.2.3", "TYRE", { severity: "MINOR" }),
    ];
    expect(partsOf(car({ result: "FAIL_MAJOR", defects: failed }))).toEqual([]);
  });

  test("expects more of a car that runs more", () => {
    const springs = (km: number) =>
      predictionsOf(
        vehicle({
          make: "RENAULT",
          model: "MEGANE",
          firstRegisteredOn: "2014-03-01",
          inspections: [
            inspection("2024-05-10", {
              km,
              defects: [defect("5.3.1", "COIL_SPRING", { severity: "MINOR" })],
            }),
          ],
        }),
      ).find(({ offer }) => offer.partCategory === "COIL_SPRING")!.chance;
    expect(springs(250_000).probability).toBeGreaterThan(springs(60_000).probability);
    expect(springs(250_000).interval.low).toBeLessThan(springs(250_000).probability);
    expect(springs(250_000).interval.high).toBeGreaterThan(springs(250_000).probability);
  });

  test("takes a vehicle of unknown category for a car where cars of its very model were counted, and says so", () => {
    const noted = [defect("5.2.3", "TYRE", { severity: "MINOR" })];
    const old = {
      ...car({ defects: noted }),
      make: "OPEL",
      model: "VECTRA",
      firstRegisteredOn: "2006-03-01",
    };
    const cohortOf = (facts: VehicleFacts) => predictionsOf(facts)[0]?.evidence[0];
    expect(cohortOf(old)).not.toHaveProperty("isCarByModel");
    const unsaid = { ...old, category: "UNKNOWN" } as const;
    expect(cohortOf(unsaid)).toEqual({ ...cohortOf(old), isCarByModel: true });
    expect(predictionsOf({ ...unsaid, model: "MOVANO" })).toEqual([]);
    expect(predictionsOf({ ...unsaid, make: "HARLEY-DAVIDSON", model: "SPORTSTER" })).toEqual([]);
  });

  test("takes back what was noted once an order says that it was seen to, and says that", () => {
    const noted = [
      defect("1.1.14", "BRAKE_DISC", { severity: "MINOR", axle: "FRONT" }),
      defect("1.1.14", "BRAKE_DISC", { severity: "MINOR", axle: "REAR" }),
    ];
    const facts = {
      ...car({ defects: noted }),
      make: "OPEL",
      model: "VECTRA",
      firstRegisteredOn: "2006-03-01",
    };
    const replaced = (axle: "FRONT" | "REAR" | null, on = "2024-06-01"): VehicleFacts["repairs"] => [
      {
        on,
        operation: "REPLACE",
        partCategory: "BRAKE_DISC",
        axle,
        side: null,
        spot: null,
        axleNumber: null,
      },
    ];
    const brakesOf = (repairs: VehicleFacts["repairs"]) =>
      predictionsOf({ ...facts, repairs }).find(({ offer }) => offer.partCategory === "BRAKE_DISC");
    const before = brakesOf([])!;
    expect(brakesOf(replaced(null))?.chance.probability ?? 0).toBeLessThan(before.chance.probability / 3);
    const half = brakesOf(replaced("FRONT"))!;
    expect(half.chance).toEqual(before.chance);
    expect(half.evidence.map(({ kind }) => kind)).toEqual(["COHORT", "DEFECT", "REPAIR"]);
    expect(half.evidence[2]).toEqual({
      kind: "REPAIR",
      on: "2024-06-01",
      operation: "REPLACE",
      partCategory: "BRAKE_DISC",
    });
    expect(brakesOf(replaced(null, "2024-05-09"))).toEqual(before);
    expect(brakesOf(replaced(null).map((repair) => ({ ...repair, operation: "CHECK" })))).toEqual(before);
  });

  test("says nothing of what it was not learnt from: other vehicles than cars, and cars of unknown age", () => {
    const old = car({ defects: [defect("5.2.3", "TYRE", { severity: "MINOR" })] });
    expect(partsOf({ ...old, category: "N1" })).toEqual([]);
    expect(partsOf({ ...old, firstRegisteredOn: null })).toEqual([]);
  });

  test("offers no more than two parts, the likeliest first", () => {
    const defects = [
      defect("5.2.3", "TYRE", { severity: "MINOR" }),
      defect("5.3.1", "COIL_SPRING", { severity: "MINOR" }),
      defect("1.1.14", "BRAKE_DISC", { severity: "MINOR" }),
      defect("2.1.3", "TRACK_ROD_END", { severity: "MINOR" }),
    ];
    const old = { ...car({ defects }), make: "OPEL", model: "VECTRA", firstRegisteredOn: "2008-03-01" };
    const found = predictionsOf(old).map(({ chance }) => chance.probability);
    expect(found).toHaveLength(2);
    expect(found[0]).toBeGreaterThanOrEqual(found[1]!);
  });

  test("passes over nothing that is worth a signal: the likeliest of all items is offered", () => {
    const chancesOf = itemChances(DEFAULT_FAILURE_PARAMETERS);
    let offered = 0;
    fc.assert(
      fc.property(
        fc.constantFrom("TOYOTA COROLLA", "RENAULT MEGANE", "VOLKSWAGEN GOLF", "FORD FOCUS", "LADA NIVA"),
        fc.integer({ min: 1996, max: 2023 }),
        fc.integer({ min: 2000, max: 400_000 }),
        (name, year, km) => {
          const [make = "", model = ""] = name.split(" ");
          const inspections = [inspection("2024-05-10", { km })];
          const facts = vehicle({ make, model, firstRegisteredOn: `${year}-03-01`, inspections });
          const worth = [...(chancesOf(facts, LIKELY_ON)?.values() ?? [])].filter(isWorthASignal);
          const [first] = predictionsOf(facts);
          const likeliest = Math.max(0, ...worth.map(({ probability }) => probability));
          expect(first?.chance.probability ?? 0).toBe(likeliest);
          offered += Number(first !== undefined);
        },
      ),
      { numRuns: 200 },
    );
    expect(offered).toBeGreaterThan(20);
  });

  test("gives the same predictions to the same facts", () => {
    const noted = car({ defects: [defect("5.2.3", "TYRE", { severity: "MINOR" })] });
    expect(predictionsOf(noted)).toEqual(predictionsOf(noted));
  });
});

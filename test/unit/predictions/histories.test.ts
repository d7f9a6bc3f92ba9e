import fc from "fast-check";
import { beforeAll, describe, expect, test } from "vitest";
import { makeVehicle } from "../../../src/modules/demo/fleet.ts";
import { fleetBasis } from "../../../src/modules/demo/index.ts";
import { DEFAULT_FAILURE_PARAMETERS } from "../../../src/modules/failure-model/index.ts";
import { fitEffects } from "../../../src/modules/predictions/fit-effects.ts";
import { KindOfVehicle } from "../../../src/modules/predictions/inclinations.ts";
import {
  CohortLifts,
  failurePredictorFor,
  HistoryLearner,
  historyModelOf,
  openHistories,
  type HistoryParameters,
  type HistoryReader,
} from "../../../src/modules/predictions/index.ts";
import type { VehicleFacts } from "../../../src/modules/signals/index.ts";
import { factsOf } from "../../support/demo-facts.ts";
import { defect, inspection, vehicle } from "../signals/facts.ts";

const AS_OF = "2026-01-01";
const VEHICLES = 3500;
const cohorts = { version: "cohorts-1", parameters: DEFAULT_FAILURE_PARAMETERS };

let facts: VehicleFacts[];
let parameters: HistoryParameters;
let read: HistoryReader;
beforeAll(() => {
  const basis = fleetBasis({ seed: 11, garages: 40, today: AS_OF });
  facts = Array.from({ length: VEHICLES }, (_, index) => factsOf(makeVehicle(basis, index), AS_OF));
  parameters = learnt(facts);
  read = openHistories(parameters, new CohortLifts(DEFAULT_FAILURE_PARAMETERS));
});

function learnt(from: readonly VehicleFacts[]): HistoryParameters {
  const learner = new HistoryLearner(DEFAULT_FAILURE_PARAMETERS);
  for (const one of from) learner.add(one);
  return learner.learn();
}

const chancesOf = (one: VehicleFacts) => read(one, "2026-05-10");

function chanceOf(one: VehicleFacts, key: string): number {
  const chances = chancesOf(one)!;
  const place = chances.targets.findIndex((target) => target.key === key);
  return 1 / (1 + Math.exp(-chances.logOdds[place]!));
}

const car = (defects: Parameters<typeof inspection>[1] = {}) =>
  vehicle({ inspections: [inspection("2024-05-10", { km: 70_000, ...defects })] });

describe("what histories teach", () => {
  test("is the same for the same vehicles, under the same version, and survives being stored", () => {
    expect(learnt(facts)).toEqual(parameters);
    expect(JSON.parse(JSON.stringify(parameters))).toEqual(parameters);
    expect(historyModelOf(parameters)).toMatchObject({
      version: expect.stringMatching(/^histories-2025-[0-9a-f]{8}$/) as string,
      trainedYears: [2018, 2019, 2020, 2021, 2022, 2023, 2024, 2025],
    });
  });

  test("says of what was noted that it fails several times as often, and of the rest nearly the same as before", () => {
    const noted = car({ defects: [defect("5.3.4", "BALL_JOINT", { severity: "MINOR" })] });
    expect(chanceOf(noted, "BALL_JOINT")).toBeGreaterThan(3 * chanceOf(car(), "BALL_JOINT"));
    expect(chanceOf(noted, "WINDSCREEN")).toBeLessThan(2 * chanceOf(car(), "WINDSCREEN"));
  });

  test("says of what was noted and then repaired that it fails less often than what was noted and left", () => {
    const noted = car({ defects: [defect("5.3.4", "BALL_JOINT", { severity: "MINOR", axle: "FRONT" })] });
    const mended = (axle: "FRONT" | "REAR"): VehicleFacts => ({
      ...noted,
      repairs: [
        {
          on: "2024-06-10",
          operation: "REPLACE",
          partCategory: "BALL_JOINT",
          axle,
          side: null,
          spot: null,
          axleNumber: null,
        },
      ],
    });
    expect(chanceOf(mended("FRONT"), "BALL_JOINT")).toBeLessThan(chanceOf(noted, "BALL_JOINT") / 3);
    expect(chanceOf(mended("REAR"), "BALL_JOINT")).toBe(chanceOf(noted, "BALL_JOINT"));
  });

  test("takes a repair for what a failure was followed by, where no orders were learnt from", () => {
    const bare = facts.map((one) => ({ ...one, repairs: [] }));
    const without = openHistories(learnt(bare), new CohortLifts(DEFAULT_FAILURE_PARAMETERS));
    const ballJoint = (one: VehicleFacts): number => {
      const { targets, logOdds } = without(one, "2026-05-10")!;
      return logOdds[targets.findIndex(({ key }) => key === "BALL_JOINT")]!;
    };
    const joint = { operation: "REPLACE", partCategory: "BALL_JOINT", axle: null, side: null } as const;
    const repairs = [{ on: "2024-06-10", ...joint, spot: null, axleNumber: null }];
    const noted = car({ defects: [defect("5.3.4", "BALL_JOINT", { severity: "MINOR" })] });
    expect(ballJoint({ ...noted, repairs })).toBeLessThan(ballJoint(noted) - 1);
    expect(ballJoint({ ...car(), repairs })).toBeLessThanOrEqual(ballJoint(car()) + 0.5);
  });

  test("expects more of an old vehicle than of a young one", () => {
    const young = vehicle({ firstRegisteredOn: "2022-05-10" });
    expect(chanceOf({ ...car(), firstRegisteredOn: "2010-03-01" }, "ANY")).toBeGreaterThan(
      chanceOf(young, "ANY"),
    );
  });

  test("expects more of a vehicle that failed again and again", () => {
    const days = ["2018-05-10", "2020-05-10", "2022-05-10", "2024-05-10"];
    const facing = (result: "PASS" | "FAIL_MAJOR") =>
      vehicle({
        firstRegisteredOn: "2010-03-01",
        inspections: days.map((day) =>
          inspection(day, {
            result,
            defects: result === "PASS" ? [] : [defect("4.1.2", "HEADLAMP", { rectified: true })],
          }),
        ),
      });
    expect(chanceOf(facing("FAIL_MAJOR"), "ANY")).toBeGreaterThan(2 * chanceOf(facing("PASS"), "ANY"));
  });

  test("leaves countries that it has not seen, and vehicles of unknown age, to others", () => {
    expect(chancesOf({ ...car(), country: "DE" })).toBeNull();
    expect(chancesOf({ ...car(), firstRegisteredOn: null })).toBeNull();
    expect(learnt(facts.slice(0, 100)).countries).toEqual({});
  });

  test("makes predictions that name what they rest on", () => {
    const predictor = failurePredictorFor(cohorts, { version: "histories-1", parameters });
    const noted = defect("5.3.4", "BALL_JOINT", { severity: "MINOR" });
    const old = { ...car({ defects: [noted] }), firstRegisteredOn: "2010-03-01" };
    const [prediction] = predictor.predictions(old, AS_OF, "2026-05-10");
    expect(predictor.version).toBe("cohorts-1+histories-1");
    expect(prediction).toMatchObject({
      offer: { partCategory: "BALL_JOINT", operation: "REPLACE" },
      chance: { baseline: { name: "INSPECTED_AT_SAME_AGE_FR" } },
      evidence: [
        { kind: "COHORT", cohort: "FR/ALL/AGE_16/BALL_JOINT" },
        { kind: "DEFECT", defectId: noted.id },
      ],
    });
    const { interval, probability, baseline } = prediction!.chance;
    expect(interval.low).toBeLessThan(probability);
    expect(interval.high).toBeGreaterThan(probability);
    expect(baseline.population).toBeGreaterThan(100);
  });

  test("gives between none and two predictions to a vehicle, of different families", () => {
    const predictor = failurePredictorFor(cohorts, { version: "histories-1", parameters });
    let total = 0;
    let most = 0;
    let sameFamily = 0;
    for (const one of facts) {
      const found = predictor.predictions(one, AS_OF, "2026-07-01");
      sameFamily += found.length - new Set(found.map(({ offer }) => offer.partFamily)).size;
      most = Math.max(most, found.length);
      total += found.length;
    }
    expect({ most, sameFamily }).toEqual({ most: 2, sameFamily: 0 });
    expect(total / facts.length).toBeGreaterThan(0.2);
    expect(total / facts.length).toBeLessThan(1.5);
  });
});

describe("fitted effects", () => {
  test("give each level of a single feature the rate that it had, drawn towards all", () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.integer({ min: 200, max: 400 }), fc.integer({ min: 20, max: 150 })), {
          minLength: 2,
          maxLength: 6,
        }),
        (groups) => {
          const levels = Uint8Array.from(groups.flatMap(([n], level) => new Array<number>(n).fill(level)));
          const happened = Uint8Array.from(
            groups.flatMap(([n, events]) => Array.from({ length: n }, (_, row) => Number(row < events))),
          );
          const { odds } = fitEffects(happened, [{ levels, count: groups.length }]);
          const mean = happened.reduce((sum, one) => sum + one, 0) / happened.length;
          let from = 0;
          for (const [n, events] of groups) {
            const fitted = odds[from]! / (1 + odds[from]!);
            expect(fitted).toBeGreaterThan(Math.min(mean, events / n) - 0.02);
            expect(fitted).toBeLessThan(Math.max(mean, events / n) + 0.02);
            from += n;
          }
        },
      ),
    );
  });
});

describe("the kind of a vehicle", () => {
  const given = { shares: [0.5, 0.5], notes: [0.5, 1.5], fails: [0.5, 2] };

  test("is open at first, and the clearer the more its inspections agree", () => {
    const finding = { notes: 3, notesExpected: 1, hasFailed: true, failExpected: 0.2 };
    const kind = new KindOfVehicle(given);
    const chances = [0, 1, 2, 3].map(() => {
      const [, worse] = kind.chances();
      kind.see(finding);
      return worse!;
    });
    expect(chances[0]).toBeCloseTo(0.5, 9);
    expect(chances.every((chance, place) => place === 0 || chance > chances[place - 1]!)).toBe(true);
    expect(kind.factors().fails).toBeGreaterThan(1.9);
  });
});

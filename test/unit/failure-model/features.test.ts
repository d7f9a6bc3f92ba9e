import { expect, test } from "vitest";
import {
  DEFAULT_FAILURE_PARAMETERS,
  FAILURE_FEATURES,
  FAILURE_ITEM_KEYS,
  failureRate,
  trainFailureModel,
} from "../../../src/modules/failure-model/index.ts";
import { syntheticFleet } from "./synthetic-cohorts.ts";

/** The same rows, with a record of which of their properties are read. */
function watched<T extends object>(rows: readonly T[], read: Set<string>): T[] {
  return rows.map(
    (row) =>
      new Proxy(row, {
        get(target, name: string) {
          read.add(name);
          return target[name as keyof T];
        },
        ownKeys: (target) => Reflect.ownKeys(target),
      }),
  );
}

test("the failure model looks at the inputs on its list, and at no others", () => {
  const query = {
    make: "Audi",
    model: "A4",
    ageYears: 9,
    year: 2026,
    km: 150_000,
    owner: "X",
    postcode: "Y",
  };
  const read = new Set<string>();
  for (const item of FAILURE_ITEM_KEYS)
    failureRate(DEFAULT_FAILURE_PARAMETERS, watched([{ ...query, item }], read)[0]!);
  expect([...read].toSorted()).toEqual(FAILURE_FEATURES.query.toSorted());
});

test("training looks at the columns on its list: others change nothing", () => {
  const fleet = syntheticFleet({
    seed: 1,
    makes: 2,
    modelsPerMake: 1,
    years: [2018],
    inspections: () => 200,
  });
  const read = new Set<string>();
  const trained = trainFailureModel(fleet.cohorts, watched(fleet.defects, read), [2018]);
  expect([...read].toSorted()).toEqual(FAILURE_FEATURES.defects.toSorted());
  expect(Object.keys(fleet.cohorts[0]!).toSorted()).toEqual(FAILURE_FEATURES.cohort.toSorted());
  const more = fleet.cohorts.map((cohort) => ({ ...cohort, ownersUnder30: cohort.inspections }));
  expect(trainFailureModel(more, fleet.defects, [2018])).toEqual(trained);
});

test("the failure model's inputs hold nothing that identifies an owner or stands for a protected attribute", () => {
  const words = Object.values(FAILURE_FEATURES)
    .flat()
    .flatMap((name) => name.split(/(?=[A-Z])/))
    .map((word) => word.toLowerCase());
  // "Age" is the car's alone: ageYears.
  expect(words.filter((word) => word === "age")).toHaveLength(1);
  const forbidden =
    "registration plate vin owner driver holder name email phone address postcode postal city area gender sex birth " +
    "nationality ethnicity religion health disability income colour";
  expect(words.filter((word) => forbidden.split(" ").includes(word))).toEqual([]);
});

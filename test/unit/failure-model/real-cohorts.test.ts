import { beforeAll, describe, expect, test } from "vitest";
import {
  backtestCohorts,
  cohortQuality,
  DEFAULT_FAILURE_PARAMETERS,
  FAILURE_ITEM_KEYS,
  readCohortDefects,
  readCohorts,
  SHIPPED_MODEL,
  SHIPPED_QUALITY,
  trainFailureModel,
  type Cohort,
  type CohortDefects,
} from "../../../src/modules/failure-model/index.ts";
import { sharedData } from "../../support/shared-data.ts";

/** Finland's cohorts of 2017 to 2021 (Traficom, CC BY 4.0). Where they are absent these tests are skipped. */
const COHORTS = sharedData("fi-traficom/cohorts_2017_2021.csv.gz");
const DEFECTS = sharedData("fi-traficom/cohort_defects_nonzero_2017_2021.csv.gz");

/** Items are learnt each by itself: `node bench/shipped-model.ts` does all twelve, which takes ten times as long. */
const TESTED = ["STEERING_JOINTS", "TYRES"] as const;
const TRAINED = ["PARKING_BRAKE"] as const;

const BAR_TIMEOUT_MS = 60_000;

describe.skipIf(COHORTS === null || DEFECTS === null)("Finland's cohorts", () => {
  let cohorts: Cohort[] = [];
  let defects: CohortDefects[] = [];
  beforeAll(async () => {
    cohorts = await readCohorts(COHORTS!);
    defects = await readCohortDefects(DEFECTS!);
  }, BAR_TIMEOUT_MS);

  test("are read without totals", () => {
    expect(cohorts).toHaveLength(8399);
    expect(defects).toHaveLength(85_506);
    const inspected = cohorts.filter(({ inspectionYear }) => inspectionYear === 2021);
    expect(inspected.reduce((sum, { inspections }) => sum + inspections, 0)).toBe(1_128_667);
  });

  test(
    "of 2021, predicted from 2018 to 2020, give the figures that are shipped for them",
    () => {
      const found = backtestCohorts({
        cohorts,
        defects,
        train: [2018, 2019, 2020],
        test: [2021],
        items: TESTED,
      });
      for (const { item, deviance } of found.items) {
        const better = Math.min(deviance.age, deviance.persistence);
        expect([item, deviance.model < 0.8 * better]).toEqual([item, true]);
      }
      const [shipped] = SHIPPED_QUALITY;
      const { modelVersion, measuredAt } = shipped!;
      const [, ...figures] = cohortQuality(found, { modelVersion, measuredAt });
      expect(figures).toEqual(TESTED.map((wanted) => SHIPPED_QUALITY.find(({ item }) => item === wanted)));
    },
    BAR_TIMEOUT_MS,
  );

  test(
    "of 2018 to 2021 train the parameters that are shipped",
    () => {
      const trained = trainFailureModel(cohorts, defects, [2018, 2019, 2020, 2021], { items: TRAINED });
      const { items, ...shared } = DEFAULT_FAILURE_PARAMETERS;
      expect(trained).toEqual({ ...shared, items: { PARKING_BRAKE: items.PARKING_BRAKE } });
    },
    BAR_TIMEOUT_MS,
  );
});

describe("the figures that are shipped", () => {
  const [total, ...items] = SHIPPED_QUALITY;
  const below = (row: typeof total, name: string): number =>
    1 - row!.meanDeviance! / row!.baselines.find((baseline) => baseline.name === name)!.meanDeviance!;

  test("are of the shipped model, and far better than the age's rates or last year's", () => {
    expect(items.map(({ item }) => item)).toEqual(FAILURE_ITEM_KEYS);
    expect(new Set(SHIPPED_QUALITY.map(({ modelVersion }) => modelVersion))).toEqual(
      new Set([SHIPPED_MODEL.version]),
    );
    expect(below(total, "AGE")).toBeGreaterThan(0.83);
    expect(below(total, "SAME_MODEL_AND_AGE_LAST_YEAR")).toBeGreaterThan(0.6);
    for (const row of items) {
      expect([row.item, below(row, "AGE") > 0.2]).toEqual([row.item, true]);
      expect([row.item, below(row, "SAME_MODEL_AND_AGE_LAST_YEAR") > 0.2]).toEqual([row.item, true]);
    }
    expect(total!.intervalCoverage).toBeGreaterThan(0.77);
    expect(total!.intervalCoverage).toBeLessThan(0.88);
    expect(total!.calibrationError).toBeLessThan(0.002);
  });
});

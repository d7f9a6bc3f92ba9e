import { format } from "prettier";
import { beforeAll, describe, expect, test } from "vitest";
import {
  backtestCohorts,
  cohortQuality,
  readCohortDefects,
  readCohorts,
  SHIPPED_MODEL,
  trainFailureModel,
  type Cohort,
  type CohortBacktest,
  type CohortDefects,
} from "../../../src/modules/failure-model/index.ts";
import { sharedData } from "../../support/shared-data.ts";

/** Finland's cohorts of 2017 to 2021 (Traficom, CC BY 4.0). Where they are absent these tests are skipped. */
const COHORTS = sharedData("fi-traficom/cohorts_2017_2021.csv.gz");
const DEFECTS = sharedData("fi-traficom/cohort_defects_nonzero_2017_2021.csv.gz");

/** When the shipped figures were last measured; later ones take the place of earlier ones. */
const MEASURED_AT = new Date("2026-11-23T00:00:00Z");

const asText = (value: object) => format(JSON.stringify(value), { parser: "json", printWidth: 110 });

/** Shared machines can be several times slower than the 15 s that either test takes alone. */
const TIMEOUT_MS = 120_000;

describe.skipIf(COHORTS === null || DEFECTS === null)("Finland's cohorts", () => {
  let cohorts: Cohort[] = [];
  let defects: CohortDefects[] = [];
  let of2021: CohortBacktest;
  beforeAll(async () => {
    cohorts = await readCohorts(COHORTS!);
    defects = await readCohortDefects(DEFECTS!);
  }, TIMEOUT_MS);

  test("are read without totals", () => {
    expect(cohorts).toHaveLength(8399);
    expect(defects).toHaveLength(85_506);
    const inspected = cohorts.filter(({ inspectionYear }) => inspectionYear === 2021);
    expect(inspected.reduce((sum, { inspections }) => sum + inspections, 0)).toBe(1_128_667);
  });

  test(
    "of 2021 are predicted from 2018 to 2020 far better than by age or by last year's figures",
    () => {
      of2021 = backtestCohorts({ cohorts, defects, train: [2018, 2019, 2020], test: [2021] });
      const { items, total } = of2021;
      expect(total.deviance.model / total.deviance.age).toBeLessThan(0.17);
      expect(total.deviance.model / total.deviance.persistence).toBeLessThan(0.4);
      for (const { item, deviance } of items) {
        const better = Math.min(deviance.age, deviance.persistence);
        expect([item, deviance.model < 0.8 * better]).toEqual([item, true]);
      }
      expect(total.intervalCoverage).toBeGreaterThan(0.77);
      expect(total.intervalCoverage).toBeLessThan(0.88);
      expect(total.calibrationError).toBeLessThan(0.002);
    },
    TIMEOUT_MS,
  );

  test("of 2021 give the figures that are shipped for them", async () => {
    const figures = cohortQuality(of2021, { modelVersion: SHIPPED_MODEL.version, measuredAt: MEASURED_AT });
    await expect(await asText(figures)).toMatchFileSnapshot(
      "../../../src/modules/failure-model/shipped-quality.data.json",
    );
  });

  test(
    "of 2018 to 2021 train the parameters that are shipped",
    async () => {
      const trained = trainFailureModel(cohorts, defects, [2018, 2019, 2020, 2021]);
      const text = await asText(trained);
      expect(text.length).toBeLessThan(1_500_000);
      await expect(text).toMatchFileSnapshot(
        "../../../src/modules/failure-model/default-parameters.data.json",
      );
    },
    TIMEOUT_MS,
  );
});

import { describe, expect, test } from "vitest";
import { judgeOdometer } from "../../../src/modules/odometer/index.ts";
import { sharedData } from "../../support/shared-data.ts";
import { realHistories } from "./histories.ts";

const path = sharedData("uk-mot-histories/histories.jsonl");

/**
 * Every history of the file that is not plainly LOGICAL, with its reason. There is no ILLOGICAL among them: the one contradiction,
 * the test of 2017-04-06 and its retest that copied the figure, is bracketed by 116 315 miles before and 116 450 after.
 * 11 642 there is a six-digit figure that lost a digit (116 420, 116 402 and others fit, and lie within a few miles).
 */
const EXPLAINED = new Map([
  ["TEST0001", { verdict: "NO_JUDGEMENT", reason: "TOO_FEW_READINGS", doubted: [] }],
  ["TEST0022", { verdict: "LOGICAL", reason: "DIGIT_TYPO", doubted: ["2017-04-06", "2017-04-06"] }],
]);
const LOGICAL = { verdict: "LOGICAL", reason: null, doubted: [] };

describe.skipIf(path === null)("the real British histories", () => {
  const histories = path === null ? [] : realHistories(path);

  test.each(histories.map((history) => [history.name, history] as const))(
    "%s is judged LOGICAL, or as explained",
    (name, { readings, firstRegisteredOn }) => {
      const judged = judgeOdometer(readings, { firstRegisteredOn });
      const doubted = judged.readings
        .filter(({ plausible }) => !plausible)
        .map(({ index }) => readings[index]?.readOn);
      expect({ verdict: judged.verdict, reason: judged.reason, doubted }).toEqual(
        EXPLAINED.get(name) ?? LOGICAL,
      );
    },
  );

  test("the lost digit is put back between the readings before and after", () => {
    const history = histories.find(({ name }) => name === "TEST0022");
    const repaired = judgeOdometer(history?.readings ?? [])
      .readings.filter(({ plausible }) => !plausible)
      .map(({ repairedKm }) => repairedKm);
    expect(repaired).toHaveLength(2);
    for (const km of repaired) {
      expect(km).toBeGreaterThanOrEqual(187_191);
      expect(km).toBeLessThanOrEqual(187_408);
    }
  });

  test("three single years in four lie within a factor of two of their vehicle's rate, as the interval of few readings says", () => {
    const ratios = histories.flatMap(({ readings }) => {
      const rate = judgeOdometer(readings).kmPerYear;
      if (rate === null || readings.length < 4) return [];
      return readings.flatMap((read, nth) => {
        const before = readings[nth - 1];
        const days =
          before === undefined ? 0 : (Date.parse(read.readOn) - Date.parse(before.readOn)) / 86_400_000;
        if (before === undefined || days < 200 || days > 500 || read.km < before.km) return [];
        return [((read.km - before.km) / days) * (365.25 / rate.value)];
      });
    });
    const within = ratios.filter((ratio) => ratio >= 0.5 && ratio <= 2).length / ratios.length;
    expect(within).toBeGreaterThan(0.7);
    expect(within).toBeLessThan(0.8);
  });
});

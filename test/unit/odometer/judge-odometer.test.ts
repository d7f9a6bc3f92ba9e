import { describe, expect, test } from "vitest";
import { judgeOdometer, type OdometerReading } from "../../../src/modules/odometer/index.ts";
import type { CountryCode } from "../../../src/modules/vocabulary/index.ts";
import { reading, yearly } from "./histories.ts";

function readIn(country: CountryCode, readings: readonly OdometerReading[]): OdometerReading[] {
  return readings.map((read) => ({ ...read, country }));
}

function summary(readings: readonly OdometerReading[], firstRegisteredOn: string | null = null) {
  const {
    verdict,
    reason,
    latestKm,
    readOn,
    readings: judgements,
  } = judgeOdometer(readings, { firstRegisteredOn });
  const doubted = judgements
    .filter((judgement) => !judgement.plausible)
    .map((judgement) => [judgement.index, judgement.reason, judgement.repairedKm]);
  return { verdict, reason, latestKm, readOn, doubted };
}

describe("judgeOdometer", () => {
  test.each([
    ["no reading", []],
    ["one reading", yearly([50_000])],
    ["readings of one day", [reading("2020-01-01", 50_000), reading("2020-01-01", 5_000)]],
  ])("has no judgement of %s", (_case, readings) => {
    expect(judgeOdometer(readings)).toMatchObject({ verdict: "NO_JUDGEMENT", reason: "TOO_FEW_READINGS" });
  });

  test("finds nothing wrong with a clock that runs forward, stands still or is read a little askance", () => {
    const readings = [...yearly([61_234, 73_456, 73_456, 73_400, 99_345]), reading("2014-06-17", 99_340)];
    expect(summary(readings)).toEqual({
      verdict: "LOGICAL",
      reason: null,
      latestKm: 99_340,
      readOn: "2014-06-17",
      doubted: [],
    });
  });

  test.each([
    ["100 km, though 2 %", 5_000, 4_900, true],
    ["110 km and 2 %", 5_000, 4_890, false],
    ["1 900 km, though under 1 %", 200_000, 198_100, true],
    ["2 100 km and over 1 %", 200_000, 197_900, false],
  ])("passes over a fall of %s: %i to %i km → %s", (_case, from, to, isPassed) => {
    expect(judgeOdometer(yearly([from, to])).verdict === "LOGICAL").toBe(isPassed);
  });

  test.each([
    ["a lost digit", 8_612, 86_412],
    ["an added digit", 864_120, 86_420],
    ["two swapped digits", 68_412, 86_412],
    ["a changed digit", 26_412, 86_412],
    ["zero, for a clock that could not be read", 0, null],
  ])("puts %s right once the next reading is back on the line", (_case, typed, repairedKm) => {
    const judged = summary(yearly([61_234, 73_456, typed, 99_345, 112_000]));
    expect(judged).toMatchObject({ verdict: "LOGICAL", reason: "DIGIT_TYPO", latestKm: 112_000 });
    const [[index, reason, repaired] = []] = judged.doubted;
    expect([index, reason]).toEqual([2, "DIGIT_TYPO"]);
    if (repairedKm === null) expect(repaired).toBeNull();
    else expect(Math.abs(Number(repaired) - repairedKm)).toBeLessThan(2_500);
  });

  test("reads a single reading in miles as what it is", () => {
    const readings = yearly([61_234, 73_456, 53_694, 99_345, 112_000]);
    expect(summary(readings)).toMatchObject({
      verdict: "LOGICAL",
      reason: "UNIT_SWITCH",
      doubted: [[2, "UNIT_SWITCH", 86_412]],
    });
  });

  test("puts right the retest that copied the figure of the failed test", () => {
    const readings = [
      ...yearly([187_190, 187_240]),
      reading("2012-06-15", 18_729),
      reading("2012-06-20", 18_729),
      ...yearly([187_406, 188_100], "KM", 2013),
    ];
    const judged = summary(readings);
    expect(judged).toMatchObject({ verdict: "LOGICAL", reason: "DIGIT_TYPO" });
    expect(judged.doubted.map(([index]) => index)).toEqual([2, 3]);
    for (const [, , repairedKm] of judged.doubted) {
      expect(repairedKm).toBeGreaterThanOrEqual(187_240);
      expect(repairedKm).toBeLessThanOrEqual(187_406);
    }
  });

  test("does not accuse on one low last reading that a lost digit explains, and does not use it", () => {
    expect(summary(yearly([61_234, 73_456, 86_412, 99_345, 11_268]), "2005-01-01")).toMatchObject({
      verdict: "NO_JUDGEMENT",
      reason: "DIGIT_TYPO",
      latestKm: 99_345,
      readOn: "2013-06-15",
      doubted: [[4, "DIGIT_TYPO", 112_068]],
    });
  });

  test("calls a fall to a believable distance a contradiction, with what a slip would make of it", () => {
    expect(summary(yearly([101_000, 116_000, 131_500, 147_200, 92_000]))).toMatchObject({
      verdict: "ILLOGICAL",
      reason: "DECREASE",
      latestKm: 92_000,
      doubted: [[4, "DECREASE", 148_060]],
    });
  });

  test("calls a fall that later readings continue a contradiction, and takes no rate across it", () => {
    const judged = judgeOdometer(yearly([101_000, 116_000, 131_500, 147_200, 92_000, 105_500, 120_700]));
    expect(judged).toMatchObject({ verdict: "ILLOGICAL", reason: "DECREASE", latestKm: 120_700 });
    expect(judged.kmPerYear?.value).toBeGreaterThan(13_000);
    expect(judged.kmPerYear?.value).toBeLessThan(16_000);
  });

  test("calls a jump that nothing explains a rate too high, and does not use it", () => {
    expect(summary(yearly([61_234, 73_456, 86_412, 777_777]))).toMatchObject({
      verdict: "ILLOGICAL",
      reason: "RATE_TOO_HIGH",
      latestKm: 86_412,
      doubted: [[3, "RATE_TOO_HIGH", null]],
    });
  });

  test("converts the readings after the source changed its unit without changing its figures", () => {
    const readings = [
      ...yearly([38_000, 45_600, 53_700], "MI"),
      ...yearly([61_000, 69_000, 77_000], "KM", 2013),
    ];
    expect(summary(readings)).toMatchObject({
      verdict: "LOGICAL",
      reason: "UNIT_SWITCH",
      latestKm: 123_919,
      doubted: [
        [3, "UNIT_SWITCH", 98_170],
        [4, "UNIT_SWITCH", 111_045],
        [5, "UNIT_SWITCH", 123_919],
      ],
    });
  });

  test("only suspects a change of unit that nobody wrote down", () => {
    const readings = yearly([61_234, 73_456, 86_412, 61_500, 69_300, 77_200]);
    expect(summary(readings)).toMatchObject({
      verdict: "NO_JUDGEMENT",
      reason: "UNIT_SWITCH",
      latestKm: 86_412,
    });
  });

  const FIVE_DIGITS = yearly([71_000, 84_000, 97_500, 10_800, 24_100], "MI");

  test("counts on past 99 999 on a vehicle old enough for five digits", () => {
    expect(summary(FIVE_DIGITS, "1989-03-01")).toMatchObject({
      verdict: "LOGICAL",
      reason: "ROLLOVER",
      latestKm: 199_720,
      doubted: [
        [3, "ROLLOVER", 178_315],
        [4, "ROLLOVER", 199_720],
      ],
    });
  });

  test("only suspects a five-digit clock when the vehicle's age is unknown", () => {
    expect(summary(FIVE_DIGITS)).toMatchObject({
      verdict: "NO_JUDGEMENT",
      reason: "ROLLOVER",
      latestKm: 38_785,
    });
  });

  test("does not think of a five-digit clock on a vehicle too young for one", () => {
    expect(summary(FIVE_DIGITS, "2007-03-01").reason).not.toBe("ROLLOVER");
  });

  test("counts on past 999 999 at any age", () => {
    expect(summary(yearly([880_000, 960_000, 38_000, 120_000]), "2003-01-01")).toMatchObject({
      verdict: "LOGICAL",
      reason: "ROLLOVER",
      latestKm: 1_120_000,
    });
  });

  test("sees a new clock where the readings start again from zero, and does not guess the distance", () => {
    expect(summary(yearly([101_000, 116_000, 131_500, 147_200, 6_200, 21_500, 36_000]))).toMatchObject({
      verdict: "NO_JUDGEMENT",
      reason: "CLOCK_REPLACED",
      latestKm: 36_000,
      doubted: [[4, "CLOCK_REPLACED", null]],
    });
  });

  const FALL = [101_000, 131_000, 161_000, 192_000];
  const AFTER = [118_000, 130_500, 143_200];

  test("has no judgement of a fall between the registers of two countries", () => {
    const readings = [...readIn("DE", yearly(FALL)), ...readIn("FR", yearly(AFTER, "KM", 2014))];
    expect(summary(readings)).toMatchObject({
      verdict: "NO_JUDGEMENT",
      reason: "IMPORT_GAP",
      doubted: [[4, "IMPORT_GAP", null]],
    });
  });

  test("judges the same fall within one country", () => {
    const readings = readIn("DE", [...yearly(FALL), ...yearly(AFTER, "KM", 2014)]);
    expect(summary(readings)).toMatchObject({ verdict: "ILLOGICAL", reason: "DECREASE" });
  });

  test("puts several separate slips right", () => {
    const readings = yearly([61_234, 73_456, 8_641, 99_345, 112_000, 1_250_000, 137_000, 149_800]);
    expect(summary(readings)).toMatchObject({ verdict: "LOGICAL", reason: "DIGIT_TYPO", latestKm: 149_800 });
    expect(summary(readings).doubted.map(([index]) => index)).toEqual([2, 5]);
  });

  test("has no judgement while a slip in the last reading is unconfirmed, beside one that is", () => {
    const readings = yearly([61_234, 73_456, 8_641, 99_345, 112_000, 124_800, 13_700]);
    expect(summary(readings, "2006-01-01")).toMatchObject({
      verdict: "NO_JUDGEMENT",
      reason: "DIGIT_TYPO",
      latestKm: 124_800,
    });
  });

  test("does not excuse a last reading that nothing explains by a slip elsewhere", () => {
    const readings = yearly([61_234, 73_456, 8_641, 99_345, 112_000, 124_800, 7_777_777]);
    expect(summary(readings)).toMatchObject({
      verdict: "ILLOGICAL",
      reason: "RATE_TOO_HIGH",
      latestKm: 124_800,
    });
  });

  test("finds each of two falls", () => {
    const readings = yearly([101_000, 116_000, 131_500, 80_000, 95_000, 110_000, 60_000, 75_000]);
    expect(summary(readings)).toMatchObject({ verdict: "ILLOGICAL", reason: "DECREASE" });
    expect(summary(readings).doubted.map(([index]) => index)).toContain(3);
  });

  test("answers about each reading at its place in the list, whatever the order of the list", () => {
    const readings = yearly([61_234, 73_456, 8_612, 99_345, 112_000]).reverse();
    const judged = judgeOdometer(readings);
    expect(judged.readings.map((judgement) => judgement.index)).toEqual([0, 1, 2, 3, 4]);
    expect(judged.readings[2]).toMatchObject({ plausible: false, reason: "DIGIT_TYPO" });
    expect(judged.readOn).toBe("2014-06-15");
  });
});

import { describe, expect, test } from "vitest";
import { judgeOdometer, kilometresOf, type OdometerJudgement } from "../../../src/modules/odometer/index.ts";
import { sharedData } from "../../support/shared-data.ts";
import { realHistories, seededRandom, syntheticHistory, type History } from "./histories.ts";
import { contradictsRecord, isMaterial, mistype, SLIPS, type Mistyped, type Slip } from "./slips.ts";

const TRIALS = 1_000;
const path = sharedData("uk-mot-histories/histories.jsonl");

/** TEST0001 has one reading, and TEST0022 a slip of its own already. */
const REAL =
  path === null ? [] : realHistories(path).filter(({ name }) => name !== "TEST0001" && name !== "TEST0022");

type Draw = (random: () => number) => History;
const drawReal: Draw = (random) => REAL[Math.floor(random() * REAL.length)] ?? syntheticHistory(0);
const drawSynthetic: Draw = (random) => syntheticHistory(1 + Math.floor(random() * 1e9));

/** Material slips that the record contradicts: equally many of each kind, in any reading of any history. */
function trials(draw: Draw, seed: number): Mistyped[] {
  const random = seededRandom(seed);
  return Array.from({ length: TRIALS }, (_, nth) => {
    const slip: Slip = SLIPS[nth % SLIPS.length] ?? "lost digit";
    for (;;) {
      const mistyped = mistype(draw(random), slip, random);
      const typed = mistyped?.readings[mistyped.index];
      if (mistyped == null || typed === undefined) continue;
      if (isMaterial(typed.km, mistyped) && contradictsRecord(mistyped)) return mistyped;
    }
  });
}

/** Every second history is judged without its date of first registration, which not all sources give. */
function judge({ readings, history }: Mistyped, nth: number): OdometerJudgement {
  return judgeOdometer(readings, { firstRegisteredOn: nth % 2 === 0 ? history.firstRegisteredOn : null });
}

function isAlarm(judged: OdometerJudgement): boolean {
  return judged.verdict !== "LOGICAL" || judged.readings.some(({ plausible }) => !plausible);
}

function score(draw: Draw, seed: number) {
  const found = { readings: 0, repaired: 0, exactly: 0 };
  trials(draw, seed).forEach((mistyped, nth) => {
    const judged = judge(mistyped, nth);
    const judgement = judged.readings[mistyped.index];
    if (!isAlarm(judged) || judgement === undefined || judgement.plausible) return;
    found.readings += 1;
    const { repairedKm } = judgement;
    if (repairedKm === null) return;
    if (!isMaterial(repairedKm, mistyped)) found.repaired += 1;
    if (Math.abs(repairedKm - mistyped.trueKm) <= 1) found.exactly += 1;
  });
  return found;
}

describe("a slip in one reading", () => {
  test.skipIf(path === null)("is found in the right reading and repaired in 95 of 100 real histories", () => {
    const found = score(drawReal, 2026);
    expect(found.readings).toBeGreaterThanOrEqual(0.97 * TRIALS);
    expect(found.repaired).toBeGreaterThanOrEqual(0.95 * TRIALS);
    expect(found.exactly).toBeGreaterThanOrEqual(0.7 * TRIALS);
  });

  test("is found in the right reading and repaired in 95 of 100 made-up histories", () => {
    const found = score(drawSynthetic, 2026);
    expect(found.readings).toBeGreaterThanOrEqual(0.97 * TRIALS);
    expect(found.repaired).toBeGreaterThanOrEqual(0.95 * TRIALS);
    expect(found.exactly).toBeGreaterThanOrEqual(0.6 * TRIALS);
  });

  test("stays unseen where the record leaves it open, which is one material slip in ten to twenty", () => {
    const random = seededRandom(7);
    const count = { open: 0, contradicting: 0 };
    for (let nth = 0; nth < 5 * TRIALS; nth += 1) {
      const mistyped = mistype(drawSynthetic(random), SLIPS[nth % SLIPS.length] ?? "lost digit", random);
      const typed = mistyped?.readings[mistyped.index];
      if (mistyped == null || typed === undefined || !isMaterial(typed.km, mistyped)) continue;
      count[contradictsRecord(mistyped) ? "contradicting" : "open"] += 1;
    }
    const share = count.open / (count.open + count.contradicting);
    expect(share).toBeGreaterThan(0.05);
    expect(share).toBeLessThan(0.12);
  });

  test("of one kilometre in the last digit is no news", () => {
    const random = seededRandom(11);
    for (let nth = 0; nth < 200; nth += 1) {
      const { readings } = drawSynthetic(random);
      if (isAlarm(judgeOdometer(readings))) continue;
      const index = Math.floor(random() * readings.length);
      const read = readings[index]!;
      const off = { ...read, value: read.value + 1, km: kilometresOf(read.value + 1, read.unit) };
      expect(isAlarm(judgeOdometer(readings.with(index, off)))).toBe(false);
    }
  });
});

describe("an untouched history", () => {
  test.skipIf(path === null)("raises no alarm among the real ones", () => {
    const alarms = REAL.filter(({ readings, firstRegisteredOn }) =>
      isAlarm(judgeOdometer(readings, { firstRegisteredOn })),
    );
    expect(alarms.map(({ name }) => name)).toEqual([]);
  });

  test("raises an alarm in at most one made-up history in a hundred", () => {
    const alarms = Array.from({ length: 2 * TRIALS }, (_, seed) => syntheticHistory(seed)).filter(
      (history, nth) => isAlarm(judge({ ...history, history, index: 0, trueKm: 0 }, nth)),
    );
    expect(alarms.length).toBeLessThanOrEqual(0.01 * 2 * TRIALS);
  });
});

describe("a clock turned back by a quarter to seven tenths", () => {
  test("is rarely taken for a clean history, and mostly called illogical", () => {
    const random = seededRandom(5);
    const verdicts = { LOGICAL: 0, NO_JUDGEMENT: 0, ILLOGICAL: 0 };
    while (verdicts.LOGICAL + verdicts.NO_JUDGEMENT + verdicts.ILLOGICAL < TRIALS) {
      const { readings, firstRegisteredOn } = drawSynthetic(random);
      const from = 1 + Math.floor(random() * (readings.length - 1));
      const cut = Math.round((0.25 + 0.45 * random()) * readings[from - 1]!.value);
      // Driven farther since than was turned back: that leaves no trace.
      if (readings[from]!.value - cut > 0.95 * readings[from - 1]!.value) continue;
      const turned = readings.map((read, index) =>
        index < from
          ? read
          : { ...read, value: read.value - cut, km: kilometresOf(read.value - cut, read.unit) },
      );
      verdicts[judgeOdometer(turned, { firstRegisteredOn }).verdict] += 1;
    }
    expect(verdicts.LOGICAL).toBeLessThanOrEqual(0.06 * TRIALS);
    expect(verdicts.ILLOGICAL).toBeGreaterThanOrEqual(0.7 * TRIALS);
  });
});

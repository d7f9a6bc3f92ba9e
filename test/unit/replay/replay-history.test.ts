import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { Readable } from "node:stream";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { DEFAULT_FAILURE_PARAMETERS } from "../../../src/modules/failure-model/index.ts";
import { readHistories, type ReadHistory } from "../../../src/modules/ingestion/index.ts";
import {
  openReplay,
  replayHistory,
  replayNote,
  replayQuality,
  replaySignals,
  type ReplayedSignal,
  type ReplayedTest,
} from "../../../src/modules/replay/index.ts";
import { openVisitTiming } from "../../../src/modules/signals/index.ts";
import { sharedData } from "../../support/shared-data.ts";
import { ukHistory, ukHistoryLines } from "../../support/uk-histories.ts";

const TODAY = "2026-06-15";
const models = openReplay(DEFAULT_FAILURE_PARAMETERS, openVisitTiming());

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), "kimberlite-replay-"));
});
afterAll(() => rm(folder, { recursive: true }));

async function read(file: string): Promise<ReadHistory[]> {
  const found: ReadHistory[] = [];
  const input = { stdin: Readable.from([]), today: TODAY };
  for await (const history of readHistories("uk-mot-history", file, input)) found.push(history);
  return found;
}

async function replayLines(lines: Iterable<string>): Promise<ReplayedTest[][]> {
  const file = path.join(folder, "histories.jsonl");
  await writeFile(file, [...lines].join(""));
  return (await read(file)).map((history) => replayHistory(history, models));
}

type Uk = ReturnType<typeof ukHistory>;
/** A vehicle whose tests were so changed. */
const changed = async (uk: Uk, change: (tests: Uk["motTests"]) => Uk["motTests"]) =>
  (await replayLines([`${JSON.stringify({ ...uk, motTests: change(uk.motTests) })}\n`]))[0]!;

const rates = ({ forecasts }: ReplayedTest) =>
  Object.values(forecasts).map(({ rate, ageRate }) => [rate, ageRate]);

describe("replayHistory", () => {
  test("predicts each test after the first, and retests are none of them", async () => {
    const uk = ukHistory(0);
    const years = new Set(uk.motTests.map(({ completedDate }) => completedDate.slice(0, 4)));
    const tests = await changed(uk, (all) => all);
    expect(tests).toHaveLength(years.size - 1);
    expect(tests.map(({ performedOn }) => performedOn.slice(0, 4))).toEqual([...years].slice(1));
  });

  test("takes nothing from the test that it predicts, nor from later ones", async () => {
    for (let number = 0; number < 12; number += 1) {
      const uk = ukHistory(number);
      const whole = await changed(uk, (all) => all);
      const place = Math.floor(whole.length / 2);
      const predicted = whole[place]!;
      const before = (date: string) => date.slice(0, 10) < predicted.performedOn;
      const without = await changed(uk, (tests) => [
        ...tests.filter(({ completedDate }) => before(completedDate)),
        {
          ...tests.find(({ completedDate }) => !before(completedDate))!,
          testResult: "PASSED",
          odometerValue: "1",
          defects: [],
        },
      ]);
      expect(without).toHaveLength(place + 1);
      expect(rates(without[place]!)).toEqual(rates(predicted));
      expect(without.slice(0, place)).toEqual(whole.slice(0, place));
    }
  });

  test("counts what failed, and no advisory, as come true", async () => {
    const uk = ukHistory(1);
    const date = uk.motTests.at(-1)!.completedDate;
    const found = (type: string, dangerous: boolean) => [
      { text: "Nearside Front Tyre worn close to legal limit/worn on edge (5.2.3 (e))", type, dangerous },
    ];
    const tyresAfter = async (defects: ReturnType<typeof found>) => {
      const tests = await changed(uk, (all) =>
        all
          .filter(({ completedDate }) => completedDate <= date)
          .map((of) =>
            of.completedDate === date ? { ...of, testResult: "FAILED", dataSource: "DVSA", defects } : of,
          ),
      );
      return tests.at(-1)!.forecasts.TYRES.events;
    };
    expect(await tyresAfter(found("MAJOR", false))).toBe(1);
    expect(await tyresAfter(found("DANGEROUS", true))).toBe(1);
    expect(await tyresAfter(found("ADVISORY", false))).toBe(0);
    expect(await tyresAfter([])).toBe(0);
  });
});

describe("replayQuality", () => {
  const measuredAt = new Date(`${TODAY}T00:00:00Z`);
  const figures = (
    tests: readonly ReplayedTest[],
    vehicles: number,
    signals: readonly ReplayedSignal[] = [],
  ) =>
    replayQuality({
      tests,
      signals,
      vehicles,
      measuredAt,
      modelVersion: "tested",
      trainedYears: [2018, 2019],
    });

  test("says in words that few vehicles prove plumbing, not accuracy", () => {
    expect(replayNote(18)).toMatch(/^18 vehicles prove plumbing, not accuracy/);
    expect(replayNote(1_000_000)).not.toMatch(/plumbing/);
  });

  test("measures visits, all items together, and each", async () => {
    const tests = (await replayLines(ukHistoryLines(0, 60))).flat();
    const [visits, all, ...items] = figures(tests, 60);
    expect(visits).toMatchObject({ kind: "INSPECTION_DUE", auc: null, baseRate: null });
    expect(visits!.windowCoverage).toBeGreaterThan(0);
    expect(visits!.medianDateErrorDays).toBeLessThan(40);
    expect(all).toMatchObject({ kind: "FAILURE_PREDICTED", item: null, n: 12 * tests.length });
    expect(items).toHaveLength(12);
    const tyres = items.find(({ item }) => item === "TYRES")!;
    expect(tyres.n).toBe(tests.length);
    expect(tyres.baseRate).toBeCloseTo(
      tests.filter(({ forecasts }) => forecasts.TYRES.events === 1).length / tests.length,
      12,
    );
    expect(tyres.baselines.map(({ name }) => name)).toEqual(["BASE_RATE", "AGE"]);
  });

  const real = sharedData("uk-mot-histories/histories.jsonl");
  test.skipIf(real === null)("goes through the real histories from the record to the figure", async () => {
    const histories = await read(real!);
    const tests = histories.flatMap((history) => replayHistory(history, models));
    const signals = histories.flatMap((history) => replaySignals(history, models.timing));
    expect([histories.length, tests.length]).toEqual([18, 158]);
    const rows = figures(tests, 18, signals);
    expect(new Set(rows.map(({ kind }) => kind))).toEqual(
      new Set(["INSPECTION_DUE", "RETEST_DUE", "REPAIR_REQUIRED", "WEAR_REPORTED", "FAILURE_PREDICTED"]),
    );
    for (const row of rows) {
      expect(row.note).toContain("18 vehicles prove plumbing, not accuracy");
      if (row.kind === "FAILURE_PREDICTED") expect(row.brierScore).toBeLessThan(0.1);
    }
  });
});

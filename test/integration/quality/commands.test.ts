import { Command } from "commander";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { gzipSync } from "node:zlib";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { addBacktestCommand } from "../../../src/app/commands/backtest.ts";
import { addTrainCommand } from "../../../src/app/commands/train.ts";
import { describeFailure } from "../../../src/app/describe-failure.ts";
import { FAILURE_ITEM_KEYS, FAILURE_ITEMS } from "../../../src/modules/failure-model/index.ts";
import { loadConfig } from "../../../src/platform/config/config.ts";
import { createTestDatabase, type TestDatabase } from "../../support/database.ts";
import { ukHistoryLines } from "../../support/uk-histories.ts";
import { syntheticFleet } from "../../unit/failure-model/synthetic-cohorts.ts";

let database: TestDatabase;
let folder: string;
let cohorts: string;
let defects: string;

beforeAll(async () => {
  database = await createTestDatabase();
  folder = await mkdtemp(path.join(tmpdir(), "kimberlite-backtest-"));
  const fleet = syntheticFleet({
    seed: 3,
    makes: 3,
    modelsPerMake: 2,
    years: [2018, 2019, 2020],
    inspections: () => 400,
  });
  const csv = (rows: readonly (readonly (string | number | null)[])[]) =>
    gzipSync(rows.map((row) => `${row.join(",")}\n`).join(""));
  cohorts = path.join(folder, "cohorts.csv.gz");
  await writeFile(
    cohorts,
    csv([
      ["inspection_year", "make_model", "first_use_year", "inspections", "mean_km"],
      ...fleet.cohorts.map((of) => [
        of.inspectionYear,
        of.makeModel,
        of.firstUseYear,
        of.inspections,
        of.meanKm,
      ]),
    ]),
  );
  defects = path.join(folder, "defects.csv.gz");
  await writeFile(
    defects,
    csv([
      [
        "inspection_year",
        "make_model",
        "first_use_year",
        "item",
        "repair_notices",
        "rejections",
        "driving_bans",
      ],
      ...fleet.defects.map((of) => [
        of.inspectionYear,
        of.makeModel,
        of.firstUseYear,
        `"${FAILURE_ITEMS[of.item].finnishName}"`,
        of.repairNotices,
        of.rejections,
        of.drivingBans,
      ]),
    ]),
  );
});
afterAll(async () => {
  await rm(folder, { recursive: true });
  await database.drop();
});

/** Runs a command as the terminal does: what it prints where, and what it fails with. */
async function run(...args: string[]): Promise<{ out: string; failure: string | null }> {
  let out = "";
  const stdout = vi.spyOn(process.stdout, "write").mockImplementation((text) => {
    out += String(text);
    return true;
  });
  const stderr = vi.spyOn(process.stderr, "write").mockImplementation(() => true);
  const program = new Command().exitOverride();
  const env = {
    DATABASE_URL: database.ownerUrl,
    KIMBERLITE_DATA_DIR: folder,
    KIMBERLITE_NOW: "2026-12-01T00:00:00Z",
  };
  addBacktestCommand(program, () => loadConfig(env));
  addTrainCommand(program, () => loadConfig(env));
  for (const command of program.commands) command.exitOverride();
  try {
    await program.parseAsync(args, { from: "user" });
    return { out, failure: null };
  } catch (error) {
    return { out, failure: describeFailure(error) };
  } finally {
    stdout.mockRestore();
    stderr.mockRestore();
  }
}

const files = () => ["--cohorts", cohorts, "--defects", defects];

describe("backtest", () => {
  test("prints one JSON document with every item's deviance beside three baselines, and keeps the figures", async () => {
    const { out, failure } = await run(
      "backtest",
      ...files(),
      "--train",
      "2018-2019",
      "--test",
      "2020",
      "--json",
    );
    expect(failure).toBeNull();
    const { items, total } = JSON.parse(out) as {
      items: { item: string; n: number; rate: number; deviance: Record<string, number> }[];
      total: { n: number; rate: number; deviance: Record<string, number> };
    };
    expect(items.map(({ item }) => item)).toEqual(FAILURE_ITEM_KEYS);
    for (const figures of [...items, total]) {
      expect(figures.n).toBe(6 * 9 * 400);
      expect(Object.keys(figures.deviance)).toEqual(["model", "base", "age", "persistence"]);
    }
    expect(total.deviance["model"]!).toBeLessThan(total.deviance["age"]!);
    const kept = await database.look(
      `select item, n, tested_from::text, mean_deviance from signal_quality where model_version like 'fi-2018-2019-%'`,
    );
    expect(kept).toHaveLength(1 + items.length);
    expect(kept).toContainEqual({
      item: "TYRES",
      n: 6 * 9 * 400,
      tested_from: "2020-01-01",
      mean_deviance: Number(
        (items.find(({ item }) => item === "TYRES")!.deviance["model"]! / 54).toPrecision(6),
      ),
    });
  });

  test("prints a table, and writes a report with its plot", async () => {
    const report = path.join(folder, "report");
    const { out } = await run(
      ...["backtest", ...files(), "--train", "2018,2019", "--test", "2020", "--report", report],
    );
    expect(out).toMatch(/^Trained on 2018–2019, tested on 2020: 54 cohorts\./);
    expect(out).toMatch(/^Front axle +21,600 +\d/m);
    const text = await readFile(path.join(report, "report.md"), "utf8");
    expect(text).toContain("- **Trained on:** 2018-01-01 to 2019-12-31, and on nothing later");
    expect(text).toContain("| Front axle | 21,600 |");
    expect(text).toContain("](calibration.svg)");
    const plot = await readFile(path.join(report, "calibration.svg"), "utf8");
    expect(plot).toMatch(/^<svg xmlns="http:\/\/www.w3.org\/2000\/svg"/);
    expect(plot).toContain(">Front axle</text>");
  });

  test.each([
    [["--train", "2018-2020", "--test", "2020"], /--test 2020 is not after --train 2018–2020/],
    [["--train", "2019-2020", "--test", "2018"], /--test 2018 is not after/],
    [
      ["--train", "2018-2019", "--test", "2022"],
      /cohorts\.csv\.gz has nothing of 2022.* its years are 2018–2020\./,
    ],
    [["--train", "2018-2019"], /takes --cohorts, --defects, --train and --test together/],
    [["--train", "eighteen", "--test", "2020"], /Years are written 2018-2020/],
  ])("refuses %s and prints nothing", async (years, message) => {
    const { out, failure } = await run("backtest", ...files(), ...years, "--json");
    expect(failure).toMatch(message);
    expect(out).toBe("");
  });

  test("names the file and the line that it cannot use", async () => {
    const broken = path.join(folder, "broken.csv");
    await writeFile(
      broken,
      "inspection_year,make_model,first_use_year,inspections,mean_km\n2018,A - B,2010,x,1\n",
    );
    const { failure } = await run(
      ...["backtest", "--cohorts", broken, "--defects", defects, "--train", "2018", "--test", "2019"],
    );
    expect(failure).toBe(`${broken}:2: inspections "x": not a whole number of 0 or more.`);
  });
});

describe("backtest --histories", () => {
  const replay = async (vehicles: number, ...options: string[]) => {
    const file = path.join(folder, "histories.jsonl");
    await writeFile(file, [...ukHistoryLines(0, vehicles)].join(""));
    return run("backtest", "--histories", file, ...options);
  };
  const kept = () =>
    database.look("select count(*)::int as n from signal_quality where population = 'GB_MOT_HISTORIES'");

  test("says that few vehicles prove plumbing, and keeps nothing of fewer than 11", async () => {
    const { out, failure } = await replay(10);
    expect(failure).toBeNull();
    expect(out).toMatch(/^\d+ tests of 10 vehicles.*\n10 vehicles prove plumbing, not accuracy/);
    expect(await kept()).toEqual([{ n: 0 }]);
  });

  test("keeps and reports the figures of more, under the version in use", async () => {
    const report = path.join(folder, "replay");
    const { out } = await replay(12, "--json", "--report", report);
    expect(JSON.parse(out)).toMatchObject({ vehicles: 12, figures: { length: 14 } });
    expect(await kept()).toEqual([{ n: 14 }]);
    expect(await readFile(path.join(report, "report.md"), "utf8")).toContain("prove plumbing, not accuracy");
  });

  test("refuses years and cohorts beside it, and a file without histories", async () => {
    expect((await replay(1, "--test", "2021")).failure).toMatch(/takes no cohorts or years/);
    const file = path.join(folder, "empty.jsonl");
    await writeFile(file, "");
    expect((await run("backtest", "--histories", file)).failure).toMatch(/no vehicle with two tests/);
    expect((await run("backtest", "--histories", `${file}.absent`)).failure).toMatch(/there is no file/);
  });
});

describe("train", () => {
  test("puts a version in use with figures of its last year, and the same again on the same files", async () => {
    const first = await run("train", ...files());
    expect(first.failure).toBeNull();
    const version = /^(fi-2018-2020-[0-9a-f]{8}) is in use/.exec(first.out)?.[1];
    const again = await run("train", ...files());
    expect(again).toEqual(first);
    expect(await database.look("select version, trained_years, is_current from failure_models")).toEqual([
      { version, trained_years: [2018, 2019, 2020], is_current: true },
    ]);
    expect(
      await database.look(
        "select distinct trained_until::text, tested_from::text from signal_quality where model_version = $1",
        [version],
      ),
    ).toEqual([{ trained_until: "2019-12-31", tested_from: "2020-01-01" }]);
  });

  test("of one year has no figures, and says which years there are for one that is missing", async () => {
    expect((await run("train", ...files(), "--years", "2019")).out).toMatch(
      /^fi-2019-2019-\S+ is in use[^\n]*\n$/,
    );
    expect((await run("train", ...files(), "--years", "2017-2019")).failure).toMatch(
      /nothing of 2017.*2018–2020/,
    );
  });
});

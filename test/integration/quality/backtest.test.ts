import { readFile, writeFile } from "node:fs/promises";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { FAILURE_ITEM_KEYS, FAILURE_ITEMS } from "../../../src/modules/failure-model/index.ts";
import { ukHistoryLines } from "../../support/uk-histories.ts";
import { COHORTS_A_YEAR, INSPECTIONS, openCommandScene, type CommandScene } from "./command-scene.ts";

let scene: CommandScene;
beforeAll(async () => {
  scene = await openCommandScene();
});
afterAll(() => scene.close());

describe("backtest", () => {
  test("prints one JSON document with every item's deviance beside three baselines, and keeps the figures", async () => {
    const { out, failure } = await scene.run(
      "backtest",
      ...scene.files,
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
      expect(figures.n).toBe(COHORTS_A_YEAR * INSPECTIONS);
      expect(Object.keys(figures.deviance)).toEqual(["model", "base", "age", "persistence"]);
    }
    expect(total.deviance["model"]!).toBeLessThan(total.deviance["age"]!);
    const kept = await scene.database.look(
      `select item, n, tested_from::text, mean_deviance from signal_quality where model_version like 'fi-2018-2019-%'`,
    );
    expect(kept).toHaveLength(1 + items.length);
    expect(kept).toContainEqual({
      item: "TYRES",
      n: COHORTS_A_YEAR * INSPECTIONS,
      tested_from: "2020-01-01",
      mean_deviance: Number(
        (items.find(({ item }) => item === "TYRES")!.deviance["model"]! / COHORTS_A_YEAR).toPrecision(6),
      ),
    });
  });

  test("prints a table, and writes a report with its plot", async () => {
    const report = path.join(scene.folder, "report");
    const { out } = await scene.run(
      ...["backtest", ...scene.files, "--train", "2018,2019", "--test", "2020", "--report", report],
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
    const { out, failure } = await scene.run("backtest", ...scene.files, ...years, "--json");
    expect(failure).toMatch(message);
    expect(out).toBe("");
  });

  test("names the file and the line that it cannot use", async () => {
    const broken = path.join(scene.folder, "broken.csv");
    await writeFile(
      broken,
      "inspection_year,make_model,first_use_year,inspections,mean_km\n2018,A - B,2010,x,1\n",
    );
    const { failure } = await scene.run(
      ...["backtest", "--cohorts", broken, "--defects", scene.defects, "--train", "2018", "--test", "2019"],
    );
    expect(failure).toBe(`${broken}:2: inspections "x": not a whole number of 0 or more.`);
  });
});

describe("backtest on files that are not what they should be", () => {
  const cohortRows = "inspection_year,make_model,first_use_year,inspections,mean_km\n";
  const defectRows =
    "inspection_year,make_model,first_use_year,item,repair_notices,rejections,driving_bans\n";
  const a = (year: number) => `${year},A - B,2010,100,1000\n`;
  const tyres = FAILURE_ITEMS.TYRES.finnishName;

  test.each([
    ["a missing column", cohortRows.replace(",mean_km", ""), defectRows, /cohorts\.csv:1: no column mean_km/],
    ["an empty file", "", defectRows, /cohorts\.csv:1: empty/],
    ["a header alone", cohortRows, defectRows, /cohorts\.csv has a header and no cohort below it/],
    ["no defects", cohortRows + a(2018) + a(2019), defectRows, /defects\.csv has nothing of 2018/],
    [
      "a year without rows",
      cohortRows + a(2018),
      `${defectRows}2018,A - B,2010,"${tyres}",0,1,0\n`,
      /cohorts\.csv has nothing of 2019, which --test asks for: its years are 2018\./,
    ],
    [
      "the same cohort twice",
      cohortRows + a(2018) + a(2018) + a(2019),
      `${defectRows}2018,A - B,2010,"${tyres}",0,1,0\n2019,A - B,2010,"${tyres}",0,1,0\n`,
      /cohorts\.csv with .*defects\.csv: .*A - B/,
    ],
    [
      "defects of a cohort that is not there",
      cohortRows + a(2018) + a(2019),
      `${defectRows}2018,C - D,2010,"${tyres}",0,1,0\n2019,A - B,2010,"${tyres}",0,1,0\n`,
      /cohorts\.csv with .*defects\.csv: .*C - D/,
    ],
    ["a row that is cut off", `${cohortRows}2018,"A - B`, defectRows, /cohorts\.csv:\d+: /],
    ["bytes that are no text", "\u0000\u0001\u0002", defectRows, /cohorts\.csv:1: no column/],
  ])("with %s says so in words, and prints and keeps nothing", async (_case, cohorts, defects, message) => {
    const [cohortFile, defectFile] = ["cohorts.csv", "defects.csv"].map((name) =>
      path.join(scene.folder, name),
    );
    await writeFile(cohortFile!, cohorts);
    await writeFile(defectFile!, defects);
    const before = await scene.database.look("select count(*) from signal_quality");
    const { out, failure } = await scene.run(
      ...["backtest", "--cohorts", cohortFile!, "--defects", defectFile!],
      ...["--train", "2018", "--test", "2019", "--json"],
    );
    expect(failure).toMatch(message);
    expect(failure).not.toMatch(/\n\s+at /);
    expect(out).toBe("");
    expect(await scene.database.look("select count(*) from signal_quality")).toEqual(before);
  });

  test("says of a plain file under a name that ends in .gz that it is none", async () => {
    const file = path.join(scene.folder, "plain.csv.gz");
    await writeFile(file, cohortRows + a(2018));
    const { failure } = await scene.run(
      ...["backtest", "--cohorts", file, "--defects", scene.defects, "--train", "2018", "--test", "2019"],
    );
    expect(failure).toMatch(/plain\.csv\.gz cannot be read: .* It is not gzip, or damaged/);
  });
});

describe("backtest --histories", () => {
  const replay = async (vehicles: number, ...options: string[]) => {
    const file = path.join(scene.folder, "histories.jsonl");
    await writeFile(file, [...ukHistoryLines(0, vehicles)].join(""));
    return scene.run("backtest", "--histories", file, ...options);
  };
  const kept = () =>
    scene.database.look(
      "select count(*)::int as n from signal_quality where population = 'GB_MOT_HISTORIES'",
    );

  test("says that few vehicles prove plumbing, and keeps nothing of fewer than 11", async () => {
    const { out, failure } = await replay(10);
    expect(failure).toBeNull();
    expect(out).toMatch(/^\d+ tests of 10 vehicles.*\n10 vehicles prove plumbing, not accuracy/);
    expect(await kept()).toEqual([{ n: 0 }]);
  });

  test("keeps and reports the figures of more, under the version in use", async () => {
    const report = path.join(scene.folder, "replay");
    const { out } = await replay(12, "--json", "--report", report);
    const { vehicles, figures } = JSON.parse(out) as { vehicles: number; figures: { kind: string }[] };
    expect(vehicles).toBe(12);
    const kinds = Map.groupBy(figures, ({ kind }) => kind);
    expect(Object.fromEntries([...kinds].map(([kind, rows]) => [kind, rows.length]))).toEqual({
      INSPECTION_DUE: 1,
      RETEST_DUE: 1,
      REPAIR_REQUIRED: 1,
      WEAR_REPORTED: 1,
      FAILURE_PREDICTED: 13,
    });
    expect(await kept()).toEqual([{ n: 17 }]);
    expect(await readFile(path.join(report, "report.md"), "utf8")).toContain("prove plumbing, not accuracy");
  });

  test("refuses years and cohorts beside it, and a file without histories", async () => {
    expect((await replay(1, "--test", "2021")).failure).toMatch(/are three tests: give the options of one/);
    const file = path.join(scene.folder, "empty.jsonl");
    await writeFile(file, "");
    expect((await scene.run("backtest", "--histories", file)).failure).toMatch(/no vehicle with two tests/);
    expect((await scene.run("backtest", "--histories", `${file}.absent`)).failure).toMatch(
      /there is no file/,
    );
  });
});

describe("backtest --synthetic", () => {
  // What it measures is tested where it is measured: a fleet large enough to learn from takes too long twice.
  test.each(["12", "many", "2e3", "2000000"])("refuses a fleet of %s", async (vehicles) => {
    expect((await scene.run("backtest", "--synthetic", vehicles)).failure).toMatch(/from 5000 to 1000000/);
  });
});

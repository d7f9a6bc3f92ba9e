import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { ingestText } from "../../support/ingestion.ts";
import { ukHistoryLines } from "../../support/uk-histories.ts";
import { openCommandScene, type CommandScene } from "./command-scene.ts";

let scene: CommandScene;
beforeAll(async () => {
  scene = await openCommandScene();
});
afterAll(() => scene.close());

describe("train", () => {
  test("puts a version in use with figures of its last year, and the same again on the same files", async () => {
    const first = await scene.run("train", ...scene.files);
    expect(first.failure).toBeNull();
    const version = /^(fi-2018-2020-[0-9a-f]{8}) is in use/.exec(first.out)?.[1];
    const again = await scene.run("train", ...scene.files);
    expect(again).toEqual(first);
    expect(
      await scene.database.look("select version, trained_years, is_current from failure_models"),
    ).toEqual([{ version, trained_years: [2018, 2019, 2020], is_current: true }]);
    expect(
      await scene.database.look(
        "select distinct trained_until::text, tested_from::text from signal_quality where model_version = $1",
        [version],
      ),
    ).toEqual([{ trained_until: "2019-12-31", tested_from: "2020-01-01" }]);
  });

  test("of one year has no figures, and says which years there are for one that is missing", async () => {
    expect((await scene.run("train", ...scene.files, "--years", "2019")).out).toMatch(
      /^fi-2019-2019-\S+ is in use[^\n]*\n$/,
    );
    expect((await scene.run("train", ...scene.files, "--years", "2017-2019")).failure).toMatch(
      /nothing of 2017.*2018–2020/,
    );
  });
});

describe("train --histories", () => {
  test("refuses an empty database, and leaves in use what is in use", async () => {
    expect((await scene.run("train", "--histories")).failure).toMatch(/Too few inspections to learn from/);
    expect(
      await scene.database.look("select version from failure_models where trained_on = 'HISTORIES'"),
    ).toEqual([]);
    expect(await scene.database.look("select version from model_parameters")).toEqual([]);
  });

  test("puts what fails and when vehicles come in use, and the same again on the same data", async () => {
    await ingestText(scene.database, "uk-mot-history", [...ukHistoryLines(0, 700)].join(""));
    const first = await scene.run("train", "--histories");
    expect(first.failure).toBeNull();
    const [, failures, timing] =
      /^(histories-\S+) \(.*\) and visit timing (learnt-\S+) are in use/.exec(first.out) ?? [];
    expect(await scene.run("train", "--histories")).toEqual(first);
    expect(
      await scene.database.look(
        "select version, is_current from failure_models where trained_on = 'HISTORIES'",
      ),
    ).toEqual([{ version: failures, is_current: true }]);
    expect(await scene.database.look("select kind, version from model_parameters")).toEqual([
      { kind: "VISIT_TIMING", version: timing },
    ]);
  });

  test("is done with new cohorts, beside which it must be learnt anew where it is in use", async () => {
    await scene.database.look(
      "update failure_models set version = 'histories-of-before' where trained_on = 'HISTORIES'",
    );
    const { out } = await scene.run("train", ...scene.files, "--years", "2018");
    const [, histories] =
      /^fi-2018-2018-\S+ and (histories-2025-\S+), learnt beside it, are in use/.exec(out) ?? [];
    expect(
      await scene.database.look(
        "select version from failure_models where trained_on = 'HISTORIES' and is_current",
      ),
    ).toEqual([{ version: histories }]);
    expect((await scene.run("train", "--histories")).out).toMatch(new RegExp(`^${histories} `));
  });

  test("takes no cohorts beside it, and either is needed", async () => {
    expect((await scene.run("train", "--histories", ...scene.files)).failure).toMatch(/or --histories alone/);
    expect((await scene.run("train")).failure).toMatch(/--cohorts with --defects, or --histories/);
  });
});

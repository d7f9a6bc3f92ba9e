import { Command } from "commander";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { gzipSync } from "node:zlib";
import { vi } from "vitest";
import { addBacktestCommand } from "../../../src/app/commands/backtest.ts";
import { addTrainCommand } from "../../../src/app/commands/train.ts";
import { describeFailure } from "../../../src/app/describe-failure.ts";
import { FAILURE_ITEMS } from "../../../src/modules/failure-model/index.ts";
import { loadConfig } from "../../../src/platform/config/config.ts";
import { createTestDatabase, type TestDatabase } from "../../support/database.ts";
import { syntheticFleet } from "../../unit/failure-model/synthetic-cohorts.ts";

/** Inspections of each of the cohorts, and the cohorts of a year. */
export const INSPECTIONS = 400;
export const COHORTS_A_YEAR = 6 * 9;

/** Cohorts of 2018 to 2020 as files, and a database to try commands on. */
export interface CommandScene {
  readonly database: TestDatabase;
  readonly folder: string;
  readonly defects: string;
  /** The options that name the files. */
  readonly files: readonly string[];
  /** Runs a command as the terminal does: what it prints on standard output, and what it fails with. */
  run(...args: string[]): Promise<{ out: string; failure: string | null }>;
  close(): Promise<void>;
}

const COHORT_COLUMNS = ["inspection_year", "make_model", "first_use_year", "inspections", "mean_km"];
const DEFECT_COLUMNS = [
  ...["inspection_year", "make_model", "first_use_year"],
  ...["item", "repair_notices", "rejections", "driving_bans"],
];

const csv = (rows: readonly (readonly (string | number | null)[])[]) =>
  gzipSync(rows.map((row) => `${row.join(",")}\n`).join(""));

export async function openCommandScene(): Promise<CommandScene> {
  const database = await createTestDatabase();
  const folder = await mkdtemp(path.join(tmpdir(), "kimberlite-commands-"));
  const [cohorts, defects] = [path.join(folder, "cohorts.csv.gz"), path.join(folder, "defects.csv.gz")];
  const years = [2018, 2019, 2020];
  const fleet = syntheticFleet({
    seed: 3,
    makes: 3,
    modelsPerMake: 2,
    years,
    inspections: () => INSPECTIONS,
  });
  const cohortRows = fleet.cohorts.map((of) => [
    ...[of.inspectionYear, of.makeModel, of.firstUseYear],
    ...[of.inspections, of.meanKm],
  ]);
  await writeFile(cohorts, csv([COHORT_COLUMNS, ...cohortRows]));
  const defectRows = fleet.defects.map((of) => [
    ...[of.inspectionYear, of.makeModel, of.firstUseYear, `"${FAILURE_ITEMS[of.item].finnishName}"`],
    ...[of.repairNotices, of.rejections, of.drivingBans],
  ]);
  await writeFile(defects, csv([DEFECT_COLUMNS, ...defectRows]));
  const env = {
    DATABASE_URL: database.ownerUrl,
    KIMBERLITE_DATA_DIR: folder,
    KIMBERLITE_NOW: "2026-12-01T00:00:00Z",
  };
  return {
    database,
    folder,
    defects,
    files: ["--cohorts", cohorts, "--defects", defects],
    run: (...args) => runCommand(env, args),
    async close() {
      await rm(folder, { recursive: true });
      await database.drop();
    },
  };
}

async function runCommand(env: Record<string, string>, args: readonly string[]) {
  let out = "";
  const stdout = vi.spyOn(process.stdout, "write").mockImplementation((text) => {
    out += String(text);
    return true;
  });
  const stderr = vi.spyOn(process.stderr, "write").mockImplementation(() => true);
  const program = new Command().exitOverride();
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

/**
 * Learns the shipped failure model and its figures again from Finland's statistics, and says whether they are the ones
 * in the repository; with `--write` it puts them there. After `npm run build`, with prettier beside it:
 *
 *   node bench/shipped-model.ts COHORTS.csv.gz DEFECTS.csv.gz [--write]
 */
import { readFile, writeFile } from "node:fs/promises";
import path from "node:path";
import { parseArgs } from "node:util";
import { format } from "prettier";
import { failureModel } from "./product.ts";

const {
  backtestCohorts,
  cohortModelVersion,
  cohortQuality,
  readCohortDefects,
  readCohorts,
  trainFailureModel,
} = failureModel;

/** When the shipped figures were last measured; later ones take the place of earlier ones. */
const MEASURED_AT = new Date("2026-11-23T00:00:00Z");
const TRAINED = [2018, 2019, 2020, 2021];
const FOLDER = path.join(import.meta.dirname, "../src/modules/failure-model");

const { values, positionals } = parseArgs({
  options: { write: { type: "boolean", default: false } },
  allowPositionals: true,
});
const [cohortFile, defectFile] = positionals;
if (cohortFile === undefined || defectFile === undefined) {
  throw new Error("Usage: node bench/shipped-model.ts COHORTS.csv.gz DEFECTS.csv.gz [--write]");
}
const cohorts = await readCohorts(cohortFile);
const defects = await readCohortDefects(defectFile);
const parameters = trainFailureModel(cohorts, defects, TRAINED);
const of2021 = backtestCohorts({ cohorts, defects, train: TRAINED.slice(0, -1), test: TRAINED.slice(-1) });
const figures = cohortQuality(of2021, {
  modelVersion: `shipped-${cohortModelVersion(parameters)}`,
  measuredAt: MEASURED_AT,
});
await keep("default-parameters.data.json", parameters);
await keep("shipped-quality.data.json", figures);

async function keep(name: string, value: object): Promise<void> {
  const text = await format(JSON.stringify(value), { parser: "json", printWidth: 110 });
  const file = path.join(FOLDER, name);
  const isSame = text === (await readFile(file, "utf8"));
  if (values.write && !isSame) await writeFile(file, text);
  process.stdout.write(`${name}: ${isSame ? "as it is" : values.write ? "written" : "DIFFERENT"}\n`);
  if (!isSame && !values.write) process.exitCode = 1;
}

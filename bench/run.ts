/**
 * Kimberlite side by side with its peers, and what it does in bulk: `npm run bench`. Every engine answers the same
 * questions from one PostgreSQL under the same contract; answers are compared before anything is timed; rounds are
 * interleaved, so that a noisy machine is noisy to all of them.
 */
import { spawnSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { bulkRates, type BulkRate } from "./bulk.ts";
import { fleetFolder } from "./fleet.ts";
import type { KeysetRates } from "./keyset.ts";
import { machine } from "./machine.ts";
import { ENGINES, QUESTIONS, type Engine, type Question } from "./questions.ts";
import { reportOf, type Round } from "./report.ts";
import { growthRounds, sideBySide, type Course } from "./side-by-side.ts";

const PARTS = ["questions", "keyset", "bulk", "exports"];

const { values: options, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    quick: { type: "boolean", default: false },
    vehicles: { type: "string", default: "100000,1000000" },
    /** Of closed loops. Short ones in many turns: a machine that is not alone changes its pace by the second. */
    rounds: { type: "string", default: "7" },
    seconds: { type: "string", default: "1" },
    connections: { type: "string", default: "32" },
    questions: { type: "string", default: QUESTIONS.join() },
    engines: { type: "string", default: ENGINES.join() },
    /** Where the report goes beside the screen. A run that leaves something out replaces no report unless told to. */
    report: { type: "string" },
  },
});
const parts = positionals.length > 0 ? positionals : PARTS;
const unknown = parts.filter((part) => !PARTS.includes(part));
if (unknown.length > 0) throw new Error(`There is no ${unknown.join()}; there are ${PARTS.join()}.`);
const sizes = options.quick ? [100_000] : options.vehicles.split(",").map(Number);
const course: Course = {
  questions: parts.includes("questions") ? (options.questions.split(",") as Question[]) : [],
  engines: parts.includes("questions") ? (options.engines.split(",") as Engine[]) : ["ours"],
  closed: options.quick
    ? { rounds: 3, seconds: 1 }
    : { rounds: Number(options.rounds), seconds: Number(options.seconds) },
  open: options.quick ? { rounds: 2, seconds: 1.5 } : { rounds: 3, seconds: 2 },
  connections: Number(options.connections),
  keyset: parts.includes("keyset"),
};
const [BULK_VEHICLES, FILE_VEHICLES] = options.quick ? [10_000, 10_000] : [100_000, 30_000];
const EXPORTED_ROWS = options.quick ? 100_000 : 1_000_000;

const startedAt = Date.now();
const found = {
  rounds: [] as Round[],
  growth: [] as readonly Round[],
  keysets: new Map<number, KeysetRates>(),
  bulk: [] as readonly BulkRate[],
  exports: [] as readonly string[],
};
let text = "";
try {
  for (const size of parts.includes("questions") || parts.includes("keyset") ? sizes : []) {
    const keyset = await sideBySide(size, course, (round) => void found.rounds.push(round));
    if (keyset !== null) found.keysets.set(size, keyset);
  }
  if (parts.includes("questions") && sizes.length > 1) found.growth = await growthRounds(sizes, course);
  if (parts.includes("bulk")) found.bulk = await bulkRates(BULK_VEHICLES, FILE_VEHICLES);
  if (parts.includes("exports")) found.exports = await exportLines(Math.max(...sizes));
} finally {
  text = reportOf(found, circumstances());
  process.stdout.write(text);
}
const file = options.report ?? (isWhole() ? fileURLToPath(new URL("RESULTS.md", import.meta.url)) : null);
if (file !== null) writeFileSync(file, text);

/**
 * The measurement of exports is a program of its own, with a worker and a server. What it found broken stands among its
 * lines and fails the bench at its end: all else that was measured is reported first.
 */
async function exportLines(vehicles: number): Promise<string[]> {
  await fleetFolder(vehicles);
  const program = fileURLToPath(new URL("exports/run.ts", import.meta.url));
  const settings = ["speed", "--vehicles", String(vehicles), "--rows", String(EXPORTED_ROWS)];
  const { status, stdout } = spawnSync(process.execPath, [program, ...settings], {
    encoding: "utf8",
    stdio: ["ignore", "pipe", "inherit"],
  });
  if (status !== 0) process.exitCode = 1;
  return stdout.split("\n").filter((line) => line !== "");
}

function circumstances(): string {
  const minutes = ((Date.now() - startedAt) / 60_000).toFixed(1);
  const { dependencies } = JSON.parse(
    readFileSync(new URL("package.json", import.meta.url), "utf8"),
  ) as typeof import("./package.json");
  return [
    `Measured on ${new Date().toISOString().slice(0, 10)} in ${minutes} minutes: ${machine()};`,
    `PostGraphile ${dependencies.postgraphile}, Mercurius ${dependencies.mercurius};`,
    `${course.connections} connections, ${course.closed.rounds} interleaved rounds of ${course.closed.seconds} s, ${course.open.rounds} of ${course.open.seconds} s in open loops.`,
  ].join(" ");
}

function isWhole(): boolean {
  const { questions, engines } = course;
  return (
    !options.quick &&
    PARTS.every((part) => parts.includes(part)) &&
    QUESTIONS.every((question) => questions.includes(question)) &&
    ENGINES.every((engine) => engines.includes(engine)) &&
    sizes.length > 1
  );
}

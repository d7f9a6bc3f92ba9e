/**
 * What the product survives: each fault with its invariant, how often it was tried and what it came to. Whole processes
 * on an embedded PostgreSQL in a folder of its own, a small synthetic fleet, real HTTP.
 *
 *   npm run faults [-- --quick] [-- api postgres silence overload stops sockets others]
 *   npm run faults -- --soak MINUTES
 *
 * All faults in full leave their table in FAULTS.md, half an hour and more of use in SOAK.md.
 */
import { writeFileSync } from "node:fs";
import { machine } from "../machine.ts";
import type { Fault, Finding } from "./finding.ts";
import { openInstallation } from "./installation.ts";
import { killApi, killPostgres, stops } from "./kills.ts";
import { others } from "./others.ts";
import { overload } from "./overload.ts";
import { silence } from "./silence.ts";
import { slowSockets } from "./slow-sockets.ts";
import { soak } from "./soak.ts";

const FAULTS: Readonly<Record<string, Fault>> = {
  api: killApi,
  postgres: killPostgres,
  silence,
  overload,
  stops,
  sockets: slowSockets,
  others,
};

const asked = process.argv.slice(2);
const isQuick = asked.includes("--quick");
const soakMinutes = asked.includes("--soak") ? Number(asked[asked.indexOf("--soak") + 1]) : null;
const names = asked.filter((name) => name in FAULTS);
// As many clients as can spend what is asked in a minute, each from a budget of its own: none is to be refused for it.
const stage = await (isQuick ? openInstallation(1_000, 40) : openInstallation(3_000, 600));
const findings: Finding[] = [];
const startedAt = Date.now();
for (const signal of ["SIGINT", "SIGTERM"] as const)
  process.once(signal, () => void stage.close().finally(() => process.exit(1)));
try {
  if (soakMinutes !== null) {
    findings.push(...(await soak(stage, soakMinutes)), ...bugsDuring("soak"));
    findings.forEach(say);
  } else
    for (const [name, fault] of Object.entries(FAULTS)) {
      if (names.length > 0 && !names.includes(name)) continue;
      const found = [...(await fault(stage, { isQuick })), ...bugsDuring(name)];
      for (const each of found) say(each);
      findings.push(...found);
    }
} finally {
  await stage.close();
}
console.log(`\n${table(findings)}`);
const report = reportFile();
if (report !== null) writeFileSync(new URL(`../${report}`, import.meta.url), inFull());
if (findings.some(({ problems }) => problems.length > 0)) process.exitCode = 1;

/** A fault is no reason for an INTERNAL error. */
function bugsDuring(name: string): Finding[] {
  const bugs = stage.bugs();
  if (bugs.length === 0) return [];
  const figure = `${bugs.length} in the log`;
  return [{ fault: `bugs during ${name}`, invariant: "none", count: "", figure, problems: bugs.slice(0, 3) }];
}

/** What is short or in part replaces no report. */
function reportFile(): string | null {
  if (soakMinutes !== null) return soakMinutes >= 30 ? "SOAK.md" : null;
  return isQuick || names.length > 0 ? null : "FAULTS.md";
}

function inFull(): string {
  const minutes = ((Date.now() - startedAt) / 60_000).toFixed(0);
  const day = new Date().toISOString().slice(0, 10);
  return [
    soakMinutes === null ? "# Faults" : "# Soak",
    `Tried on ${day} in ${minutes} minutes: ${machine()}. Whole processes, a small synthetic fleet, real HTTP. What each fault is and how often it comes is in the program: \`npm run faults${soakMinutes === null ? "" : ` -- --soak ${soakMinutes}`}\`.`,
    table(findings),
    "",
  ].join("\n\n");
}

function say({ fault, figure, problems }: Finding): void {
  console.log(`${problems.length === 0 ? "holds " : "BROKEN"}  ${fault}: ${figure}`);
  for (const problem of problems) console.log(`        ${problem}`);
}

function table(all: readonly Finding[]): string {
  const rows = all.map(
    ({ fault, invariant, count, figure, problems }) =>
      `| ${fault} | ${invariant} | ${count} | ${figure} | ${problems.length === 0 ? "holds" : problems.join("; ")} |`,
  );
  return ["| Fault | Invariant | Tried | Came to | |", "| --- | --- | --- | --- | --- |", ...rows].join("\n");
}

import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import type { Fault } from "./finding.ts";

const root = fileURLToPath(new URL("../..", import.meta.url));

/** Faults that have commands of their own: each says by its exit code whether its invariant held. */
const COMMANDS = [
  {
    fault: "kill -9 of a webhook worker, and of PostgreSQL, in mid-delivery",
    invariant: "at least once, nothing lost, one id for each event",
    command: ["bench/webhooks/run.ts", "kills"],
  },
  {
    fault: "receivers that hang, drip, refuse and break off",
    invariant: "healthy endpoints' p99 at most twice what it is without them",
    command: ["bench/webhooks/run.ts", "neighbours"],
  },
];

export const others: Fault = async () => {
  const findings = [];
  for (const { fault, invariant, command } of COMMANDS) {
    const [file = "", ...rest] = command;
    if (!existsSync(path.join(root, file))) throw new Error(`${file} is not there.`);
    const child = spawn(process.execPath, [path.join(root, file), ...rest], {
      cwd: root,
      stdio: ["ignore", "pipe", "inherit"],
    });
    let said = "";
    child.stdout.on("data", (chunk: Buffer) => (said += chunk.toString()));
    const [code] = (await once(child, "close")) as [number | null];
    const figure = said.trim().split("\n").slice(-2).join("; ");
    findings.push({
      fault,
      invariant,
      count: command.join(" "),
      figure,
      problems: code === 0 ? [] : [`exit code ${code}`],
    });
  }
  return findings;
};

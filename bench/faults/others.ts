import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import type { Fault } from "./finding.ts";

const root = fileURLToPath(new URL("../..", import.meta.url));

interface Command {
  readonly fault: string;
  readonly invariant: string;
  readonly command: readonly string[];
  /** What makes it shorter, where anything does. */
  readonly quick?: readonly string[];
}

/** Faults that have commands of their own: each says by its exit code whether its invariant held. */
const COMMANDS: readonly Command[] = [
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
  {
    fault: "a webhook worker that is frozen for a minute with deliveries in its hands",
    invariant: "nothing lost, and what it does when it wakes changes nothing",
    command: ["bench/webhooks/run.ts", "freeze"],
  },
  {
    fault: "kill -9 of the worker in the middle of an export",
    invariant: "every row once, no half-made file for anybody",
    command: ["bench/exports/run.ts", "kills", "--vehicles", "100000"],
    quick: ["--kills", "2"],
  },
  {
    fault: "twins under one Idempotency-Key at two API processes; two partners who claim one signal",
    invariant: "one effect and one answer for each pair, one claim for each signal",
    command: ["bench/races/run.ts"],
    quick: ["--quick"],
  },
];

export const others: Fault = async (_stage, { isQuick }) => {
  const findings = [];
  for (const { fault, invariant, command, quick = [] } of COMMANDS) {
    const asked = [...command, ...(isQuick ? quick : [])];
    const [file = "", ...rest] = asked;
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
      count: asked.join(" "),
      figure,
      problems: code === 0 ? [] : [`exit code ${code}`],
    });
  }
  return findings;
};

import { fork, spawn, type ChildProcess } from "node:child_process";
import { text } from "node:stream/consumers";
import { describe, expect, test } from "vitest";

const PROGRAM = "src/app/kimberlite.mjs";
/** Says what V8 was told, each time that a program begins in the process. */
const TELL = "data:text/javascript,console.log(process.execArgv.slice(2).join())";
const FLAGS = ["--import", TELL];
const TOLD = "--max-semi-space-size=32,--heap-growing-percent=50";
const SERVER_TOLD = "--max-semi-space-size=32,--heap-growing-percent=30,--no-incremental-marking";

/** Without settings no command goes far, and the end of each is the same. */
async function beginnings(child: ChildProcess): Promise<string[]> {
  const said = await text(child.stdout!);
  return said.split("\n").slice(0, -1);
}

const start = (command: string, env: NodeJS.ProcessEnv = {}) =>
  spawn(process.execPath, [...FLAGS, PROGRAM, command], { env: { PORT: "no port", ...env } });

describe("what runs for long tells V8 to take little memory", () => {
  test.each([
    ["serve", SERVER_TOLD],
    ["worker", TOLD],
    ["start", TOLD],
  ])("%s, by becoming itself once more", async (command, told) => {
    expect(await beginnings(start(command))).toEqual(["", told]);
  });

  test("but not what soon ends", async () => {
    expect(await beginnings(start("migrate"))).toEqual([""]);
  });

  test("nor where whoever runs it has said otherwise", async () => {
    const env = { NODE_OPTIONS: "--max-semi-space-size=64" };
    expect(await beginnings(start("serve", env))).toEqual([""]);
  });

  test("nor under a parent that talks to it, whom it would lose", async () => {
    const child = fork(PROGRAM, ["serve"], { execArgv: FLAGS, env: { PORT: "no port" }, silent: true });
    expect(await beginnings(child)).toEqual([""]);
  });
});

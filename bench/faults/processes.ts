import { spawn } from "node:child_process";
import { randomUUID } from "node:crypto";
import { once } from "node:events";
import { closeSync, openSync } from "node:fs";
import { connect, createServer, type AddressInfo } from "node:net";
import path from "node:path";
import { text } from "node:stream/consumers";
import { setTimeout as pause } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { cpuSecondsOf, memoryMbOf } from "../server-process.ts";

/** A command of the product as its own process. */
export interface Started {
  readonly pid: number;
  hasEnded(): boolean;
  /** As a power cut would. */
  kill(): Promise<void>;
  /** SIGTERM. Answers its exit code. */
  stop(): Promise<number | null>;
  signal(name: NodeJS.Signals): void;
  /** Resident memory, MB. */
  memoryMb(): number;
  /** That it has used so far. */
  cpuSeconds(): number;
  /** What its heap holds once all garbage is collected, MB. It is held up by that for a moment. */
  heapMb(): Promise<number>;
  ended: Promise<unknown>;
}

export interface Served extends Started {
  readonly url: string;
}

const root = fileURLToPath(new URL("../..", import.meta.url));
const probe = new URL("heap-probe.mjs", import.meta.url).href;

export function start(folder: string, env: Readonly<Record<string, string>>, ...args: string[]): Started {
  const program = path.join(root, "src/app/kimberlite.mjs");
  const log = openSync(path.join(folder, `${args[0]}.log`), "a");
  const probeSocket = path.join(folder, `${randomUUID()}.probe`);
  const child = spawn(process.execPath, ["--import", probe, program, ...args], {
    cwd: root,
    env: { ...env, HEAP_PROBE_SOCKET: probeSocket },
    // Where a failure is looked up. Requests are logged as they are in production.
    stdio: ["ignore", "ignore", log],
  });
  closeSync(log);
  const ended = once(child, "exit");
  const hasEnded = () => child.exitCode !== null || child.signalCode !== null;
  const end = async (signal: NodeJS.Signals) => {
    if (!hasEnded()) {
      child.kill(signal);
      await ended;
    }
    return child.exitCode;
  };
  return {
    pid: child.pid ?? 0,
    hasEnded,
    kill: async () => void (await end("SIGKILL")),
    stop: () => end("SIGTERM"),
    signal: (name) => void child.kill(name),
    memoryMb: () => memoryMbOf(child.pid ?? 0, "VmRSS"),
    cpuSeconds: () => cpuSecondsOf(child.pid ?? 0).own,
    heapMb: async () => Number(await text(connect(probeSocket))),
    ended,
  };
}

/** Waits until an instance may be sent requests. Answers how long that took, ms; null: it ended instead. */
export async function untilReady(served: Served, withinMs = 60_000): Promise<number | null> {
  const from = performance.now();
  while (performance.now() - from < withinMs) {
    const isReady = await fetch(`${served.url}/readyz`, { signal: AbortSignal.timeout(2_000) }).then(
      ({ ok }) => ok,
      () => false,
    );
    if (isReady) return performance.now() - from;
    if (served.hasEnded()) return null;
    await pause(10);
  }
  throw new Error(`${served.url} was not ready within ${withinMs} ms.`);
}

export function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once("error", reject);
    server.listen(0, "127.0.0.1", () => {
      const { port } = server.address() as AddressInfo;
      server.close(() => resolve(port));
    });
  });
}

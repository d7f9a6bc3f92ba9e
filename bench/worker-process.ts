import { spawn } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { cpuSecondsOf, freePort, memoryMbOf } from "./server-process.ts";

/** What a process holds, MB: all of it, V8's heap, and what lies outside of it, such as what goes to files and sockets. */
export interface MemoryMb {
  readonly resident: number;
  readonly heap: number;
  readonly external: number;
}

export interface WorkerProcess {
  /** CPU seconds it has used so far. */
  cpuSeconds(): number;
  /** Memory that it holds now. */
  memory(): Promise<MemoryMb>;
  /** As a power cut would. */
  kill(): void;
  /** As a machine that is paused and goes on later. */
  freeze(): void;
  thaw(): void;
  stop(): Promise<void>;
}

const root = fileURLToPath(new URL("..", import.meta.url));

/** `npx kimberlite worker`, once it works. */
export async function startWorker(env: Readonly<Record<string, string>>): Promise<WorkerProcess> {
  const port = String(await freePort());
  const child = spawn(process.execPath, ["src/app/kimberlite.mjs", "worker"], {
    cwd: root,
    env: { ...env, METRICS_PORT: port },
    stdio: ["ignore", "pipe", "inherit"],
  });
  await Promise.race([once(child.stdout, "data"), once(child, "exit")]);
  const pid = child.pid ?? 0;
  return {
    cpuSeconds: () => cpuSecondsOf(pid).own,
    async memory() {
      const scraped = await (await fetch(`http://127.0.0.1:${port}/metrics`)).text();
      const mb = (name: string) => Number(new RegExp(`^${name} (\\d+)`, "m").exec(scraped)?.[1] ?? NaN) / 1e6;
      return {
        resident: memoryMbOf(pid, "VmRSS"),
        heap: mb("nodejs_heap_size_total_bytes"),
        external: mb("nodejs_external_memory_bytes"),
      };
    },
    kill: () => void child.kill("SIGKILL"),
    freeze: () => void child.kill("SIGSTOP"),
    thaw: () => void child.kill("SIGCONT"),
    async stop() {
      if (child.exitCode !== null || child.signalCode !== null) return;
      const ended = once(child, "exit");
      child.kill("SIGTERM");
      await ended;
    },
  };
}

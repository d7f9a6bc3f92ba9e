import { spawn } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { cpuSecondsOf, memoryMbOf } from "./server-process.ts";

export interface WorkerProcess {
  /** CPU seconds it has used so far. */
  cpuSeconds(): number;
  /** Memory that it holds now, MB. */
  memoryMb(): number;
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
  const child = spawn(process.execPath, ["src/app/kimberlite.mjs", "worker"], {
    cwd: root,
    env,
    stdio: ["ignore", "pipe", "inherit"],
  });
  await Promise.race([once(child.stdout, "data"), once(child, "exit")]);
  const pid = child.pid ?? 0;
  return {
    cpuSeconds: () => cpuSecondsOf(pid).own,
    memoryMb: () => memoryMbOf(pid, "VmRSS"),
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

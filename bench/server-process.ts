import { spawn, type ChildProcess } from "node:child_process";
import { openSync, readdirSync, readFileSync } from "node:fs";
import { createServer, type AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";

export interface ServerProcess {
  readonly url: string;
  /** CPU seconds it has used so far. */
  cpuSeconds(): number;
  /** The most memory it has held, MB. */
  peakMemoryMb(): number;
  stop(): Promise<void>;
}

const root = fileURLToPath(new URL("..", import.meta.url));
const CLOCK_TICKS_PER_SECOND = 100;

/** Starts a server that listens on PORT and waits until it answers. */
export async function startServer(
  command: readonly string[],
  env: Readonly<Record<string, string>>,
  readyPath: string,
): Promise<ServerProcess> {
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const child = spawn(process.execPath, command, {
    cwd: root,
    // Several instances have one public address.
    env: { PUBLIC_URL: url, ...env, PORT: String(port), NODE_ENV: "production" },
    // Requests are logged as they are in production; to a file, which is where a failure is looked up.
    stdio: ["ignore", "ignore", openSync(path.join(tmpdir(), "kimberlite-bench.log"), "a")],
  });
  await untilReady(child, url + readyPath);
  return {
    url,
    cpuSeconds: () => cpuSecondsOf(child.pid ?? 0).own,
    peakMemoryMb: () => memoryMbOf(child.pid ?? 0, "VmHWM"),
    async stop() {
      if (child.exitCode !== null) return;
      const ended = new Promise((resolve) => child.once("exit", resolve));
      child.kill("SIGTERM");
      await ended;
    },
  };
}

/** CPU seconds of a process, and of its children that have ended. */
export function cpuSecondsOf(pid: number): { own: number; ended: number; parent: number } {
  // The name in the second field may hold spaces; what follows its bracket does not.
  const fields = readFileSync(`/proc/${pid}/stat`, "utf8").split(") ")[1]?.split(" ").map(Number) ?? [];
  const [user = 0, system = 0, endedUser = 0, endedSystem = 0] = fields.slice(11, 15);
  return {
    own: (user + system) / CLOCK_TICKS_PER_SECOND,
    ended: (endedUser + endedSystem) / CLOCK_TICKS_PER_SECOND,
    parent: fields[1] ?? 0,
  };
}

/** Memory that a process holds now (`VmRSS`), or the most it has held (`VmHWM`), MB. */
export function memoryMbOf(pid: number, field: "VmRSS" | "VmHWM"): number {
  const status = readFileSync(`/proc/${pid}/status`, "utf8");
  return Number(new RegExp(`${field}:\\s+(\\d+)`).exec(status)?.[1] ?? 0) / 1024;
}

/** CPU seconds that a PostgreSQL server has used, with all its connections past and present. */
export function postgresCpuSeconds(dataDir: string): number {
  const server = Number(readFileSync(`${dataDir}/postgres/postmaster.pid`, "utf8").split("\n")[0]);
  const { own, ended } = cpuSecondsOf(server);
  let total = own + ended;
  for (const name of readdirSync("/proc")) {
    if (!/^\d+$/.test(name)) continue;
    try {
      const { own: used, parent } = cpuSecondsOf(Number(name));
      if (parent === server) total += used;
    } catch {
      // It has ended since the list was read.
    }
  }
  return total;
}

async function untilReady(child: ChildProcess, url: string): Promise<void> {
  const deadline = Date.now() + 60_000;
  while (Date.now() < deadline) {
    if (child.exitCode !== null) throw new Error(`A server ended with ${child.exitCode}.`);
    const isUp = await fetch(url).then(
      ({ status }) => status < 500,
      () => false,
    );
    if (isUp) return;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  child.kill();
  throw new Error(`No answer from ${url} within a minute.`);
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

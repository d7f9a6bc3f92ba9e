import { spawn } from "node:child_process";
import { once } from "node:events";
import { readFile } from "node:fs/promises";
import { createServer, type AddressInfo } from "node:net";
import { createInterface } from "node:readline";
import { createTestServer, TODAY, type TestPartner, type TestServer } from "../../support/server.ts";

/** The built program, serving a test's database as a process of its own: one that can be watched, and can fall. */
export interface Served {
  readonly url: string;
  readonly partner: TestPartner;
  /** Bytes of memory it holds; null where the system does not say. */
  memory(): Promise<number | null>;
  isRunning(): boolean;
  /** Everything it logged, line by line. */
  readonly logs: string[];
  close(): Promise<void>;
}

const PROGRAM = "src/app/kimberlite.mjs";

export async function serve(): Promise<Served> {
  // Gives the database a partner with a token; the other process takes it, since both have one secret and one name.
  const server: TestServer = await createTestServer();
  const partner = await server.partner({ scopes: ["vehicles:read", "garages:read"] });
  const port = await freePort();
  const env = {
    DATABASE_URL: server.database.appUrl,
    DATABASE_POOL_MAX: "4",
    KIMBERLITE_SECRET: "a secret for tests that is long enough",
    KIMBERLITE_NOW: TODAY.toISOString(),
    PUBLIC_URL: "http://kimberlite.test",
    PORT: String(port),
  };
  const child = spawn(process.execPath, [PROGRAM, "serve"], { env, stdio: ["ignore", "pipe", "pipe"] });
  const logs: string[] = [];
  createInterface({ input: child.stderr }).on("line", (line) => logs.push(line));
  // Its first words say that it serves; it has nothing to say otherwise, and ends.
  const words = await Promise.race([once(child.stdout, "data"), once(child, "exit")]);
  if (child.exitCode !== null) throw new Error(`serve ended: ${String(words)} ${logs.join("\n")}`);
  return {
    url: `http://127.0.0.1:${port}`,
    partner,
    memory: () => memoryOf(child.pid ?? 0),
    isRunning: () => child.exitCode === null && child.signalCode === null,
    logs,
    async close() {
      if (child.exitCode === null) {
        child.kill("SIGTERM");
        const [code] = (await once(child, "exit")) as [number | null];
        if (code !== 0) throw new Error(`serve ended with ${String(code)}: ${logs.join("\n")}`);
      }
      await server.close();
    },
  };
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, "close");
  return port;
}

async function memoryOf(pid: number): Promise<number | null> {
  if (process.platform !== "linux") return null;
  const status = await readFile(`/proc/${pid}/status`, "utf8");
  return Number(/^VmRSS:\s+(\d+) kB$/m.exec(status)?.[1]) * 1024;
}

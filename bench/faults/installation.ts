import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import pg from "pg";
import { kimberlite } from "../fleet.ts";
import { createBenchPartner, type BenchPartner } from "../partner.ts";
import { loadConfig, openRuntime } from "../product.ts";
import { openDatabase, type Database } from "./database.ts";
import { freePort, start, untilReady, type Served, type Started } from "./processes.ts";

const SCOPES = [
  "vehicles:read",
  "vehicles:identify",
  "inspections:read",
  "inspections:write",
  "garages:read",
  "signals:read",
  "signals:write",
  "signals:act",
  "demand:read",
  "exports:run",
  "events:read",
  "webhooks:manage",
];

/** A database with a small synthetic fleet, a partner with many clients, and whole processes of the product on it. */
export interface Installation {
  readonly folder: string;
  readonly database: Database;
  readonly partner: BenchPartner;
  /** One more. */
  newPartner(clients: number): Promise<BenchPartner>;
  readonly env: Readonly<Record<string, string>>;
  serve(port?: number): Promise<Served>;
  work(): Started;
  /** One statement as a superuser, whom no policy binds. */
  look<Row extends pg.QueryResultRow>(text: string, values?: unknown[]): Promise<Row[]>;
  /** What the processes logged as their own faults since the last call; values are in none of it. */
  bugs(): string[];
  close(): Promise<void>;
}

export async function openInstallation(vehicles: number, clients: number): Promise<Installation> {
  const folder = mkdtempSync(path.join(tmpdir(), "kimberlite-faults-"));
  chmodSync(folder, 0o711);
  const own = { ...(process.env as Record<string, string>), KIMBERLITE_DATA_DIR: folder, LOG_LEVEL: "info" };
  kimberlite(own, "seed", "--vehicles", String(vehicles));
  kimberlite(own, "score");
  const database = await openDatabase(folder);
  const env = {
    ...own,
    DATABASE_URL: database.appUrl,
    WEBHOOK_ALLOW_LOOPBACK: "true",
    NODE_ENV: "production",
  };
  const newPartner = async (count: number) => {
    const runtime = await openRuntime(loadConfig({ ...env, LOG_LEVEL: "error" }));
    try {
      return await createBenchPartner(runtime, count, SCOPES);
    } finally {
      await runtime.close();
    }
  };
  const partner = await newPartner(clients);
  const processes = new Set<Started>();
  let closing: Promise<void> | null = null;
  /** What is killed because it ends is not to be started again by who sees it gone. */
  const begin = (own: Readonly<Record<string, string>>, command: "serve" | "worker"): Started => {
    if (closing !== null) throw new Error("The installation is being closed.");
    const started = start(folder, own, command);
    processes.add(started);
    return started;
  };
  const knownBugs = new Set<string>();
  const lookingPool = new pg.Pool({ connectionString: database.superuserUrl, max: 1 });
  lookingPool.on("error", () => undefined);
  return {
    ...{ folder, database, partner, newPartner, env },
    async serve(wanted) {
      const port = wanted ?? (await freePort());
      const url = `http://127.0.0.1:${port}`;
      // On a busy machine the database may be too slow for a start; whoever runs it starts it again.
      for (let tries = 1; ; tries += 1) {
        const served = {
          ...begin({ ...env, PORT: String(port), PUBLIC_URL: "http://127.0.0.1" }, "serve"),
          url,
        };
        const readyMs = await untilReady(served);
        if (readyMs !== null) return served;
        if (tries === 5) throw new Error(`The API did not start; ${folder}/serve.log tells why.`);
      }
    },
    work: () => begin(env, "worker"),
    async look<Row extends pg.QueryResultRow>(text: string, values: unknown[] = []) {
      return (await lookingPool.query<Row>(text, values)).rows;
    },
    bugs() {
      const lines = ["serve", "worker"].flatMap((name) => linesOf(path.join(folder, `${name}.log`)));
      const bugs = lines.filter((line) => line.includes('"msg":"bug"'));
      const fresh = bugs.filter((line) => !knownBugs.has(line));
      for (const line of fresh) knownBugs.add(line);
      return fresh;
    },
    close: () => (closing ??= close()),
  };

  async function close(): Promise<void> {
    for (const each of processes) {
      each.signal("SIGCONT");
      await each.kill();
    }
    await lookingPool.end();
    await database.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

const linesOf = (file: string) => (existsSync(file) ? readFileSync(file, "utf8").split("\n") : []);

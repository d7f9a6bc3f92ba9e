import { readdirSync, readFileSync } from "node:fs";
import { setTimeout as pause } from "node:timers/promises";
import { clusters } from "../product.ts";

/** An embedded cluster that nobody looks after: what is killed stays down until it is started. */
export interface Database {
  readonly ownerUrl: string;
  readonly appUrl: string;
  readonly superuserUrl: string;
  /** As a power cut would: the server alone, whose sessions then end by themselves. */
  kill(): Promise<void>;
  start(): Promise<void>;
  /** Stops every process of it where it stands. */
  freeze(): void;
  thaw(): void;
  /** Its server and all that it started. */
  pids(): number[];
  /** How many sessions of the product are open. */
  sessions(): number;
  stop(): Promise<void>;
}

const parentOf = (pid: string) => {
  try {
    return Number(readFileSync(`/proc/${pid}/stat`, "utf8").split(") ")[1]?.split(" ")[1]);
  } catch {
    // It has ended since the list was read.
    return 0;
  }
};

/** @param dataDir holds a cluster that is down */
export async function openDatabase(dataDir: string): Promise<Database> {
  const folder = await clusters.openDataFolder(dataDir);
  const access = await clusters.ensureAccess(folder);
  const binaries = await clusters.findBinaries();
  const user = await clusters.chooseServerUser(folder, binaries);
  const pidFile = `${folder.cluster}/postmaster.pid`;
  const server = () => Number(readFileSync(pidFile, "utf8").split("\n")[0]);
  const sessions = () =>
    readdirSync("/proc")
      .filter((pid) => /^\d+$/.test(pid) && parentOf(pid) === server())
      .map(Number);
  const start = async () => {
    const settings = { shared_buffers: "256MB", autovacuum_naptime: "15s" };
    const signal = AbortSignal.timeout(120_000);
    const wanted = { folder, binaries, user, settings, port: access.port, signal };
    for (let outcome = ""; outcome !== "ready";) outcome = await clusters.startServer(wanted);
  };
  await start();
  return {
    ownerUrl: clusters.connectionUrl(access, "kimberlite_owner", access.port),
    appUrl: clusters.connectionUrl(access, "kimberlite_app", access.port),
    superuserUrl: clusters.connectionUrl(access, "postgres", access.port),
    async kill() {
      const pid = server();
      process.kill(pid, "SIGKILL");
      while ((await clusters.readServerState(folder))?.pid === pid) await pause(5);
    },
    start,
    freeze() {
      // The server first, or it would start others.
      process.kill(server(), "SIGSTOP");
      for (const pid of sessions()) process.kill(pid, "SIGSTOP");
    },
    thaw() {
      for (const pid of sessions()) process.kill(pid, "SIGCONT");
      process.kill(server(), "SIGCONT");
    },
    pids: () => [server(), ...sessions()],
    sessions: () => sessions().length,
    stop: () => clusters.stopServer(folder, "fast"),
  };
}

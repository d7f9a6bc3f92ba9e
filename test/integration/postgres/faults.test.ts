import { execFile } from "node:child_process";
import { once } from "node:events";
import { readdir, readFile, writeFile } from "node:fs/promises";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { expect, onTestFinished, test, vi } from "vitest";
import pg from "pg";
import { findBinaries } from "../../../src/platform/postgres/binaries.ts";
import { openDataFolder } from "../../../src/platform/postgres/data-folder.ts";
import { chooseServerUser, spawnAs } from "../../../src/platform/postgres/server-user.ts";
import type { PostgresEvent } from "../../../src/platform/postgres/index.ts";
import {
  newDataDir,
  openServer,
  query,
  serverPid,
  spawnOpener,
  usedDataDir,
  timeUntilAnswer,
} from "./servers.ts";

/** Opens in a process of its own and kills that with its whole process group, as a closed terminal would. */
async function openAndKill(dataDir: string): Promise<string> {
  const { child, answer } = await spawnOpener(dataDir);
  await query(answer.ownerUrl!, "create table if not exists kept as select 42 as value");
  const exit = once(child, "exit");
  process.kill(-child.pid!, "SIGKILL");
  await exit;
  return answer.ownerUrl!;
}

test("a killed command leaves the server to the next one, who stops it", async () => {
  const dataDir = await usedDataDir();
  const url = await openAndKill(dataDir);

  await expect(query(url, "select value from kept")).resolves.toEqual([{ value: 42 }]);
  const next = await openServer(dataDir);

  expect(next.wasStarted).toBe(false);
  await next.close();
  await expect(serverPid(dataDir)).resolves.toBeNull();
});

test("when command and server are killed together, the next start recovers what was committed", async () => {
  const dataDir = await usedDataDir();
  await openAndKill(dataDir);
  process.kill((await serverPid(dataDir))!, "SIGKILL");

  const next = await openServer(dataDir);

  expect(next.wasStarted).toBe(true);
  await expect(query(next.ownerUrl, "select value from kept")).resolves.toEqual([{ value: 42 }]);
});

test("a killed server is back on the same port within three seconds, time after time", async () => {
  const dataDir = await usedDataDir();
  const events: PostgresEvent[] = [];
  const server = await openServer(dataDir, { onEvent: (event) => events.push(event) });
  await server.claimInstance();
  for (let round = 1; round <= 3; round += 1) {
    process.kill((await serverPid(dataDir))!, "SIGKILL");
    await vi.waitUntil(() => events.length === 2 * round, { timeout: 10_000, interval: 5 });

    expect(await timeUntilAnswer(server.appUrl)).toBeLessThan(3000);
  }
  expect(events.map(({ kind }) => kind)).toEqual(Array(3).fill(["lost", "restored"]).flat());
  for (const event of events) {
    if (event.kind === "restored") expect(event.downMs).toBeLessThan(3000);
  }
});

test("a server that is killed while it starts is started again", async () => {
  const dataDir = await usedDataDir();
  const opening = openServer(dataDir);
  await vi.waitUntil(async () => (await serverPid(dataDir)) !== null, { timeout: 10_000, interval: 1 });
  process.kill((await serverPid(dataDir))!, "SIGKILL");

  expect(await timeUntilAnswer((await opening).appUrl)).toBeLessThan(3000);
});

test("a killed server is back although one of its backends is deep in a computation", async () => {
  const dataDir = await usedDataDir();
  const server = await openServer(dataDir);
  const busy = query(server.appUrl, "select count(*) from generate_series(1, 1e12::bigint)").catch(String);
  await vi.waitUntil(
    async () =>
      (
        await query(
          server.ownerUrl,
          "select 1 from pg_stat_activity where query like '%1e12%' and pid <> pg_backend_pid()",
        )
      ).length === 1,
  );

  process.kill((await serverPid(dataDir))!, "SIGKILL");
  await busy;

  expect(await timeUntilAnswer(server.appUrl)).toBeLessThan(3000);
});

test("a crash that the server survives by itself does not start another", async () => {
  const dataDir = await usedDataDir();
  const events: PostgresEvent[] = [];
  const server = await openServer(dataDir, { onEvent: (event) => events.push(event) });
  const pid = await serverPid(dataDir);
  const client = new pg.Client({ connectionString: server.appUrl });
  client.on("error", () => undefined);
  await client.connect();
  const { rows } = await client.query<{ pid: number }>("select pg_backend_pid() as pid");

  process.kill(rows[0]!.pid, "SIGKILL");
  await vi.waitUntil(() => events.length === 2, { timeout: 10_000 });

  expect(events[1]).toMatchObject({ kind: "restored", wasStarted: false });
  await expect(serverPid(dataDir)).resolves.toBe(pid);
  await client.end().catch(() => undefined);
});

test("a second instance on the same data is refused, also after a crash, until the first has ended", async () => {
  const dataDir = await usedDataDir();
  const events: PostgresEvent[] = [];
  const server = await openServer(dataDir, { onEvent: (event) => events.push(event) });
  await server.claimInstance();

  const { answer, child } = await spawnOpener(dataDir, { claim: true });
  expect(answer).toEqual({ code: "POSTGRES_ALREADY_CLAIMED" });
  child.kill();

  process.kill((await serverPid(dataDir))!, "SIGKILL");
  await vi.waitUntil(() => events.some(({ kind }) => kind === "restored"), { timeout: 10_000 });
  const second = await openServer(dataDir);
  await expect(second.claimInstance()).rejects.toMatchObject({
    code: "POSTGRES_ALREADY_CLAIMED",
    message: expect.stringContaining(`(process ${process.pid}) already runs on ${dataDir}`) as string,
  });

  await server.close();
  await second.claimInstance();
});

test("whoever uses the server brings it back when the instance that holds the claim is killed with it", async () => {
  const dataDir = await usedDataDir();
  const { child, answer } = await spawnOpener(dataDir, { claim: true });
  const command = await openServer(dataDir);
  expect(command.ownerUrl).toBe(answer.ownerUrl);

  child.kill("SIGKILL");
  process.kill((await serverPid(dataDir))!, "SIGKILL");
  await sleep(50);

  expect(await timeUntilAnswer(command.ownerUrl)).toBeLessThan(3000);
  await command.claimInstance();
});

test("closing in the middle of a crash leaves no server behind", async () => {
  const dataDir = await usedDataDir();
  for (const delayMs of [0, 20, 60, 120]) {
    const server = await openServer(dataDir);
    process.kill((await serverPid(dataDir))!, "SIGKILL");
    await sleep(delayMs);

    await server.close();

    await expect(serverPid(dataDir)).resolves.toBeNull();
  }
});

test("a stale postmaster.pid whose process id now belongs to another program is no obstacle", async () => {
  const dataDir = await usedDataDir();
  await openAndKill(dataDir);
  const folder = await openDataFolder(dataDir);
  process.kill((await serverPid(dataDir))!, "SIGKILL");
  // The server's own user, because PostgreSQL itself does not mind a process of somebody else.
  const bystander = spawnAs(await chooseServerUser(folder, await findBinaries()), "sleep", ["60"], {
    stdio: "ignore",
  });
  onTestFinished(() => void bystander.kill());
  await once(bystander, "spawn");
  const pidFile = path.join(folder.cluster, "postmaster.pid");
  await writeFile(pidFile, (await readFile(pidFile, "utf8")).replace(/^\d+/, String(bystander.pid)));

  const next = await openServer(dataDir);

  await expect(query(next.ownerUrl, "select value from kept")).resolves.toEqual([{ value: 42 }]);
  expect(bystander.exitCode).toBeNull();
});

test("what a killed creator left behind is removed and made anew", async () => {
  const dataDir = await newDataDir();
  const program = path.join(import.meta.dirname, "opener.ts");
  const creator = execFile(process.execPath, [program, dataDir]);
  const folder = await openDataFolder(dataDir);
  await vi.waitUntil(async () => (await readFile(folder.startLock, "utf8").catch(() => "")) !== "", {
    timeout: 10_000,
    interval: 5,
  });
  await sleep(200);
  creator.kill("SIGKILL");

  const server = await openServer(dataDir);

  expect(server.wasStarted).toBe(true);
  await expect(query(server.appUrl, "select 1")).resolves.toHaveLength(1);
  expect((await readdir(dataDir)).toSorted()).toEqual(["postgres", "postgres.json", "postgres.log"]);
});

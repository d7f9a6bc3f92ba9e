import { execFile } from "node:child_process";
import { chmod, chown, cp, mkdir, mkdtemp, readFile, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { promisify } from "node:util";
import { expect, onTestFinished, test } from "vitest";
import { findBinaries } from "../../../src/platform/postgres/binaries.ts";
import { openDataFolder } from "../../../src/platform/postgres/data-folder.ts";
import { disconnect, joinServer } from "../../../src/platform/postgres/join-server.ts";
import { chooseServerUser, runAs, type ServerUser } from "../../../src/platform/postgres/server-user.ts";
import {
  endOpener,
  isRoot,
  newDataDir,
  openServer,
  query,
  QUICK,
  serverPid,
  spawnOpener,
  usedDataDir,
} from "./servers.ts";

const NOBODY = { uid: 65_534, gid: 65_534 };
const nobody: ServerUser = { ids: NOBODY, capability: null };

/** A command of another user needs this program and Node within his reach. */
const nobodyReachesUs =
  isRoot &&
  (
    await runAs(nobody, process.execPath, [
      "-e",
      `require("fs").accessSync(${JSON.stringify(import.meta.filename)})`,
    ])
  ).succeeded;
const hasSetpriv = (await runAs({ ids: null, capability: null }, "setpriv", ["--version"])).succeeded;

async function changeOwner(folder: string, { uid, gid }: { uid: number; gid: number }): Promise<void> {
  await promisify(execFile)("chown", ["-R", `${uid}:${gid}`, folder]);
}

async function processOwner(pid: number | null): Promise<number> {
  return (await stat(`/proc/${String(pid)}`)).uid;
}

test.skipIf(!isRoot || process.platform !== "linux")(
  "as root, the server runs as an existing other user, who gets the cluster and nothing else",
  async () => {
    const dataDir = await usedDataDir();
    const server = await openServer(dataDir);

    const cluster = await stat(path.join(dataDir, "postgres"));
    expect(cluster.uid).not.toBe(0);
    await expect(processOwner(await serverPid(dataDir))).resolves.toBe(cluster.uid);
    expect((await stat(path.join(dataDir, "postgres.json"))).uid).toBe(0);
    const status = await readFile(`/proc/${String(await serverPid(dataDir))}/status`, "utf8");
    expect(status).toMatch(/^CapEff:\s*0+$/m);
    await expect(query(server.appUrl, "select 1")).resolves.toHaveLength(1);
  },
);

test.skipIf(!isRoot || process.platform !== "linux")(
  "as root, the owner of an existing cluster keeps it",
  async () => {
    const dataDir = await usedDataDir();
    const cluster = path.join(dataDir, "postgres");
    const { uid, gid } = await stat(cluster);
    await changeOwner(cluster, NOBODY);
    onTestFinished(() => changeOwner(cluster, { uid, gid }));

    await openServer(dataDir);

    await expect(processOwner(await serverPid(dataDir))).resolves.toBe(NOBODY.uid);
  },
);

test.skipIf(!isRoot || !hasSetpriv)(
  "as root, a data folder below a private one is served by a process that may read and nothing more",
  async () => {
    const parent = await newDataDir();
    const dataDir = path.join(parent, "clone", ".kimberlite");
    await chmod(parent, 0o700);
    onTestFinished(() => chmod(parent, 0o700));

    const server = await openServer(dataDir);

    expect(server.wasStarted).toBe(true);
    const status = await readFile(`/proc/${String(await serverPid(dataDir))}/status`, "utf8");
    // Bit 2 is CAP_DAC_READ_SEARCH, bit 1 CAP_DAC_OVERRIDE, where the former is withheld.
    expect(status).toMatch(/^CapBnd:\s*0+[24]$/m);
    await query(server.ownerUrl, "create table kept as select 42 as value");
    await server.close();
    const again = await openServer(dataDir);
    await expect(query(again.ownerUrl, "select value from kept")).resolves.toEqual([{ value: 42 }]);
    await again.close();
  },
);

test.skipIf(!isRoot || !hasSetpriv)("as root, programs below a private folder run, too", async () => {
  const dataDir = await newDataDir();
  const closed = await mkdtemp(path.join(tmpdir(), "kimberlite-closed-"));
  onTestFinished(() => rm(closed, { recursive: true, force: true }));
  const { postgres } = await findBinaries();
  const native = path.join(closed, "native");
  await cp(path.resolve(postgres, "../.."), native, { recursive: true, verbatimSymlinks: true });
  const binaries = { postgres: path.join(native, "bin/postgres"), initdb: path.join(native, "bin/initdb") };
  const folder = await openDataFolder(dataDir);
  await expect(chooseServerUser(folder, binaries)).resolves.not.toMatchObject({ capability: null });

  const joined = await joinServer(
    { folder, binaries, settings: QUICK, durable: false },
    { port: null, patienceMs: 0, signal: new AbortController().signal },
  );

  expect(joined.wasStarted).toBe(true);
  await disconnect(joined.client);
});

test.skipIf(!nobodyReachesUs)("an ordinary user gets a server of his own", async () => {
  const parent = await newDataDir();
  const dataDir = path.join(parent, "data");
  await mkdir(dataDir, { mode: 0o700 });
  await chown(dataDir, NOBODY.uid, NOBODY.gid);

  const { child, answer } = await spawnOpener(dataDir, NOBODY);

  expect(answer.wasStarted).toBe(true);
  await expect(processOwner(await serverPid(dataDir))).resolves.toBe(NOBODY.uid);
  await expect(query(answer.ownerUrl!, "select 1")).resolves.toHaveLength(1);
  await endOpener(child);
  await expect(serverPid(dataDir)).resolves.toBeNull();
});

test.skipIf(!nobodyReachesUs)("somebody else's data folder is refused", async () => {
  const dataDir = await usedDataDir();
  await expect(spawnOpener(dataDir, NOBODY)).resolves.toMatchObject({
    answer: { code: "POSTGRES_FOLDER_CLOSED" },
  });

  await chmod(dataDir, 0o777);
  await expect(spawnOpener(dataDir, NOBODY)).resolves.toMatchObject({
    answer: { code: "POSTGRES_FOLDER_CLOSED" },
  });
});

import { once } from "node:events";
import { watch } from "node:fs";
import { readdir, readFile, rename, stat, writeFile } from "node:fs/promises";
import { createServer } from "node:net";
import path from "node:path";
import pg from "pg";
import { describe, expect, onTestFinished, test } from "vitest";
import {
  endOpener,
  newDataDir,
  onDatabase,
  openServer,
  query,
  serverLog,
  serverPid,
  QUICK,
  spawnOpener,
  usedDataDir,
} from "./servers.ts";

describe("openEmbeddedPostgres", () => {
  test("makes a cluster whose owner can migrate and whose application role owns nothing", async () => {
    const dataDir = await newDataDir();
    const server = await openServer(dataDir);

    expect(server.wasStarted).toBe(true);
    await expect(
      query(
        server.ownerUrl,
        `select rolname, rolsuper, rolbypassrls, rolcreaterole, rolcreatedb, rolcanlogin from pg_roles
         where rolname like 'kimberlite%' order by rolname`,
      ),
    ).resolves.toEqual([
      {
        rolname: "kimberlite_app",
        rolsuper: false,
        rolbypassrls: false,
        rolcreaterole: false,
        rolcreatedb: false,
        rolcanlogin: true,
      },
      {
        rolname: "kimberlite_owner",
        rolsuper: false,
        rolbypassrls: false,
        rolcreaterole: true,
        rolcreatedb: true,
        rolcanlogin: true,
      },
    ]);
    await query(server.ownerUrl, "create role kimberlite_api nologin");
    await query(server.ownerUrl, "grant kimberlite_api to kimberlite_app");
    await query(server.ownerUrl, "create table cars (id int)");
    await query(server.ownerUrl, "grant select on cars to kimberlite_api");
    await query(onDatabase(server.ownerUrl, "postgres"), "create database copy template kimberlite");
    await expect(query(onDatabase(server.appUrl, "copy"), "select * from cars")).resolves.toEqual([]);
    await expect(query(server.appUrl, "create table mine (id int)")).rejects.toMatchObject({ code: "42501" });
    // Whoever gets in there could take the locks that say who uses the server.
    await expect(query(onDatabase(server.appUrl, "postgres"), "select 1")).rejects.toMatchObject({
      code: "42501",
    });
  });

  test("sorts and folds text the same way on every machine, checks pages, and listens on this machine only", async () => {
    const server = await openServer(await usedDataDir(), { settings: {} });

    await expect(
      query(
        server.superuserUrl,
        `select pg_encoding_to_char(encoding) as encoding, datlocprovider, datlocale,
           current_setting('data_checksums') as checksums, current_setting('TimeZone') as zone,
           current_setting('listen_addresses') as addresses, current_setting('unix_socket_directories') as sockets,
           current_setting('fsync') as fsync, upper('é') as upper
         from pg_database where datname = current_database()`,
      ),
    ).resolves.toEqual([
      {
        encoding: "UTF8",
        datlocprovider: "b",
        datlocale: "C.UTF-8",
        checksums: "on",
        zone: "UTC",
        addresses: "127.0.0.1",
        sockets: "",
        fsync: "on",
        upper: "É",
      },
    ]);
  });

  test("keeps its passwords readable for their owner only, and takes no connection without one", async () => {
    const dataDir = await usedDataDir();
    const server = await openServer(dataDir);

    expect((await stat(path.join(dataDir, "postgres.json"))).mode & 0o777).toBe(0o600);
    expect((await stat(path.join(dataDir, "postgres"))).mode & 0o777).toBe(0o700);
    expect((await stat(path.join(dataDir, "postgres.log"))).mode & 0o777).toBe(0o600);
    for (const role of ["postgres", "kimberlite_owner", "kimberlite_app"]) {
      const wrong = new URL(server.appUrl);
      wrong.username = role;
      wrong.password = "wrong";
      await expect(query(wrong.href, "select 1")).rejects.toMatchObject({ code: "28P01" });
    }
  });

  test("joins a running server and stops it with the last one who leaves, whoever started it", async () => {
    const dataDir = await usedDataDir();
    const first = await openServer(dataDir);
    const second = await openServer(dataDir);
    expect([first.wasStarted, second.wasStarted]).toEqual([true, false]);
    expect(second.appUrl).toBe(first.appUrl);

    await first.close();
    await expect(query(second.appUrl, "select 1")).resolves.toHaveLength(1);

    await second.close();
    await expect(query(second.appUrl, "select 1")).rejects.toMatchObject({ code: "ECONNREFUSED" });
    await expect(serverPid(dataDir)).resolves.toBeNull();
  });

  test("starts again in well under half a second with the data and the connection strings of before", async () => {
    const dataDir = await usedDataDir();
    const first = await openServer(dataDir);
    await query(first.ownerUrl, "create table if not exists kept as select 42 as value");
    await first.close();

    const from = performance.now();
    const second = await openServer(dataDir);
    const tookMs = performance.now() - from;

    expect(second.wasStarted).toBe(true);
    expect(second.ownerUrl).toBe(first.ownerUrl);
    await expect(query(second.ownerUrl, "select value from kept")).resolves.toEqual([{ value: 42 }]);
    // 0.2 s on two cores to itself; the limit leaves room for a machine that does other things.
    expect(tookMs).toBeLessThan(1500);
  });

  test("makes one cluster and starts one server for ten who open a new folder at once", async () => {
    const dataDir = await newDataDir();
    const drafts = new Set<string>();
    const watcher = watch(dataDir, (_event, entry) => {
      if (entry?.startsWith("postgres.creating-")) drafts.add(entry);
    });
    onTestFinished(() => watcher.close());

    const processes = Array.from({ length: 3 }, () => spawnOpener(dataDir));
    const here = Array.from({ length: 7 }, () => openServer(dataDir));
    const [openers, servers] = await Promise.all([Promise.all(processes), Promise.all(here)]);

    const answers = [...openers.map(({ answer }) => answer), ...servers];
    expect(answers.filter((answer) => answer.wasStarted)).toHaveLength(1);
    expect(new Set(answers.map((answer) => answer.ownerUrl)).size).toBe(1);
    expect(drafts.size).toBe(1);
    expect((await serverLog(dataDir)).match(/starting PostgreSQL/g)).toHaveLength(1);
    expect((await readdir(dataDir)).toSorted()).toEqual(["postgres", "postgres.json", "postgres.log"]);

    await Promise.all([
      ...servers.map((server) => server.close()),
      ...openers.map(({ child }) => endOpener(child)),
    ]);
    await expect(serverPid(dataDir)).resolves.toBeNull();
  });

  test("serves everyone who opens and closes while others do the same", async () => {
    const dataDir = await usedDataDir();
    const rounds = Array.from({ length: 4 }, async () => {
      for (let round = 0; round < 5; round += 1) {
        const server = await openServer(dataDir);
        await query(server.appUrl, "select 1");
        await server.close();
      }
    });

    await Promise.all(rounds);

    await expect(serverPid(dataDir)).resolves.toBeNull();
  });

  test("moves to another port when somebody else has taken its own", async () => {
    const dataDir = await usedDataDir();
    const first = await openServer(dataDir);
    await first.close();
    const other = createServer().listen(Number(new URL(first.appUrl).port), "127.0.0.1");
    onTestFinished(() => void other.close());
    await once(other, "listening");

    const second = await openServer(dataDir);

    expect(new URL(second.appUrl).port).not.toBe(new URL(first.appUrl).port);
    await expect(query(second.appUrl, "select 1")).resolves.toHaveLength(1);
  });

  test("takes settings over its own, and lets the owner in when the application has used up its connections", async () => {
    const dataDir = await usedDataDir();
    const server = await openServer(dataDir, {
      settings: { ...QUICK, max_connections: 12, work_mem: "5MB" },
    });
    await expect(query(server.appUrl, "show work_mem")).resolves.toEqual([{ work_mem: "5MB" }]);

    const clients = Array.from({ length: 12 }, () => new pg.Client({ connectionString: server.appUrl }));
    for (const client of clients) client.on("error", () => undefined);
    onTestFinished(async () => {
      await Promise.allSettled(clients.map((client) => client.end()));
    });
    const outcomes = await Promise.allSettled(clients.map((client) => client.connect()));

    expect(outcomes.some(({ status }) => status === "rejected")).toBe(true);
    await expect(query(server.ownerUrl, "select 1")).resolves.toHaveLength(1);
    await expect(openServer(dataDir)).resolves.toMatchObject({ wasStarted: false });
  });

  test("G110 writes no value of a statement to the server's log, also of a slow one", async () => {
    const dataDir = await usedDataDir();
    const server = await openServer(dataDir);
    await query(server.ownerUrl, "create table plates (plate text primary key)");
    await query(server.ownerUrl, "insert into plates values ('AB12CDE')");

    await expect(query(server.ownerUrl, "insert into plates values ('AB12CDE')")).rejects.toThrow();
    await expect(query(server.ownerUrl, "select 'AB12CDE'::date")).rejects.toThrow();
    const slow = "set statement_timeout = '1ms'; select pg_sleep(1), 'AB12CDE'";
    await expect(query(server.ownerUrl, slow)).rejects.toThrow();
    await server.close();

    expect(await serverLog(dataDir)).toContain("database system is shut down");
    expect(await serverLog(dataDir)).not.toContain("AB12CDE");
  });

  test("sets a long log aside, and keeps one", async () => {
    const dataDir = await usedDataDir();
    await writeFile(path.join(dataDir, "postgres.log"), "long ".repeat(3_000_000));

    await openServer(dataDir);

    expect((await stat(path.join(dataDir, "postgres.log.1"))).size).toBe(15_000_000);
    expect((await stat(path.join(dataDir, "postgres.log"))).size).toBeLessThan(10_000);
  });

  test("gives up when asked to, at whatever moment, and leaves no server behind", async () => {
    const dataDir = await usedDataDir();
    for (const delayMs of [0, 10, 20, 40, 60, 80, 100, 150]) {
      const signal = AbortSignal.timeout(delayMs);
      // Too late to give up is as good, provided that the server can be closed.
      const server = await openServer(dataDir, { signal }).catch((error: unknown) => {
        expect(error).toBe(signal.reason);
        return null;
      });
      await server?.close();

      await expect(serverPid(dataDir)).resolves.toBeNull();
    }
    await expect(openServer(dataDir, { signal: AbortSignal.abort(new Error("enough")) })).rejects.toThrow(
      "enough",
    );
  });
});

describe("openEmbeddedPostgres refuses, and says what to do about it", () => {
  test.each([
    { _case: "a damaged postgres.json", file: "postgres.json", content: "{" },
    { _case: "a postgres.json of another cluster", file: "postgres.json", content: null },
    { _case: "a cluster of another version", file: "postgres/PG_VERSION", content: "17\n" },
  ])("$_case", async ({ file, content }) => {
    const dataDir = await usedDataDir();
    const target = path.join(dataDir, file);
    const present = await readFile(target, "utf8");
    onTestFinished(() => writeFile(target, present));
    await writeFile(target, content ?? present.replaceAll(/(_owner": ")[^"]+/g, "$1other"));

    await expect(openServer(dataDir)).rejects.toMatchObject({
      code: "POSTGRES_FOLDER_UNUSABLE",
      message: expect.stringContaining(dataDir) as string,
    });
  });

  test("a cluster without its postgres.json", async () => {
    const dataDir = await usedDataDir();
    const aside = path.join(dataDir, "aside.json");
    await rename(path.join(dataDir, "postgres.json"), aside);
    onTestFinished(() => rename(aside, path.join(dataDir, "postgres.json")));

    await expect(openServer(dataDir)).rejects.toMatchObject({ code: "POSTGRES_FOLDER_UNUSABLE" });
  });

  test("settings that the server does not take, with the last lines of its log", async () => {
    await expect(openServer(await usedDataDir(), { settings: { work_mem: "lots" } })).rejects.toMatchObject({
      code: "POSTGRES_START_FAILED",
      message: expect.stringContaining('invalid value for parameter "work_mem": "lots"') as string,
    });
  });
});

import { randomUUID } from "node:crypto";
import { appendFile, chown, mkdir, readdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import type { PostgresBinaries } from "./binaries.ts";
import { DATABASE_NAME, type DataFolder, type ServerAccess } from "./data-folder.ts";
import { PostgresError } from "./postgres-error.ts";
import { isAlive } from "./process-table.ts";
import { runAs, type ServerUser } from "./server-user.ts";

/** Major version of the binaries. A cluster made by another one cannot be opened. */
const MAJOR_VERSION = "18";

/** File in the cluster with our settings, written anew before each start. */
export const SETTINGS_FILE = "kimberlite.conf";

/** A cluster in the making; its creator's process id follows. What a killed one left is removed by the next. */
const DRAFT_PREFIX = "postgres.creating-";

/** Passwords only, over TCP on this machine only. */
const HOST_BASED_ACCESS =
  "host all all 127.0.0.1/32 scram-sha-256\nhost replication all 127.0.0.1/32 scram-sha-256\n";

export interface ClusterDraft {
  readonly folder: DataFolder;
  readonly binaries: PostgresBinaries;
  readonly user: ServerUser;
  readonly access: ServerAccess;
  /** False saves the time to write the new files to disk for good: throwaway clusters. */
  readonly durable: boolean;
}

/**
 * Whether the data folder holds a cluster.
 * @throws {PostgresError} POSTGRES_FOLDER_UNUSABLE when it is not one of this PostgreSQL version
 */
export async function clusterExists(folder: DataFolder): Promise<boolean> {
  const entries = await readdir(folder.cluster).catch((error: unknown) => {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return null;
    throw error;
  });
  if (entries === null) return false;
  const version = entries.includes("PG_VERSION")
    ? (await readFile(path.join(folder.cluster, "PG_VERSION"), "utf8")).trim()
    : "unknown";
  if (version !== MAJOR_VERSION) {
    throw new PostgresError(
      "POSTGRES_FOLDER_UNUSABLE",
      `${folder.cluster} is no data directory of PostgreSQL ${MAJOR_VERSION} (version ${version}). ` +
        "Set KIMBERLITE_DATA_DIR to another folder, or move this one away.",
    );
  }
  return true;
}

/**
 * Makes the cluster with its roles and database, beside its place, and moves it there when it is complete: a
 * creator that is killed leaves nothing half done, and of two creators one wins.
 * @throws {PostgresError} POSTGRES_CREATE_FAILED
 */
export async function createCluster(draft: ClusterDraft): Promise<void> {
  const directory = path.join(draft.folder.root, `${DRAFT_PREFIX}${process.pid}-${randomUUID()}`);
  await mkdir(directory, { mode: 0o700 });
  try {
    await chownFor(draft.user, directory);
    await initialise(draft, directory);
    await rename(directory, draft.folder.cluster);
  } catch (error) {
    await rm(directory, { recursive: true, force: true });
    const { code } = error as NodeJS.ErrnoException;
    if (code !== "ENOTEMPTY" && code !== "EEXIST") throw error;
  }
  await removeLeftDrafts(draft.folder);
}

/** Gives a file to the server's user; nothing to do where that is the user of this process. */
export async function chownFor(user: ServerUser, file: string): Promise<void> {
  if (user.ids !== null) await chown(file, user.ids.uid, user.ids.gid);
}

async function initialise(draft: ClusterDraft, directory: string): Promise<void> {
  const { initdb, postgres } = draft.binaries;
  const run = (program: string, parameters: string[], input?: string) =>
    runAs(draft.user, program, parameters, input);
  const made = await run(initdb, [
    `--pgdata=${directory}`,
    "--username=postgres",
    "--auth=reject",
    "--encoding=UTF8",
    "--locale=C",
    "--locale-provider=builtin",
    "--builtin-locale=C.UTF-8",
    "--data-checksums",
    "--no-sync",
    "--no-instructions",
  ]);
  if (!made.succeeded) throw creationFailed(draft.folder, made.output);
  await configure(draft.user, directory);
  // A single-user backend answers 0 even when a statement failed or did nothing; its messages tell.
  const quiet = ["log_min_error_statement=panic", "log_error_verbosity=terse", "fsync=off"];
  const settings = quiet.flatMap((setting) => ["-c", setting]);
  const filled = await run(
    postgres,
    ["--single", "-j", "-D", directory, ...settings, "postgres"],
    setUpScript(draft.access),
  );
  if (!filled.succeeded || /\b(WARNING|ERROR|FATAL|PANIC):/.test(filled.output)) {
    throw creationFailed(draft.folder, filled.output);
  }
  if (!draft.durable) return;
  const synced = await run(initdb, [`--pgdata=${directory}`, "--sync-only"]);
  if (!synced.succeeded) throw creationFailed(draft.folder, synced.output);
}

async function configure(user: ServerUser, directory: string): Promise<void> {
  const hostBasedAccess = path.join(directory, "pg_hba.conf");
  await writeFile(hostBasedAccess, HOST_BASED_ACCESS);
  await chownFor(user, hostBasedAccess);
  await appendFile(
    path.join(directory, "postgresql.conf"),
    `\n# Written anew at each start; change settings with ALTER SYSTEM, which wins.\n` +
      `include_if_exists = '${SETTINGS_FILE}'\n`,
  );
}

/**
 * Roles and database. The owner creates the application's role, which makes it that role's administrator; it is no
 * superuser and cannot pass row-level security on tables that force it. It may read every setting and use the
 * slots kept from applications: the connection that watches the server needs both.
 *
 * In single-user mode with -j a statement ends at a semicolon followed by an empty line.
 */
function setUpScript(access: ServerAccess): string {
  const { passwords } = access;
  return [
    `alter role postgres password '${passwords.postgres}'`,
    `create role kimberlite_owner login createdb createrole password '${passwords.kimberlite_owner}'`,
    "grant pg_monitor, pg_signal_backend, pg_checkpoint, pg_use_reserved_connections to kimberlite_owner",
    "set role kimberlite_owner",
    `create role kimberlite_app login password '${passwords.kimberlite_app}'`,
    "reset role",
    `create database ${DATABASE_NAME} owner kimberlite_owner`,
    // Locks that say who uses the server live in this database; an application must not be able to take them.
    "revoke all on database postgres from public",
    "grant connect on database postgres to kimberlite_owner",
  ]
    .map((statement) => `${statement};\n\n`)
    .join("");
}

/** A killed creator's initdb may still be writing into its draft, so this comes last and tries more than once. */
async function removeLeftDrafts(folder: DataFolder): Promise<void> {
  const entries = await readdir(folder.root);
  const left = entries.filter(
    (entry) => entry.startsWith(DRAFT_PREFIX) && !isAlive(Number.parseInt(entry.slice(DRAFT_PREFIX.length))),
  );
  const options = { recursive: true, force: true, maxRetries: 5 };
  await Promise.allSettled(left.map((entry) => rm(path.join(folder.root, entry), options)));
}

function creationFailed(folder: DataFolder, output: string): PostgresError {
  return new PostgresError(
    "POSTGRES_CREATE_FAILED",
    `PostgreSQL could not set up ${folder.cluster}. Free disk space and permissions are the usual causes. It said:\n` +
      output.trim().split("\n").slice(-15).join("\n"),
  );
}

import { randomBytes, randomInt, randomUUID } from "node:crypto";
import { access, constants, link, mkdir, readFile, realpath, rename, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { PostgresError } from "./postgres-error.ts";

/** Where the parts of an embedded PostgreSQL lie. Absolute paths without symbolic links. */
export interface DataFolder {
  readonly root: string;
  /** PostgreSQL's own data directory. */
  readonly cluster: string;
  readonly log: string;
  readonly access: string;
  /** Present while somebody creates the cluster or starts the server. */
  readonly startLock: string;
}

/** How to get in. Kept in `postgres.json`, readable for its owner only. */
export interface ServerAccess {
  /** Port on 127.0.0.1 of the next start; the live one is in `postmaster.pid`. */
  readonly port: number;
  readonly passwords: Readonly<Record<ServerRole, string>>;
}

/** Roles that exist from the beginning. `postgres` is the superuser; the product never connects as it. */
export const SERVER_ROLES = ["postgres", "kimberlite_owner", "kimberlite_app"] as const;
export type ServerRole = (typeof SERVER_ROLES)[number];

export const DATABASE_NAME = "kimberlite";

/**
 * Makes the folder where it is missing. As root it stays passable, because the server runs as somebody else.
 * @throws {PostgresError} POSTGRES_FOLDER_CLOSED when this process may not make it or write to it
 */
export async function openDataFolder(dataDir: string): Promise<DataFolder> {
  const root = await ensureFolder(dataDir).catch((cause: unknown) => {
    throw new PostgresError(
      "POSTGRES_FOLDER_CLOSED",
      `The data folder ${dataDir} cannot be made or written to. Give yourself access, or set KIMBERLITE_DATA_DIR.`,
      { cause },
    );
  });
  return {
    root,
    cluster: path.join(root, "postgres"),
    log: path.join(root, "postgres.log"),
    access: path.join(root, "postgres.json"),
    startLock: path.join(root, "postgres.starting"),
  };
}

async function ensureFolder(dataDir: string): Promise<string> {
  await mkdir(dataDir, { recursive: true, mode: process.getuid?.() === 0 ? 0o711 : 0o700 });
  await access(dataDir, constants.W_OK | constants.X_OK);
  return realpath(dataDir);
}

/**
 * Null where there is none yet.
 * @throws {PostgresError} POSTGRES_FOLDER_UNUSABLE when the file is not what this program writes
 */
export async function readAccess(folder: DataFolder): Promise<ServerAccess | null> {
  const text = await readFile(folder.access, "utf8").catch((error: unknown) => {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return null;
    throw error;
  });
  if (text === null) return null;
  try {
    const found = JSON.parse(text) as ServerAccess;
    const passwords: unknown[] = SERVER_ROLES.map((role) => found.passwords[role]);
    if (Number.isInteger(found.port) && passwords.every((password) => typeof password === "string")) {
      return found;
    }
  } catch {
    // Falls through to the one message for every kind of damage.
  }
  throw new PostgresError(
    "POSTGRES_FOLDER_UNUSABLE",
    `${folder.access} is damaged. Restore it from a backup, or remove ${folder.root} to begin anew without its data.`,
  );
}

/** The access of this folder, made up on first use. Of several who do so at once, one wins, and all get its answer. */
export async function ensureAccess(folder: DataFolder): Promise<ServerAccess> {
  const present = await readAccess(folder);
  if (present !== null) return present;
  const passwords = Object.fromEntries(
    SERVER_ROLES.map((role) => [role, randomBytes(24).toString("base64url")]),
  ) as Record<ServerRole, string>;
  const draft = await writeDraft(folder, { port: choosePort(), passwords });
  try {
    await link(draft, folder.access);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
  } finally {
    await rm(draft, { force: true });
  }
  return ensureAccess(folder);
}

/** Moves the server to another port from its next start on, because somebody else listens on the present one. */
export async function changePort(folder: DataFolder): Promise<void> {
  const present = await ensureAccess(folder);
  await rename(await writeDraft(folder, { ...present, port: choosePort() }), folder.access);
}

async function writeDraft(folder: DataFolder, content: ServerAccess): Promise<string> {
  const draft = `${folder.access}.${randomUUID()}`;
  await writeFile(draft, `${JSON.stringify(content, null, 2)}\n`, { mode: 0o600, flag: "wx" });
  return draft;
}

/**
 * A port below those that Linux (32768 and up) and macOS (49152 and up) give to outgoing connections, so that none
 * of these can sit on it while a crashed server is started again.
 */
function choosePort(): number {
  return randomInt(20_000, 30_000);
}

/** Connection string of a role on the live port. */
export function connectionUrl(
  { passwords }: ServerAccess,
  role: ServerRole,
  port: number,
  database = DATABASE_NAME,
): string {
  return `postgres://${role}:${passwords[role]}@127.0.0.1:${port}/${database}`;
}

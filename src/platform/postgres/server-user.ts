import { spawn, type ChildProcess, type SpawnOptions } from "node:child_process";
import { once } from "node:events";
import { stat } from "node:fs/promises";
import type { PostgresBinaries } from "./binaries.ts";
import type { DataFolder } from "./data-folder.ts";
import { PostgresError } from "./postgres-error.ts";

/** Who PostgreSQL's programs run as. */
export interface ServerUser {
  /** Null: as the user of this process. */
  readonly ids: { readonly uid: number; readonly gid: number } | null;
  /** Linux capability that lets the user pass folders that are closed to it; null when none is needed. */
  readonly capability: "dac_read_search" | "dac_override" | null;
}

export interface ProgramResult {
  readonly succeeded: boolean;
  /** Standard output and standard error, as they came. */
  readonly output: string;
}

/**
 * The programs get this and nothing of our own environment: settings such as PGDATA would change what they do,
 * and secrets would be readable in the server's process.
 */
const ENVIRONMENT = { PATH: "/usr/sbin:/usr/bin:/sbin:/bin", LC_ALL: "C" };

/** Users that exist on most machines and may own a server, in the order of preference. */
const UNPRIVILEGED_USERS = ["postgres", "nobody"] as const;

/** Starts a program as the given user. A program that cannot be started emits `error`. */
export function spawnAs(
  { ids, capability }: ServerUser,
  program: string,
  parameters: readonly string[],
  options: SpawnOptions,
): ChildProcess {
  const common = { ...options, cwd: "/", env: ENVIRONMENT };
  if (ids === null) return spawn(program, parameters, common);
  if (capability === null) return spawn(program, parameters, { ...common, ...ids });
  return spawn("setpriv", [...privileges(ids, capability), "--", program, ...parameters], common);
}

/** Parameters of setpriv(1) that leave the user one capability. */
function privileges(ids: { uid: number; gid: number }, capability: string): string[] {
  return [
    `--reuid=${ids.uid}`,
    `--regid=${ids.gid}`,
    "--clear-groups",
    ...["--inh-caps", "--ambient-caps", "--bounding-set"].map((set) => `${set}=-all,+${capability}`),
    "--no-new-privs",
    // Without it access(2), by which initdb looks for its companions, goes by the user's rights alone.
    "--securebits=+no_setuid_fixup",
  ];
}

/** Runs a program to its end. One that cannot be started at all counts as failed, with the reason as its output. */
export async function runAs(
  user: ServerUser,
  program: string,
  parameters: readonly string[],
  input = "",
): Promise<ProgramResult> {
  const child = spawnAs(user, program, parameters, { stdio: "pipe" });
  let output = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream?.setEncoding("utf8").on("data", (text: string) => (output += text));
  }
  // A program that ends without reading its input breaks the pipe; its exit status tells what matters.
  child.stdin?.on("error", () => undefined).end(input);
  try {
    const [code] = (await once(child, "close")) as [number | null];
    return { succeeded: code === 0, output };
  } catch (error) {
    return { succeeded: false, output: error instanceof Error ? error.message : String(error) };
  }
}

/**
 * Makes sure that the programs run on this system at all, whoever they run as.
 * @throws {PostgresError} POSTGRES_UNSUPPORTED_PLATFORM
 */
export async function assertRunnable({ postgres }: PostgresBinaries): Promise<void> {
  const { succeeded, output } = await runAs({ ids: null, capability: null }, postgres, ["--version"]);
  if (succeeded) return;
  throw new PostgresError(
    "POSTGRES_UNSUPPORTED_PLATFORM",
    `The embedded PostgreSQL does not run on this system; it needs glibc, which Alpine Linux, for one, has not. ` +
      `Set DATABASE_URL to a PostgreSQL of your own. It said: ${output.trim()}`,
  );
}

/**
 * The user for this data folder's server: the user of this process, or, because PostgreSQL refuses to run as
 * root, an existing other one: the owner of the cluster where there is one, else `postgres`, else `nobody`.
 * @throws {PostgresError} POSTGRES_FOLDER_CLOSED when the folder is somebody else's or out of that user's reach
 * @throws {PostgresError} POSTGRES_UNSUPPORTED_PLATFORM when the programs do not run here at all
 */
export async function chooseServerUser(folder: DataFolder, binaries: PostgresBinaries): Promise<ServerUser> {
  const own = process.getuid?.() ?? 0;
  const cluster = await stat(folder.cluster).catch(() => null);
  if (cluster === null) await assertRunnable(binaries);
  if (own !== 0) {
    if (cluster !== null && cluster.uid !== own) throw belongsToAnother(folder, cluster.uid);
    return { ids: null, capability: null };
  }
  const ids =
    cluster !== null && cluster.uid !== 0
      ? { uid: cluster.uid, gid: cluster.gid }
      : await findUnprivilegedUser();
  return withReach(ids, folder, binaries);
}

async function findUnprivilegedUser(): Promise<{ uid: number; gid: number }> {
  const self: ServerUser = { ids: null, capability: null };
  for (const name of UNPRIVILEGED_USERS) {
    const [uid, gid] = await Promise.all([runAs(self, "id", ["-u", name]), runAs(self, "id", ["-g", name])]);
    if (uid.succeeded && gid.succeeded) return { uid: Number(uid.output), gid: Number(gid.output) };
  }
  throw new PostgresError(
    "POSTGRES_FOLDER_CLOSED",
    `PostgreSQL does not run as root, and neither ${UNPRIVILEGED_USERS.join(" nor ")} exists here. ` +
      "Run this as another user, or set DATABASE_URL.",
  );
}

/**
 * A clone in root's home or in a private temporary folder is closed to every other user. There the server keeps
 * one capability, to read and pass folders, and loses all others for good. Containers often withhold
 * `dac_read_search` and grant the wider `dac_override`, so that is the last resort.
 */
async function withReach(
  ids: { uid: number; gid: number },
  folder: DataFolder,
  binaries: PostgresBinaries,
): Promise<ServerUser> {
  for (const capability of [null, "dac_read_search", "dac_override"] as const) {
    const user = { ids, capability };
    const script = '"$1" -V && "$2" -V && test -x "$3"';
    const probe = await runAs(user, "/bin/sh", [
      "-c",
      script,
      "sh",
      binaries.postgres,
      binaries.initdb,
      folder.root,
    ]);
    if (probe.succeeded) return user;
  }
  throw new PostgresError(
    "POSTGRES_FOLDER_CLOSED",
    `PostgreSQL does not run as root, and user id ${ids.uid}, who would run it, cannot reach ${folder.root} and ` +
      `${binaries.postgres}. Open the folders above them (chmod o+x), set KIMBERLITE_DATA_DIR to another folder, ` +
      "run this as another user, or set DATABASE_URL.",
  );
}

function belongsToAnother(folder: DataFolder, uid: number): PostgresError {
  return new PostgresError(
    "POSTGRES_FOLDER_CLOSED",
    `${folder.cluster} belongs to user id ${uid}. Run this as that user, or set KIMBERLITE_DATA_DIR to another folder.`,
  );
}

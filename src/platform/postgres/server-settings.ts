import { statfs } from "node:fs/promises";
import { totalmem } from "node:os";

/** PostgreSQL settings by name, as they would stand in `postgresql.conf`. */
export type ServerSettings = Readonly<Record<string, string | number | boolean>>;

const MIB = 1024 * 1024;

/** What the settings depend on. */
export interface Machine {
  readonly memoryBytes: number;
  /** Size of the memory file system that parallel queries exchange rows through; null where there is none. */
  readonly sharedMemoryBytes: number | null;
  /** As in `process.platform`. */
  readonly platform: string;
}

export async function measureMachine(): Promise<Machine> {
  const shared = await statfs("/dev/shm").catch(() => null);
  return {
    memoryBytes: usableMemoryBytes(),
    sharedMemoryBytes: shared === null ? null : shared.blocks * shared.bsize,
    platform: process.platform,
  };
}

/** Memory this process may use, in bytes: the machine's, or its container's limit where that is lower. */
function usableMemoryBytes(): number {
  const limit = process.constrainedMemory();
  return limit > 0 ? Math.min(limit, totalmem()) : totalmem();
}

/**
 * Settings for a machine that PostgreSQL shares with the API and the worker. ALTER SYSTEM wins over them.
 *
 * - Memory: a quarter for shared buffers, at most 4 GiB, since Node needs its part and the system's cache serves
 *   the rest; 60 % of the machine as the planner's idea of what is cached.
 * - No value reaches the server's log. `log_min_messages = log` drops ERROR and WARNING, because messages such as
 *   `invalid input syntax for type date: "…"` quote what a partner sent; start, stop, crash and checkpoint lines
 *   stay. The application logs its own errors by an allow-list of fields.
 * - `client_connection_check_interval`: a killed client's statement ends within a second, and with it its locks.
 * - `dynamic_shared_memory_type`: containers often have 64 MB of /dev/shm, in which a parallel hash join fails with
 *   "could not resize shared memory segment"; files are slower and always fit.
 * - `recovery_init_sync_method`: after a crash every file is written to disk before recovery begins; one call for
 *   the file system took 35 ms where one per file took 150–195 ms (1,700 files). Only Linux has it.
 * - `reserved_connections`: the owner gets in when the application's pools have used up every other slot.
 */
export function serverSettings({ memoryBytes, sharedMemoryBytes, platform }: Machine): ServerSettings {
  const memoryMib = Math.floor(memoryBytes / MIB);
  const sharedMib = Math.min(Math.max(Math.floor(memoryMib / 4), 128), 4096);
  return {
    listen_addresses: "127.0.0.1",
    unix_socket_directories: "",
    cluster_name: "kimberlite",
    max_connections: 100,
    reserved_connections: 5,
    shared_buffers: `${sharedMib}MB`,
    effective_cache_size: `${Math.max(Math.floor(memoryMib * 0.6), sharedMib)}MB`,
    work_mem: "16MB",
    maintenance_work_mem: "256MB",
    max_wal_size: "4GB",
    checkpoint_timeout: "15min",
    checkpoint_completion_target: 0.9,
    // The published binaries lack lz4 and zstd, and pglz cost a fifth of what writing a table with ten indexes takes.
    wal_compression: false,
    random_page_cost: 1.1,
    // Short statements: compiling one costs more than running it.
    jit: false,
    timezone: "UTC",
    log_timezone: "UTC",
    lc_messages: "C",
    password_encryption: "scram-sha-256",
    client_connection_check_interval: "1s",
    log_min_messages: "log",
    log_min_error_statement: "panic",
    log_error_verbosity: "terse",
    log_min_duration_statement: -1,
    log_parameter_max_length: 0,
    log_parameter_max_length_on_error: 0,
    ...(sharedMemoryBytes !== null &&
      sharedMemoryBytes < 256 * MIB && { dynamic_shared_memory_type: "mmap" }),
    ...(platform === "linux" && { recovery_init_sync_method: "syncfs" }),
  };
}

/**
 * The text of a PostgreSQL configuration file, later settings winning over earlier ones.
 * @throws {TypeError} when a name is none
 */
export function renderSettings(...layers: readonly ServerSettings[]): string {
  const merged: ServerSettings = Object.assign({}, ...layers) as ServerSettings;
  const lines = Object.entries(merged).map(([name, value]) => {
    if (!/^[a-z_]+(\.[a-z_]+)?$/.test(name)) throw new TypeError(`"${name}" is no PostgreSQL setting.`);
    const text = typeof value === "boolean" ? (value ? "on" : "off") : String(value);
    return `${name} = '${text.replaceAll("'", "''").replaceAll("\n", " ")}'\n`;
  });
  return lines.join("");
}

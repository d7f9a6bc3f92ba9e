import { execFileSync } from "node:child_process";
import { cpSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { expect, test } from "vitest";

test("migrations say all that the tables say: generating finds nothing to add", () => {
  const folder = mkdtempSync(path.join(tmpdir(), "kimberlite-migrations-"));
  try {
    cpSync("migrations", folder, { recursive: true });
    const before = readdirSync(folder).toSorted();
    execFileSync(
      "node_modules/.bin/drizzle-kit",
      [
        "generate",
        "--dialect",
        "postgresql",
        "--schema",
        "./src/**/*.table.ts",
        "--out",
        path.relative(".", folder),
      ],
      { stdio: "pipe" },
    );
    expect(readdirSync(folder).toSorted()).toEqual(before);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}, 60_000);

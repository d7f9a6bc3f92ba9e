// Builds src/explorer into dist/explorer, unless that is of the same content already: `npm start` waits for this.
import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("..", import.meta.url));
const stamp = path.join(root, "dist/explorer/.content");

/** Everything that the built files are made from. */
const SOURCES = ["src/explorer", "schema/operations", "docs"];
const FILES = ["package-lock.json", ".config/vite.config.ts", "tsconfig.json"];

const listed = SOURCES.flatMap((folder) =>
  readdirSync(path.join(root, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.relative(root, path.join(entry.parentPath, entry.name))),
);
const hash = createHash("sha256");
for (const file of [...listed, ...FILES].sort()) {
  hash
    .update(`${file}\0`)
    .update(readFileSync(path.join(root, file)))
    .update("\0");
}
const content = hash.digest("hex");

if (!existsSync(stamp) || readFileSync(stamp, "utf8") !== content) {
  const { build } = await import("vite");
  await build({ configFile: path.join(root, ".config/vite.config.ts"), logLevel: "error" });
  writeFileSync(stamp, content);
}

import { existsSync, readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, test } from "vitest";

const text = readFileSync("Containerfile", "utf8");
const ignored = readFileSync(".containerignore", "utf8").split("\n").filter(Boolean);
/** Logical lines: an instruction and what it says. */
const lines = text
  .replaceAll("\\\n", " ")
  .split("\n")
  .filter((line) => /^[A-Z]/.test(line))
  .map((line) => ({ instruction: line.split(" ")[0]!, rest: line.slice(line.indexOf(" ") + 1) }));
const all = (instruction: string) => lines.filter((line) => line.instruction === instruction);

/** Made while the image is built. */
const BUILT = ["node_modules", "dist"];

describe("the container file", () => {
  test("copies what there is, to where the program looks for it", () => {
    const copied = all("COPY").flatMap(({ rest }) => {
      const [, from, to] = /^--from=build \/app\/(\S+) (\S+)$/.exec(rest) ?? [];
      return from === undefined || to === undefined ? [] : [{ from, to }];
    });
    expect(copied.length).toBeGreaterThan(4);
    for (const { from, to } of copied) {
      expect([from, path.posix.normalize(to === "./" ? from : to)]).toEqual([from, from]);
      if (!BUILT.includes(from)) expect(existsSync(from), from).toBe(true);
      // Nothing may come from the machine that builds, but what the build makes anew.
      expect(ignored.includes(from), from).toBe(BUILT.includes(from));
    }
    const [entry] = all("ENTRYPOINT");
    const [command, program] = JSON.parse(entry?.rest ?? "[]") as string[];
    expect(command).toBe("node");
    expect(copied.map(({ to }) => to)).toContain(program);
  });

  test("takes along every folder that the program looks for from where it is", () => {
    const copied = all("COPY").flatMap(({ rest }) => /\/app\/(\S+) /.exec(rest)?.[1] ?? []);
    const looked = readdirSync("src", { recursive: true, encoding: "utf8" })
      .filter((file) => file.endsWith(".ts") && !file.startsWith("explorer"))
      .flatMap((file) =>
        readFileSync(path.join("src", file), "utf8")
          .split("\n")
          .filter((line) => line.includes("import.meta."))
          .flatMap((line) => /"((?:\.\.\/)[^"]*)"/.exec(line)?.[1] ?? [])
          .map((relative) => path.posix.join("dist", path.posix.dirname(file), relative)),
      );
    expect(looked).toEqual(expect.arrayContaining(["migrations", "dist/explorer"]));
    for (const folder of looked) expect(copied).toContain(folder.split("/")[0]);
    expect(copied).toEqual(expect.arrayContaining(["package.json", "node_modules"]));
  });

  test("runs a Node that the package allows, as nobody who could change the program", () => {
    const bases = all("FROM").map(({ rest }) => /^node:(\d+)-\S+-slim/.exec(rest)?.[1]);
    expect(bases).toEqual(["24", "24"]);
    const { engines } = JSON.parse(readFileSync("package.json", "utf8")) as { engines: { node: string } };
    expect(Number(/\d+/.exec(engines.node)?.[0])).toBeLessThanOrEqual(24);
    const order = lines.map(({ instruction, rest }) => `${instruction} ${rest}`);
    expect(order.indexOf("USER node")).toBeGreaterThan(
      order.findLastIndex((line) => line.startsWith("COPY")),
    );
    expect(order.some((line) => line.includes("chown") && !line.endsWith("chown node:node /data"))).toBe(
      false,
    );
  });

  test("installs what builds, before it leaves out what only builds", () => {
    const [install] = all("RUN");
    const [first = "", second = ""] = (install?.rest ?? "").split(" && ");
    // The explorer's bundler has its native part in an optional package.
    expect(first).toBe("npm ci");
    expect(second).toContain("npm prune --omit=dev --omit=optional --ignore-scripts");
  });

  test("keeps secrets and data of the machine that builds out of the image", () => {
    expect(ignored).toEqual(expect.arrayContaining([".git", ".kimberlite", "node_modules", "dist"]));
  });
});

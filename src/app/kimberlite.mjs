#!/usr/bin/env node
// Finds a Node that can run this and the compiled program, whichever Node the machine happens to have.
// Plain JavaScript without dependencies, so that an old Node can read it.
import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import module from "node:module";
import path from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), "../..");
const program = path.join(root, "dist/app/cli.js");
const [major, minor] = process.versions.node.split(".").map(Number);
const isRecent = major > 22 || (major === 22 && minor >= 18);

if (!existsSync(program)) fail(`Kimberlite is not built. Run "npm ci" in ${root}.`);
if (isRecent) {
  takeLittleMemory();
  const hooks = module.registerHooks({ resolve: resolveInDrizzle });
  const { run } = await import(pathToFileURL(program).href);
  // Apollo asks for `crypto` anew at each request, and every hook would look at that.
  hooks.deregister();
  await run();
} else runWithOwnNode();

/**
 * What runs for weeks takes no more memory than it needs. V8 lets what is new grow to 128 MB before it looks for what is
 * dead, and what is old to several times of what lives: an API that answers large questions would hold half a gigabyte, of
 * which it uses sixty megabytes, and a worker would grow for hours. V8 is told only when it starts: so this process
 * becomes the same program once more (not on Windows, where that cannot be, and not under a parent that talks to it, which
 * would lose it).
 */
function takeLittleMemory() {
  const flags = flagsOf(process.argv[2]);
  const isTold = [...process.execArgv, process.env["NODE_OPTIONS"] ?? ""].join().includes("semi-space-size");
  const mayBecomeAnother = process.execve !== undefined && process.channel == null;
  if (flags === null || isTold || !mayBecomeAnother) return;
  process.execve(
    process.execPath,
    [process.execPath, ...process.execArgv, ...flags, ...process.argv.slice(1)],
    // Each of Node's threads would have a heap of its own for what is not JavaScript's.
    { MALLOC_ARENA_MAX: "2", ...process.env },
  );
}

/**
 * Null for what soon ends. V8 rounds the size of what is new up to a power of two. An API's old is looked through at once
 * and not while requests go on: what they touch meanwhile counts as alive, 40 MB in a tenth of a second, and the busier
 * the machine, the longer that takes. The 60 MB that live are looked through in 40 to 100 ms, every ten to twenty seconds
 * of full load.
 */
function flagsOf(command) {
  const size = "--max-semi-space-size=32";
  switch (command) {
    case "serve":
      return [size, "--heap-growing-percent=30", "--no-incremental-marking"];
    case "start":
    case "worker":
      return [size, "--heap-growing-percent=50"];
    default:
      return null;
  }
}

/**
 * Node reads the package.json of each module's package to tell what kind of module it is, and drizzle-orm's lists some
 * thousand files: for its hundred modules that is 140 MB that the process would keep, and a fifth of its start.
 */
function resolveInDrizzle(specifier, context, next) {
  const isInner =
    specifier.startsWith(".") && (context.parentURL ?? "").includes("/node_modules/drizzle-orm/");
  if (!isInner) return next(specifier, context);
  return { url: new URL(specifier, context.parentURL).href, format: "module", shortCircuit: true };
}

/** The project brings Node 24 as a package; npm scripts find it by themselves, `npx` under an old Node does not. */
function runWithOwnNode() {
  const own = path.join(root, "node_modules/.bin", process.platform === "win32" ? "node.cmd" : "node");
  if (!existsSync(own)) {
    fail(`Kimberlite needs Node 22.18 or newer, and this is ${process.versions.node}. Install Node 24.`);
  }
  const child = spawn(own, [fileURLToPath(import.meta.url), ...process.argv.slice(2)], { stdio: "inherit" });
  for (const signal of ["SIGINT", "SIGTERM"]) process.on(signal, () => child.kill(signal));
  child.on("exit", (code, signal) => {
    process.exitCode = code ?? (signal === null ? 1 : 128);
  });
}

function fail(message) {
  process.stderr.write(`${message}\n`);
  process.exit(1);
}

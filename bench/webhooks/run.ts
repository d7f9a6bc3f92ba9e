/**
 * How soon events reach receivers, what bad receivers cost good ones, and whether anything is lost when workers and
 * PostgreSQL are killed. Whole processes on an embedded PostgreSQL in a folder of its own.
 *
 *   node bench/webhooks/run.ts [latency] [neighbours] [freeze] [kills]
 */
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { settingsOf } from "../fleet.ts";
import { loadConfig, openRuntime } from "../product.ts";
import { openBadReceivers, openReceiver } from "./receivers.ts";
import { openStage } from "./stage.ts";
import { startWorker, type WorkerProcess } from "../worker-process.ts";
import { percentile } from "../statistics.ts";

const RATE = 100;
const SECONDS = 15;
const WORKER_KILLS = 20;
const POSTGRES_KILLS = 10;
const FROZEN_SECONDS = 60;

const asked = process.argv.slice(2);
const isAsked = (name: string) => asked.length === 0 || asked.includes(name);

const folder = mkdtempSync(path.join(tmpdir(), "kimberlite-bench-webhooks-"));
const settings = { ...settingsOf(folder), KIMBERLITE_NOW: "", WEBHOOK_ALLOW_LOOPBACK: "true" };
const runtime = await openRuntime(loadConfig(settings));
const workers = new Set<WorkerProcess>();
const start = async () => {
  const worker = await startWorker(settings);
  workers.add(worker);
  return worker;
};
const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

try {
  const stage = await openStage(runtime);
  const good = await openReceiver(0);
  await stage.endpoint(good.url);
  const first = await start();
  const measure = async () => {
    const told = await stage.emitFor(SECONDS, RATE);
    await good.until(told.keys(), 60_000);
    const delays = [...told].map(([id, atMs]) => (good.firstAt.get(id) ?? Infinity) - atMs);
    return { p50: percentile(delays, 0.5), p95: percentile(delays, 0.95), p99: percentile(delays, 0.99) };
  };
  if (isAsked("latency") || isAsked("neighbours")) {
    await measure();
    const alone = await measure();
    console.log(`commit to receiver at ${RATE}/s, ms:`, alone);
    if (isAsked("neighbours")) {
      const bad = await openBadReceivers();
      for (const { url } of bad) await stage.endpoint(url);
      const beside = await measure();
      console.log(
        `beside ${bad.length} bad receivers, ms:`,
        beside,
        `p99 x ${(beside.p99 / alone.p99).toFixed(2)}`,
      );
      await stage.deleteEndpoints(bad.map(({ url }) => url));
      for (const each of bad) each.close();
    }
  }
  if (isAsked("freeze")) {
    // Slow enough that attempts are under way when their worker is frozen.
    good.delayMs = 3_000;
    const telling = stage.emitFor(5, 20);
    await pause(3_000);
    first.freeze();
    const frozenMs = Date.now();
    const second = await start();
    const told = await telling;
    await good.until(told.keys(), FROZEN_SECONDS * 1_000);
    await pause(Math.max(0, frozenMs + FROZEN_SECONDS * 1_000 - Date.now()));
    const before = await stage.deliveries();
    first.thaw();
    await pause(10_000);
    const isUnchanged = before === (await stage.deliveries());
    const lost = [...told.keys()].filter((id) => !good.counts.has(id)).length;
    const twice = [...told.keys()].filter((id) => (good.counts.get(id) ?? 0) > 1).length;
    const open = before.split('"PENDING"').length - 1;
    console.log(
      `a worker frozen for ${FROZEN_SECONDS} s with deliveries in its hands: of ${told.size} events ${lost} lost, ${twice} came more than once under ${good.idsPerEvent()} id; ${open} still open when it woke, ${isUnchanged ? "nothing" : "something"} changed by it`,
    );
    if (lost > 0 || open > 0 || !isUnchanged) process.exitCode = 1;
    await second.stop();
    workers.delete(second);
  }
  if (isAsked("kills")) {
    good.delayMs = 150;
    let victim = first;
    await start();
    const telling = stage.emitFor(100, 20);
    for (let kill = 1; kill <= WORKER_KILLS; kill += 1) {
      await pause(2_000);
      victim.kill();
      workers.delete(victim);
      if (kill % 2 === 0)
        process.kill(
          Number(readFileSync(`${folder}/postgres/postmaster.pid`, "utf8").split("\n")[0]),
          "SIGKILL",
        );
      await start();
      victim = [...workers][0] ?? victim;
    }
    const told = await telling;
    await good.until(told.keys(), 120_000);
    const twice = [...told.keys()].filter((id) => (good.counts.get(id) ?? 0) > 1).length;
    const lost = [...told.keys()].filter((id) => !good.counts.has(id)).length;
    console.log(
      `${told.size} events over ${WORKER_KILLS} kill -9 of a worker and ${POSTGRES_KILLS} of PostgreSQL: ${lost} lost, ${twice} came more than once, ${good.idsPerEvent()} message id(s) for each`,
    );
    if (lost > 0) process.exitCode = 1;
  }
  good.close();
  await stage.close();
} finally {
  for (const worker of workers) await worker.stop();
  await runtime.close();
  rmSync(folder, { recursive: true, force: true });
}

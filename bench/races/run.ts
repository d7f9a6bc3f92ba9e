/**
 * Twins under one Idempotency-Key, sent at the same moment to two API processes on one PostgreSQL: each pair must have one
 * effect and one answer. Then claims of one signal by two partners: one must have it, the other must be told.
 *
 *   node bench/races/run.ts [--pairs 10000] [--claims 1000] [--quick]
 */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { parseArgs } from "node:util";
import { settingsOf } from "../fleet.ts";
import { loadConfig, openRuntime } from "../product.ts";
import { postgresCpuSeconds, startServer, type ServerProcess } from "../server-process.ts";
import { KINDS, type Kind } from "./mutations.ts";
import { inParallel, send } from "./send.ts";
import { openStage, type Racer, type Stage } from "./stage.ts";

const { values: options } = parseArgs({
  options: {
    pairs: { type: "string", default: "10000" },
    claims: { type: "string", default: "1000" },
    quick: { type: "boolean", default: false },
  },
});
const pairs = options.quick ? 400 : Number(options.pairs);
const claims = options.quick ? 50 : Number(options.claims);
/** Pairs under way at once. More would wait for connections and not for each other. */
const WIDTH = 12;

const folder = mkdtempSync(path.join(tmpdir(), "kimberlite-bench-races-"));
const settings = settingsOf(folder);
const runtime = await openRuntime(loadConfig(settings));
const servers: ServerProcess[] = [];
let violations = 0;

function report(line: string, wrong: number): void {
  violations += wrong;
  console.log(`${wrong === 0 ? "ok   " : "WRONG"} ${line}`);
}

async function racePairs(
  stage: Stage,
  { name, share, make, effects }: Kind,
  urls: readonly [string, string],
) {
  const count = Math.round(pairs * share);
  const before = await Promise.all(effects.map((statement) => stage.count(statement)));
  const beganMs = Date.now();
  let different = 0;
  let notOneFirst = 0;
  const [racer] = stage.racers;
  await inParallel(count, WIDTH, async (n) => {
    const mutation = make(stage, racer, n);
    const token = await racer.token(urls[0]);
    const key = `race-${name}-${n}`;
    const [one, other] = await Promise.all(urls.map((url) => send(url, token, mutation, key)));
    if (one?.data !== other?.data || /"userErrors":\[\{/.test(one?.data ?? "")) different += 1;
    if (one?.isReplay === other?.isReplay) notOneFirst += 1;
  });
  const after = await Promise.all(effects.map((statement) => stage.count(statement)));
  const wrongEffects = after.map((rows, at) => Math.abs(rows - (before[at] ?? 0) - count));
  const doubles = wrongEffects.reduce((sum, wrong) => sum + wrong, 0);
  report(
    `${name}: ${count} pairs, ${doubles} effects too many or too few, ${different} pairs with different answers or refusals, ${notOneFirst} not answered once first and once again (${Math.round((Date.now() - beganMs) / 1000)} s)`,
    doubles + different + notOneFirst,
  );
}

async function raceClaims(stage: Stage, urls: readonly [string, string]): Promise<void> {
  const used = Math.round(pairs * (KINDS.find(({ name }) => name === "claimSignal")?.share ?? 0));
  const signals = stage.openSignalIds.slice(used, used + claims);
  if (signals.length < claims) throw new Error(`There are only ${signals.length} signals to claim.`);
  const claimKind = KINDS.find(({ name }) => name === "claimSignal") as Kind;
  const before = await stage.count("select count(*) from signal_claims");
  const verdicts = { oneWinner: 0, other: 0 };
  await inParallel(claims, WIDTH, async (n) => {
    const answers = await Promise.all(
      stage.racers.map(async (racer: Racer, at) => {
        const mutation = claimKind.make(stage, racer, used + n);
        const url = urls[(n + at) % 2] ?? "";
        return (await send(url, await racer.token(urls[0]), mutation, null)).data;
      }),
    );
    const won = answers.filter(
      (data) => data === '{"claimSignal":{"signal":{"status":"CLAIMED"},"userErrors":[]}}',
    );
    const told = answers.filter((data) => data.includes('"SIGNAL_ALREADY_CLAIMED"'));
    if (won.length === 1 && told.length === 1) verdicts.oneWinner += 1;
    else verdicts.other += 1;
  });
  const rows = (await stage.count("select count(*) from signal_claims")) - before;
  report(
    `claims by two partners: ${verdicts.oneWinner} of ${claims} with one winner and one who was told, ${rows} claims kept`,
    verdicts.other + Math.abs(rows - claims),
  );
}

try {
  const stage = await openStage(runtime, settings, Math.max(300, Math.ceil((pairs * 0.2 + claims) / 2)));
  const serve = () =>
    startServer(
      ["src/app/kimberlite.mjs", "serve"],
      { ...settings, DATABASE_URL: runtime.appUrl, PUBLIC_URL: "http://races.example" },
      "/readyz",
    );
  for (let n = 0; n < 2; n += 1) servers.push(await serve());
  const urls = servers.map(({ url }) => url) as [string, string];
  for (const kind of KINDS) await racePairs(stage, kind, urls);
  await raceClaims(stage, urls);
  const cpu = servers.map((server) => server.cpuSeconds()).reduce((sum, one) => sum + one, 0);
  console.log(
    `CPU: ${cpu.toFixed(0)} s of the APIs, ${postgresCpuSeconds(folder).toFixed(0)} s of PostgreSQL`,
  );
  await stage.close();
} finally {
  for (const server of servers) await server.stop();
  await runtime.close();
  rmSync(folder, { recursive: true, force: true });
}
process.exitCode = violations === 0 ? 0 : 1;

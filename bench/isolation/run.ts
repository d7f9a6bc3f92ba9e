/**
 * What isolation costs: CPU time of API and PostgreSQL for one request, of the product as it is, and with one part of
 * its isolation taken out, and with all of them, on Q1 and Q2. CPU time and not throughput, since a machine that does
 * something else meanwhile changes the one much and the other little. Rounds are interleaved.
 */
import { readFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { fleetFolder, openFleet, settingsOf } from "../fleet.ts";
import { load, type Request } from "../load.ts";
import { createBenchPartner, tokensFor, type BenchPartner } from "../partner.ts";
import { drawSample, type Sample } from "../sample.ts";
import { postgresCpuSeconds, startServer, type ServerProcess } from "../server-process.ts";
import { median } from "../statistics.ts";

const PARTS = ["gate", "cost", "predicate", "policies", "ids"];
const VARIANTS = [[], ...PARTS.map((part) => [part]), PARTS];
const QUESTIONS = ["q1", "q2"] as const;

const { values: options } = parseArgs({
  options: {
    vehicles: { type: "string", default: "100000" },
    rounds: { type: "string", default: "5" },
    seconds: { type: "string", default: "4" },
  },
});

const folder = await fleetFolder(Number(options.vehicles));
const runtime = await openFleet(folder);
const servers: ServerProcess[] = [];
try {
  const partner = await createBenchPartner(runtime, 200);
  const sample = await drawSample(runtime, 2000);
  const results = new Map<string, number[]>();
  for (let round = 0; round < Number(options.rounds); round += 1) {
    for (const variant of VARIANTS) {
      const server = await startServer(
        ["--import", new URL("hooks.mjs", import.meta.url).href, "src/app/kimberlite.mjs", "serve"],
        { ...settingsOf(folder), DATABASE_URL: runtime.appUrl, KIMBERLITE_BENCH_WITHOUT: variant.join() },
        "/readyz",
      );
      servers.push(server);
      for (const question of QUESTIONS) {
        const microseconds = await measure(server, partner, sample, question);
        const key = `${question} ${variant.join("+")}`;
        results.set(key, [...(results.get(key) ?? []), microseconds]);
      }
      await server.stop();
    }
    process.stderr.write(`round ${round + 1} of ${options.rounds}\n`);
    print(results);
  }
} finally {
  for (const server of servers) await server.stop();
  await runtime.close();
}

async function measure(
  server: ServerProcess,
  partner: BenchPartner,
  sample: Sample,
  question: (typeof QUESTIONS)[number],
): Promise<number> {
  const tokens = await tokensFor(server.url, partner);
  const query = readFileSync(new URL(`../queries/ours-${question}.graphql`, import.meta.url), "utf8");
  const variables =
    question === "q1" ? sample.plates.map((registration) => ({ registration })) : sample.areaParts;
  const requests = Array.from({ length: 2000 }, (_, n): Request => ({
    method: "POST",
    path: "/graphql",
    headers: { "content-type": "application/json", authorization: `Bearer ${tokens[n % tokens.length]}` },
    body: JSON.stringify({ query, variables: variables[n % variables.length] }),
  }));
  for (const token of tokens) {
    const authorization = `Bearer ${token}`;
    const headers = { authorization, "content-type": "application/json" };
    await (
      await fetch(`${server.url}/graphql`, { method: "POST", headers, body: '{"query":"{__typename}"}' })
    ).text();
  }
  const base = { url: server.url, requests, connections: 16 };
  await load({ ...base, seconds: 2 });
  const before = server.cpuSeconds() + postgresCpuSeconds(folder);
  const { answers, failures, statuses } = await load({ ...base, seconds: Number(options.seconds) });
  const used = server.cpuSeconds() + postgresCpuSeconds(folder) - before;
  // Where others use the machine too, a request may find no connection in time.
  if (failures > answers / 100) throw new Error(`${failures} requests failed: ${JSON.stringify(statuses)}.`);
  return (used / answers) * 1_000_000;
}

/** Ratios are of the same round: what the machine did meanwhile, it did to both. */
function print(results: ReadonlyMap<string, readonly number[]>): void {
  process.stdout.write("| left out | Q1 | Q2 |\n| --- | --- | --- |\n");
  for (const variant of VARIANTS) {
    const cells = QUESTIONS.map((question) => {
      const whole = results.get(`${question} `) ?? [];
      const part = results.get(`${question} ${variant.join("+")}`) ?? [];
      const ratios = part.map((value, round) => value / (whole[round] ?? NaN));
      return `${median(part).toFixed(0)} µs, × ${median(ratios).toFixed(2)} (${Math.min(...ratios).toFixed(2)}–${Math.max(...ratios).toFixed(2)})`;
    });
    process.stdout.write(
      `| ${variant.length === PARTS.length ? "all of it" : variant.join() || "nothing"} | ${cells.join(" | ")} |\n`,
    );
  }
}

import { fork } from "node:child_process";
import { fleetFolder, openFleet, settingsOf } from "./fleet.ts";
import { createBenchPartner, tokensFor } from "./partner.ts";
import { requestOf, variablesOf } from "./questions.ts";
import { drawSample } from "./sample.ts";
import { postgresCpuSeconds } from "./server-process.ts";
import { startEngine } from "./start-engine.ts";
import pg from "pg";
import { readFileSync } from "node:fs";
import autocannon from "autocannon";
const [size, engs, qs, roundsText, amountText] = process.argv.slice(2);
const folder = `/tmp/bench-fleets/${size}`;
const runtime = await openFleet(folder);
const servers = new Map();
try {
  const c = new pg.Client(runtime.ownerUrl);
  await c.connect();
  await c.query(readFileSync(new URL("peers/functions.sql", import.meta.url), "utf8"));
  await c.end();
  const partner = await createBenchPartner(runtime, 100);
  const sample = await drawSample(runtime, 1000);
  for (const e of engs.split(","))
    servers.set(e, await startEngine(e as never, folder, runtime.appUrl, partner));
  const anyOurs = servers.get("ours");
  const tokens = anyOurs ? await tokensFor(anyOurs.url, partner) : ["x"];
  if (process.env.COMPARE) {
    const { compareAnswers } = await import("./compare-answers.ts");
    for (const q of qs.split(","))
      try {
        await compareAnswers(
          q as never,
          new Map([...servers].map(([e, { url }]) => [e, url])),
          sample,
          tokens,
        );
        console.log(q, "equal");
      } catch (e) {
        console.log(q, e.message);
      }
  }
  const amount = Number(amountText ?? 1500);
  const fire = async (server, e, q, n) => {
    const variables = variablesOf(q, sample);
    const requests = Array.from({ length: 1000 }, (_, i) =>
      requestOf(e, q, variables[i % variables.length] ?? {}, tokens[i % tokens.length]),
    );
    return autocannon({
      url: server.url,
      connections: 10,
      amount: n,
      timeout: 60,
      requests: requests as never,
    });
  };
  for (let r = 0; r < Number(roundsText ?? 2); r++)
    for (const q of qs.split(",")) {
      let line = `r${r} ${q}:`;
      for (const [e, s] of servers) {
        await fire(s, e, q, r === 0 ? amount : 200);
        const [a, b] = [s.cpuSeconds(), postgresCpuSeconds(folder)];
        const res = await fire(s, e, q, amount);
        line += `  ${e} ${(((s.cpuSeconds() - a) / amount) * 1e6).toFixed(0)}+${(((postgresCpuSeconds(folder) - b) / amount) * 1e6).toFixed(0)}${res.non2xx ? " BAD" + res.non2xx : ""}`;
      }
      console.log(line, [...servers.values()].map((s) => s.peakMemoryMb().toFixed(0)).join());
    }
} finally {
  for (const s of servers.values()) await s.stop();
  await runtime.close();
}

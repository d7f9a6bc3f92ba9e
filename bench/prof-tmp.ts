import { openFleet } from "./fleet.ts";
import { createBenchPartner, tokensFor } from "./partner.ts";
import { requestOf, variablesOf } from "./questions.ts";
import { drawSample } from "./sample.ts";
import { startServer } from "./server-process.ts";
import { settingsOf } from "./fleet.ts";
import autocannon from "autocannon";
const [size, qs, amount] = process.argv.slice(2);
const folder = `/tmp/bench-fleets/${size}`;
const runtime = await openFleet(folder);
const partner = await createBenchPartner(runtime, 100);
const sample = await drawSample(runtime, 1000);
const server = await startServer(
  ["--cpu-prof", "--cpu-prof-dir=/tmp/e-prof", "--cpu-prof-interval=500", "src/app/kimberlite.mjs", "serve"],
  { ...settingsOf(folder), LOG_LEVEL: "info", DATABASE_URL: runtime.appUrl, DATABASE_POOL_MAX: "8" },
  "/readyz",
);
try {
  const tokens = await tokensFor(server.url, partner);
  for (const q of qs.split(",")) {
    const variables = variablesOf(q as never, sample);
    const requests = Array.from({ length: 1000 }, (_, i) =>
      requestOf("ours", q as never, variables[i % variables.length] ?? {}, tokens[i % tokens.length]!),
    );
    const a = server.cpuSeconds();
    const res = await autocannon({
      url: server.url,
      connections: 10,
      amount: Number(amount),
      timeout: 60,
      requests: requests as never,
    });
    console.log(q, (((server.cpuSeconds() - a) / Number(amount)) * 1e6).toFixed(0), res.non2xx);
  }
} finally {
  await server.stop();
  await runtime.close();
}

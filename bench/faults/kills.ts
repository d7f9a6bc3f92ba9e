import { once } from "node:events";
import { createWriteStream } from "node:fs";
import { finished } from "node:stream/promises";
import path from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { ukHistory, ukHistoryLines } from "../../test/support/uk-histories.ts";
import { percentile } from "../statistics.ts";
import { ask, READ } from "./ask.ts";
import { ms, over, type Fault, type Finding } from "./finding.ts";
import type { Installation } from "./installation.ts";
import { Ledger } from "./ledger.ts";
import { start, type Served } from "./processes.ts";
import { Tokens } from "./tokens.ts";

const WRITERS = 4;
const between = (low: number, high: number) => low + Math.random() * (high - low);

/** kill -9 of the API among its writes, and of an ingestion among its batches. */
export const killApi: Fault = async (stage, { isQuick }) => {
  const kills = isQuick ? 6 : 50;
  let api = await stage.serve();
  const ledger = new Ledger(stage);
  await ledger.open(api.url);
  const stop = new AbortController();
  const writing = ledger.write(stop.signal, WRITERS, () => api.url);
  const port = Number(new URL(api.url).port);
  const backMs: number[] = [];
  const startCpuMs: number[] = [];
  for (let kill = 0; kill < kills; kill += 1) {
    await pause(between(300, 1_200));
    await api.kill();
    const from = performance.now();
    api = await stage.serve(port);
    backMs.push(performance.now() - from);
    startCpuMs.push(api.cpuSeconds() * 1_000);
  }
  stop.abort();
  await writing;
  const problems = await ledger.verify();
  await api.stop();
  // Alone: it takes a processor of its own, and would be a part of how long a start takes.
  const ingested = await ingestOverKills(stage, kills / 2, isQuick ? 3_000 : 20_000);
  return [
    {
      fault: "kill -9 of the API among its writes",
      invariant: "0 acknowledged lost, 0 twice; serving again within 2 s",
      count: `${kills} kills`,
      figure: `${ledger.acknowledged} mutations acknowledged, ${ledger.retried} after a retry; back in ${ms(percentile(backMs, 0.5))}, at most ${ms(Math.max(...backMs))}; a start takes ${ms(percentile(startCpuMs, 0.5))} of CPU`,
      problems: [...problems, ...over(percentile(backMs, 0.5), 2_000, "ms until it served again (median)")],
    },
    ingested,
  ];
};

async function ingestOverKills(stage: Installation, kills: number, vehicles: number): Promise<Finding> {
  const file = path.join(stage.folder, "histories.jsonl");
  const out = createWriteStream(file);
  for (const line of ukHistoryLines(0, vehicles)) if (!out.write(line)) await once(out, "drain");
  out.end();
  await finished(out);
  const env = { ...stage.env, DATABASE_URL: stage.database.ownerUrl };
  const ingest = () => start(stage.folder, env, "ingest", "--format", "uk-mot-history", file);
  const progress = async () =>
    (
      await stage.look<{ n: number }>(
        "select count(*)::int as n from inspections where source like 'GB%' or source like 'UK%' or source like 'uk%'",
      )
    )[0]?.n ?? 0;
  let interrupted = 0;
  for (let kill = 0; kill < kills; kill += 1) {
    const running = ingest();
    await Promise.race([pause(between(1_500, 4_000)), running.ended]);
    if (!running.hasEnded()) interrupted += 1;
    await running.kill();
  }
  const before = await progress();
  const last = ingest();
  await last.ended;
  let expected = 0;
  for (let number = 0; number < vehicles; number += 1) expected += ukHistory(number).motTests.length;
  const [found] = await stage.look<{ cars: number; tests: number }>(
    `select (select count(*)::int from vehicles where registration ~ '^ZZ[0-9]{8}$') as cars,
       (select count(*)::int from inspections i join vehicles v on v.id = i.vehicle_id where registration ~ '^ZZ[0-9]{8}$') as tests`,
  );
  const isWhole = found?.cars === vehicles && found.tests === expected;
  return {
    fault: "kill -9 of an ingestion among its batches",
    invariant: "each row once in the end",
    count: `${interrupted} kills in mid-run`,
    figure: `${found?.tests} of ${expected} inspections, ${found?.cars} of ${vehicles} vehicles (${before} inspections before the last run)`,
    problems: isWhole ? [] : ["rows lost or twice"],
  };
}

/** kill -9 of PostgreSQL, which stays away for a moment. */
export const killPostgres: Fault = async (stage, { isQuick }) => {
  const kills = isQuick ? 4 : 20;
  const api = await stage.serve();
  const ledger = new Ledger(stage);
  await ledger.open(api.url);
  const tokens = new Tokens(stage.partner);
  const stop = new AbortController();
  const writing = ledger.write(stop.signal, WRITERS, () => api.url);
  const backMs: number[] = [];
  const saidReady: number[] = [];
  const token = await tokens.next(api.url);
  for (let kill = 0; kill < kills; kill += 1) {
    await pause(between(500, 1_500));
    await stage.database.kill();
    saidReady.push(await readyAnswersDuring(api, between(300, 1_000)));
    await stage.database.start();
    const from = performance.now();
    while ((await ask(api.url, token, READ)).status !== 200) {
      if (performance.now() - from > 30_000) break;
      await pause(10);
    }
    backMs.push(performance.now() - from);
  }
  stop.abort();
  await writing;
  const problems = await ledger.verify();
  const ended = api.hasEnded() ? ["the API ended"] : [];
  await api.stop();
  return [
    {
      fault: "kill -9 of PostgreSQL",
      invariant: "the same; the API stays, /readyz 503 while it is down, first 200 within 3 s of its return",
      count: `${kills} kills`,
      figure: `${ledger.acknowledged} mutations, ${ledger.retried} after a retry; first 200 after ${ms(percentile(backMs, 0.5))}, at most ${ms(Math.max(...backMs))}`,
      problems: [
        ...problems,
        ...ended,
        ...over(Math.max(...backMs), 3_000, "ms until the first 200"),
        ...over(
          saidReady.reduce((sum, n) => sum + n, 0),
          0,
          "answers of /readyz that it was ready while the database was down",
        ),
      ],
    },
  ];
};

async function readyAnswersDuring(api: Served, forMs: number): Promise<number> {
  let ready = 0;
  for (const end = performance.now() + forMs; performance.now() < end; await pause(20)) {
    const { status } = await fetch(`${api.url}/readyz`);
    if (status !== 503) ready += 1;
  }
  return ready;
}

/** SIGTERM among requests, and two APIs and two workers replaced one after the other. */
export const stops: Fault = async (stage, { isQuick }) => [
  await stopUnderLoad(stage, isQuick ? 2 : 10),
  await restart(stage, isQuick ? 1 : 5),
];

async function stopUnderLoad(stage: Installation, times: number): Promise<Finding> {
  const tokens = new Tokens(stage.partner);
  let cut = 0;
  let answered = 0;
  const codes = new Set<number | null>();
  for (let time = 0; time < times; time += 1) {
    const api = await stage.serve();
    await tokens.next(api.url);
    const sentinel = new AbortController();
    let under = 0;
    const asking = Array.from({ length: 16 }, async () => {
      while (!sentinel.signal.aborted) {
        under += 1;
        const token = await tokens.next(api.url);
        const { status, wasRefused } = await ask(api.url, token, READ, {}, 0);
        if (status === 200) answered += 1;
        // Refused before it was sent, or sent on a kept connection in the moment in which that was closed.
        else if (!wasRefused && under > 0) cut += Number(status !== 0 || !sentinel.signal.aborted);
        if (status !== 200) break;
      }
    });
    await pause(1_000);
    const stopping = api.stop();
    sentinel.abort();
    codes.add(await stopping);
    await Promise.all(asking);
  }
  return {
    fault: "SIGTERM under load",
    invariant: "0 requests under way fail; the process ends in order",
    count: `${times} stops, ${answered} requests`,
    figure: `${cut} cut off; exit codes ${[...codes].join(", ")}`,
    problems: [
      ...over(cut, 0, "requests cut off"),
      ...(codes.size === 1 && codes.has(0) ? [] : ["it did not end in order"]),
    ],
  };
}

/** As a load balancer: asks whoever is ready, and another where the connection is refused. */
async function restart(stage: Installation, rounds: number): Promise<Finding> {
  const fleet = [await stage.serve(), await stage.serve()];
  const workers = [stage.work(), stage.work()];
  const tokens = new Tokens(stage.partner);
  await tokens.next(fleet[0]?.url ?? "");
  const ledger = new Ledger(stage);
  await ledger.open(fleet[0]?.url ?? "");
  let turn = 0;
  const next = () => fleet[turn++ % fleet.length]?.url ?? "";
  const stop = new AbortController();
  let failed = 0;
  let answered = 0;
  const reading = Array.from({ length: 8 }, async () => {
    while (!stop.signal.aborted) {
      let url = next();
      const token = await tokens.next(url);
      let answer = await ask(url, token, READ);
      for (let tries = 0; answer.wasRefused && tries < 4; tries += 1) {
        url = next();
        answer = await ask(url, token, READ);
      }
      if (answer.status === 200) answered += 1;
      else failed += 1;
      await pause(20);
    }
  });
  const writing = ledger.write(stop.signal, 2, next);
  for (let round = 0; round < rounds; round += 1)
    for (const place of [0, 1]) {
      await pause(500);
      const [old] = fleet.splice(place, 1);
      await old?.stop();
      fleet.splice(place, 0, await stage.serve());
      await workers[place]?.stop();
      workers[place] = stage.work();
    }
  stop.abort();
  await Promise.all([...reading, writing]);
  const problems = await ledger.verify();
  await Promise.all([...fleet, ...workers].map((each) => each.stop()));
  return {
    fault: "rolling restart of two APIs and two workers",
    invariant: "0 failed requests",
    count: `${rounds * 4} restarts, ${answered + failed} reads, ${ledger.acknowledged} mutations`,
    figure: `${failed} failed`,
    problems: [...problems, ...over(failed, 0, "failed requests")],
  };
}

import { setTimeout as pause } from "node:timers/promises";
import { openReceiver, type Receiver } from "../webhooks/receivers.ts";
import { ask, READ } from "./ask.ts";
import { over, under, type Finding } from "./finding.ts";
import type { Installation } from "./installation.ts";
import { Ledger } from "./ledger.ts";
import type { Served, Started } from "./processes.ts";
import { Tokens } from "./tokens.ts";

const KILL_EVERY_MS = 60_000;
const SAMPLE_EVERY_MS = 5_000;
const HEAP_EVERY = 6;
const READERS = 6;
const WRITERS = 3;
/** A reader's pause between two questions: mixed use, not as much as there can be. */
const THINKING_MS = 40;

/** What partners of several kinds ask. */
const QUESTIONS = [
  READ,
  {
    query:
      "{ intentSignals(first: 20, filter: { status: [OPEN] }) { edges { node { id kind probability vehicle { make model } garage { name } } } } }",
  },
  {
    query:
      "{ garages(near: { latitude: 45.76, longitude: 4.84 }, first: 10) { edges { node { name openSignals distanceKm } } } }",
  },
  {
    query:
      '{ demand(filter: { area: "FR-ARA" }, by: [PART_CATEGORY]) { publishedOn cells { units { p50 } } } }',
  },
  { query: "{ viewer { scopes limits { operationCost } } }" },
  { query: "{ events(first: 20) { events { type occurredAt } nextPosition } }" },
];

interface Sample {
  readonly atMs: number;
  readonly apiMb: number;
  readonly workerMb: number;
  readonly sessions: number;
}

interface Samples {
  readonly resident: Sample[];
  readonly heap: Omit<Sample, "sessions">[];
}

/** Reads, keyed mutations, claims and webhooks for as long as asked, and a kill -9 a minute. */
export async function soak(stage: Installation, minutes: number): Promise<Finding[]> {
  // The first of each lives throughout, so that what it holds can be watched; the second is killed.
  const apis = [await stage.serve(), await stage.serve()];
  const workers = [stage.work(), stage.work()];
  const receiver = await openReceiver(20);
  const tokens = new Tokens(stage.partner);
  const url = apis[0]?.url ?? "";
  await listenFor(url, await tokens.next(url), receiver.url);
  const ledger = new Ledger(stage);
  await ledger.open(url);
  const stop = new AbortController();
  let turn = 0;
  const target = () => apis[turn++ % apis.length]?.url ?? "";
  const reads = { answered: 0, busy: 0, cut: 0, strange: new Map<string, number>() };
  const load = [ledger.write(stop.signal, WRITERS, target), read(stop.signal, tokens, target, reads)];
  const samples: Samples = { resident: [], heap: [] };
  const watching = watch(stop.signal, stage, apis, workers, samples);
  const kills = await killEveryMinute(stage, apis, workers, minutes);
  stop.abort();
  await Promise.all([...load, watching]);
  await receiver.until(ledger.inspectionIds, 180_000);
  const problems = [...(await ledger.verify()), ...delivered(receiver, ledger.inspectionIds)];
  const ended = [apis[0], workers[0]].some((each) => each?.hasEnded()) ? ["a process ended by itself"] : [];
  for (const each of [...apis, ...workers]) await each.stop();
  receiver.close();
  const strange = [...reads.strange].map(([what, times]) => `${times} reads were answered ${what}`);
  return [
    {
      fault: `soak of ${minutes} minutes, a kill -9 a minute`,
      invariant: "0 lost, 0 twice",
      count: `${kills.join(", ")}`,
      figure: `${ledger.acknowledged} mutations (${ledger.retried} after a retry), ${ledger.inspectionIds.size} webhooks, ${reads.answered} reads, ${reads.busy} refused for a moment, ${reads.cut} cut off by a kill`,
      problems: [...problems, ...ended, ...strange],
    },
    ...flatness(samples),
  ];
}

async function listenFor(url: string, token: string, target: string): Promise<void> {
  const query =
    "mutation ($url: String!) { createWebhookEndpoint(input: { url: $url, types: [INSPECTION_RECORDED] }) { userErrors { message } } }";
  const { status, text } = await ask(url, token, { query, variables: { url: target } });
  if (status !== 200 || !text.includes('"userErrors":[]')) throw new Error(`No endpoint: ${status} ${text}`);
}

async function read(
  signal: AbortSignal,
  tokens: Tokens,
  target: () => string,
  reads: { answered: number; busy: number; cut: number; strange: Map<string, number> },
): Promise<void> {
  await Promise.all(
    Array.from({ length: READERS }, async (_, reader) => {
      for (let n = reader; !signal.aborted; n += 1) {
        const url = target();
        const body = QUESTIONS[n % QUESTIONS.length] ?? READ;
        const { status, text } = await ask(url, await tokens.next(url), body);
        if (status === 200 && !text.includes('"errors"')) reads.answered += 1;
        else if (status === 503 || status === 429 || status === 504) reads.busy += 1;
        else if (status === 0) reads.cut += 1;
        else {
          const what = `${status} ${text.slice(0, 200).replace(/"requestId":"[^"]*"/, "")}`;
          reads.strange.set(what, (reads.strange.get(what) ?? 0) + 1);
        }
        await pause(THINKING_MS);
      }
    }),
  );
}

async function killEveryMinute(
  stage: Installation,
  apis: Served[],
  workers: Started[],
  minutes: number,
): Promise<string[]> {
  const kills = { API: 0, worker: 0, PostgreSQL: 0 };
  const endMs = performance.now() + minutes * 60_000;
  for (let kill = 0; performance.now() + KILL_EVERY_MS <= endMs; kill += 1) {
    await pause(KILL_EVERY_MS);
    if (kill % 3 === 0) {
      const port = Number(new URL(apis[1]?.url ?? "").port);
      await apis[1]?.kill();
      apis[1] = await stage.serve(port);
      kills.API += 1;
    } else if (kill % 3 === 1) {
      await workers[1]?.kill();
      workers[1] = stage.work();
      kills.worker += 1;
    } else {
      await stage.database.kill();
      await pause(1_000);
      await stage.database.start();
      kills.PostgreSQL += 1;
    }
  }
  await pause(Math.max(0, endMs - performance.now()));
  return Object.entries(kills).map(([what, times]) => `${times} of ${what}`);
}

/** Notes memory and sessions every few seconds, and what the heaps really hold every half minute. */
async function watch(
  signal: AbortSignal,
  stage: Installation,
  [api]: readonly Served[],
  [worker]: readonly Started[],
  samples: Samples,
): Promise<void> {
  if (api === undefined || worker === undefined) return;
  for (let turn = 1; !signal.aborted; turn += 1) {
    await pause(SAMPLE_EVERY_MS);
    const atMs = performance.now();
    try {
      const [apiMb, workerMb] = [api.memoryMb(), worker.memoryMb()];
      samples.resident.push({ atMs, apiMb, workerMb, sessions: stage.database.sessions() });
      if (turn % HEAP_EVERY !== 0) continue;
      const [apiHeapMb, workerHeapMb] = await Promise.all([api.heapMb(), worker.heapMb()]);
      samples.heap.push({ atMs, apiMb: apiHeapMb, workerMb: workerHeapMb });
      console.log(
        `${new Date().toISOString()} API ${apiMb.toFixed(0)} MB (heap ${apiHeapMb.toFixed(1)}), worker ${workerMb.toFixed(0)} MB (heap ${workerHeapMb.toFixed(1)}), ${stage.database.sessions()} sessions`,
      );
    } catch {
      // PostgreSQL is away, or a process has ended, of which the end tells.
    }
  }
}

/** What must have come of every inspection: once at least, and under one id. */
function delivered(receiver: Receiver, ids: ReadonlySet<string>): string[] {
  const missing = [...ids].filter((id) => !receiver.counts.has(id)).length;
  return [
    ...over(missing, 0, "webhooks lost"),
    ...(ids.size === 0
      ? ["no webhook was due"]
      : over(receiver.idsPerEvent(), 1, "message ids for one event")),
  ];
}

/**
 * Whether something grows: by its slope over the second half, when caches are full. A process that is lazy with garbage
 * grows for a while without holding more, so what its heap holds after a full collection is judged apart, and closer.
 */
function flatness({ resident, heap }: Samples): Finding[] {
  return [
    judge("memory of the API", "MB", pointsOf(resident, "apiMb"), 20),
    judge("heap of the API without garbage", "MB", pointsOf(heap, "apiMb"), 10),
    judge("memory of the worker", "MB", pointsOf(resident, "workerMb"), 20),
    judge("heap of the worker without garbage", "MB", pointsOf(heap, "workerMb"), 10),
    judge("sessions of PostgreSQL", "", pointsOf(resident, "sessions"), 3),
  ];
}

const pointsOf = <Key extends string>(
  samples: readonly ({ readonly atMs: number } & Readonly<Record<Key, number>>)[],
  key: Key,
): Point[] => samples.map((sample) => ({ atMs: sample.atMs, value: sample[key] }));

interface Point {
  readonly atMs: number;
  readonly value: number;
}

/** @param slack how much it may grow over the second half, or a tenth of itself, if that is more */
function judge(what: string, unit: string, points: readonly Point[], slack: number): Finding {
  const middle = ((points[0]?.atMs ?? 0) + (points.at(-1)?.atMs ?? 0)) / 2;
  const late = points.filter(({ atMs }) => atMs >= middle);
  const values = late.map(({ value }) => value);
  const lastsMs = (late.at(-1)?.atMs ?? 0) - (late[0]?.atMs ?? 0);
  const grown = slopePerMs(late) * lastsMs;
  return {
    fault: `soak: ${what}`,
    invariant: "flat over the second half",
    count: `${values.length} samples in ${(lastsMs / 60_000).toFixed(1)} minutes`,
    figure: `mean ${mean(values).toFixed(1)}, ${Math.min(...values).toFixed(0)} to ${Math.max(...values).toFixed(0)} ${unit}; grown by ${grown.toFixed(1)} ${unit} (${(slopePerMs(late) * 3_600_000).toFixed(0)} an hour)`,
    problems: [
      ...under(values.length, 3, "samples"),
      ...over(grown, Math.max(slack, 0.1 * mean(values)), `${unit} grown over the second half`),
    ],
  };
}

const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;

/** Least squares. */
function slopePerMs(points: readonly Point[]): number {
  const atMean = mean(points.map(({ atMs }) => atMs));
  const valueMean = mean(points.map(({ value }) => value));
  const together = points.reduce((sum, { atMs, value }) => sum + (atMs - atMean) * (value - valueMean), 0);
  const spread = points.reduce((sum, { atMs }) => sum + (atMs - atMean) ** 2, 0);
  return together / spread;
}

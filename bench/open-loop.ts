import { Agent, request } from "node:http";
import type { LoadOptions, LoadResult } from "./load.ts";
import { percentile } from "./statistics.ts";

/**
 * Requests at even intervals, whether those before are answered or not: each waits from the moment at which it was due,
 * also where all connections are taken. autocannon, told a rate, sends what is due in a second as fast as it is answered,
 * and rests until the next: that is another closed loop.
 */
export async function openLoop({
  url,
  requests,
  connections,
  seconds,
  rate,
}: LoadOptions & { readonly rate: number }): Promise<LoadResult> {
  const agent = new Agent({ keepAlive: true, maxSockets: connections });
  const waitedMs: number[] = [];
  const statuses: Record<string, number> = {};
  let failures = 0;
  const send = (n: number, dueMs: number): Promise<void> => {
    const { method, path, headers, body } = requests[n % requests.length]!;
    return new Promise((resolve) => {
      request(`${url}${path}`, { agent, method, headers: { ...headers }, timeout: 30_000 }, (response) => {
        const status = response.statusCode ?? 0;
        statuses[status] = (statuses[status] ?? 0) + 1;
        if (status !== 200) failures += 1;
        response.resume().once("end", () => {
          waitedMs.push(performance.now() - dueMs);
          resolve();
        });
      })
        .once("error", () => {
          failures += 1;
          resolve();
        })
        .end(body);
    });
  };
  const begun = performance.now();
  const sent: Promise<void>[] = [];
  for (let n = 0; n < rate * seconds; n += 1) {
    const dueMs = begun + (n * 1000) / rate;
    const earlyMs = dueMs - performance.now();
    if (earlyMs > 0) await new Promise((resolve) => setTimeout(resolve, earlyMs));
    sent.push(send(n, dueMs));
  }
  await Promise.all(sent);
  agent.destroy();
  const answers = statuses["200"] ?? 0;
  return {
    answers,
    perSecond: answers / ((performance.now() - begun) / 1000),
    p50Ms: Math.round(percentile(waitedMs, 0.5)),
    p99Ms: Math.round(percentile(waitedMs, 0.99)),
    failures,
    statuses,
  };
}

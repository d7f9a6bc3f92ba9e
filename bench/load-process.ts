import autocannon from "autocannon";
import type { LoadOptions, LoadResult } from "./load.ts";

process.once("message", async (message) => {
  const { url, requests, connections, seconds, rate } = message as LoadOptions;
  let next = 0;
  const run = await autocannon({
    url,
    connections,
    duration: seconds,
    timeout: 30,
    ...(rate === undefined ? {} : { overallRate: rate }),
    requests: requests.map((request) => ({ ...request })),
    // Every connection begins elsewhere, or all would ask the same at the same time.
    setupClient(client: { setRequests(list: unknown[]): void }) {
      const from = (next++ * Math.ceil(requests.length / connections)) % requests.length;
      client.setRequests([...requests.slice(from), ...requests.slice(0, from)]);
    },
  });
  const result: LoadResult = {
    answers: run.requests.total - run.non2xx,
    // A refusal is no answer, and quickly given.
    perSecond: (run.requests.total - run.non2xx) / run.duration,
    p50Ms: run.latency.p50,
    p99Ms: run.latency.p99,
    failures: run.non2xx + run.errors + run.timeouts,
    statuses: Object.fromEntries(
      Object.entries(run.statusCodeStats ?? {}).map(([status, { count }]) => [status, count]),
    ),
  };
  process.send?.(result, () => process.exit(0));
});

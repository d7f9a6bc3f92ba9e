import autocannon from "autocannon";
import type { LoadOptions, LoadResult } from "./load.ts";
import { openLoop } from "./open-loop.ts";

// One load after the other, for as long as whoever asks for them is there.
process.on("message", (options: LoadOptions) => {
  const { rate } = options;
  void (rate === undefined ? closedLoop(options) : openLoop({ ...options, rate })).then((result) =>
    process.send?.(result),
  );
});

async function closedLoop(options: LoadOptions): Promise<LoadResult> {
  const { url, requests, connections, seconds, floodRate } = options;
  let next = 0;
  const done = await autocannon({
    url,
    connections,
    duration: seconds,
    timeout: 30,
    ...(floodRate === undefined ? {} : { overallRate: floodRate }),
    // Each connection asks a part of them: all of them on each would have to be put together before the clock starts.
    requests: requests.slice(0, 1).map((request) => ({ ...request })),
    setupClient(client: { setRequests(list: unknown[]): void }) {
      const own = requests.filter((_request, n) => n % connections === next % requests.length);
      next += 1;
      client.setRequests(own);
    },
  });
  const answers = done.requests.total - done.non2xx;
  return {
    answers,
    // A refusal is no answer, and quickly given.
    perSecond: answers / done.duration,
    p50Ms: done.latency.p50,
    p99Ms: done.latency.p99,
    failures: done.non2xx + done.errors + done.timeouts,
    statuses: Object.fromEntries(
      Object.entries(done.statusCodeStats ?? {}).map(([status, { count }]) => [status, count]),
    ),
  };
}

import { load, type Request } from "./load.ts";
import { postgresCpuSeconds, type ServerProcess } from "./server-process.ts";
import { median } from "./statistics.ts";

export interface KeysetRates {
  readonly page: number;
  /** CPU time of server and PostgreSQL for one request, µs; medians of interleaved rounds. */
  readonly firstMicros: number;
  readonly deepMicros: number;
}

const QUERY = `query Page($after: String) {
  vehicles(first: 20, after: $after) { edges { node { make model fuel } } pageInfo { hasNextPage endCursor } }
}`;
const ROUNDS = 5;

interface Page {
  readonly data?: { readonly vehicles: { readonly pageInfo: { endCursor: string | null } } } | null;
  readonly errors?: unknown;
}

/** What a page deep in a list costs beside the first. Each request is another client's, so that none is out of budget. */
export async function keysetRates(
  server: ServerProcess,
  folder: string,
  tokens: readonly string[],
  page = 1000,
): Promise<KeysetRates> {
  const request = (after: string | null, n: number): Request => ({
    method: "POST",
    path: "/graphql",
    headers: { "content-type": "application/json", authorization: `Bearer ${tokens[n % tokens.length]}` },
    body: JSON.stringify({ query: QUERY, variables: { after } }),
  });
  let after: string | null = null;
  for (let n = 1; n < page; n += 1) {
    const { path, ...init } = request(after, n);
    const answer = (await (await fetch(server.url + path, init)).json()) as Page;
    after = answer.data?.vehicles.pageInfo.endCursor ?? null;
    if (after === null) throw new Error(`Page ${n} has no next one: ${JSON.stringify(answer.errors)}`);
  }
  const micros = async (cursor: string | null) => {
    const requests = tokens.map((_token, n) => request(cursor, n));
    const used = () => server.cpuSeconds() + postgresCpuSeconds(folder);
    const before = used();
    const { answers, failures } = await load({ url: server.url, requests, connections: 8, seconds: 1 });
    if (failures > answers / 100) throw new Error(`${failures} of ${answers} pages were refused.`);
    return ((used() - before) / answers) * 1e6;
  };
  const first: number[] = [];
  const deep: number[] = [];
  for (let round = 0; round <= ROUNDS; round += 1) {
    const [one, other] = [await micros(null), await micros(after)];
    // The first round warms up.
    if (round === 0) continue;
    first.push(one);
    deep.push(other);
  }
  return { page, firstMicros: median(first), deepMicros: median(deep) };
}

import { setTimeout as pause } from "node:timers/promises";
import { load } from "../load.ts";
import { tokensFor } from "../partner.ts";
import { percentile } from "../statistics.ts";
import { ask, askUntil, READ } from "./ask.ts";
import { onCoresOfTheirOwn } from "./cores.ts";
import { ms, over, under, type Fault, type Finding } from "./finding.ts";
import type { Installation } from "./installation.ts";
import { Tokens } from "./tokens.ts";

const TIMES = 5;

/** So many, each with a budget of its own, that it is the server that has not enough, and not they. */
const CLIENTS = 300;
/** Each asks again as soon as it is answered, until all that is asked for in a second was. */
const SOCKETS = 1_500;

/** Five times more than can be answered, from a process of its own; and one partner that takes all it can get. */
export const overload: Fault = async (stage, { isQuick }) => {
  const api = await stage.serve();
  const findings = [
    await onCoresOfTheirOwn([api.pid, ...stage.database.pids()], () =>
      flood(api.url, stage, isQuick ? 8 : 20),
    ),
    await greed(api.url, stage, isQuick ? 50 : 200),
  ];
  await api.stop();
  return findings;
};

async function flood(url: string, stage: Installation, seconds: number): Promise<Finding> {
  const requests = (await tokensFor(url, await stage.newPartner(CLIENTS))).map((token) => ({
    method: "POST" as const,
    path: "/graphql",
    headers: { authorization: `Bearer ${token}`, "content-type": "application/json" },
    body: JSON.stringify(CHEAP),
  }));
  const calm = { url, requests, connections: 16 };
  await load({ ...calm, seconds: 4 });
  const before = await load({ ...calm, seconds });
  const rate = Math.ceil(before.perSecond * TIMES);
  const flooded = await load({ url, requests, connections: SOCKETS, seconds, floodRate: rate });
  const after = await load({ ...calm, seconds });
  // The machine's own pace changes from minute to minute: what was reached before and after is the peak.
  const peak = (goodOf(before) + goodOf(after)) / 2;
  const part = goodOf(flooded) / peak;
  const strange = Object.entries(flooded.statuses).filter(([status]) => !EXPECTED.has(status));
  const refused = (flooded.statuses["429"] ?? 0) + (flooded.statuses["503"] ?? 0);
  return {
    fault: `overload at ${TIMES} x capacity`,
    invariant: "goodput at least 80 % of the peak; the excess is answered 503 or 429",
    count: `${rate}/s asked for by ${CLIENTS} clients on ${SOCKETS} connections for ${seconds} s, the server and PostgreSQL on one processor`,
    figure: `peak ${Math.round(peak)}/s, under the flood ${Math.round(goodOf(flooded))}/s (${Math.round(100 * part)} %); statuses ${JSON.stringify(flooded.statuses)}; p50 ${ms(flooded.p50Ms)}, p99 ${ms(flooded.p99Ms)}`,
    problems: [
      ...under(part, 0.8, "goodput against the peak"),
      ...under(refused, 1, "refusals: there was no overload"),
      ...(strange.length === 0 ? [] : [`answers ${JSON.stringify(strange)}`]),
    ],
  };
}

const EXPECTED = new Set(["200", "429", "503"]);
const CHEAP = { query: "query Read { vehicles(first: 1) { edges { node { id make model } } } }" };

async function greed(url: string, stage: Installation, questions: number): Promise<Finding> {
  const greedy = new Tokens({ ...stage.partner, clients: stage.partner.clients.slice(0, 1) });
  const modest = new Tokens(await stage.newPartner(1));
  await modest.next(url);
  const stop = new AbortController();
  const taking = askUntil(stop.signal, 40, async () => ask(url, await greedy.next(url), READ));
  const asked: Promise<{ status: number; ms: number }>[] = [];
  for (let n = 0; n < questions; n += 1) {
    asked.push(modest.next(url).then((token) => ask(url, token, READ)));
    await pause(100);
  }
  stop.abort();
  const [taken, answers] = await Promise.all([taking, Promise.all(asked)]);
  const refused = answers.filter(({ status }) => status !== 200).length;
  const turnedAway = taken.filter(({ status }) => status === 429).length;
  return {
    fault: "one greedy partner",
    invariant: "the modest one sees no refusal",
    count: `${taken.length} requests of the greedy, ${answers.length} of the modest`,
    figure: `${turnedAway} times 429 to the greedy, ${refused} refusals to the modest, p99 ${ms(
      percentile(
        answers.map((answer) => answer.ms),
        0.99,
      ),
    )}`,
    problems: [
      ...over(refused, 0, "refusals to the modest"),
      ...under(turnedAway, 1, "refusals to the greedy"),
    ],
  };
}

const goodOf = ({ perSecond, statuses, answers }: Awaited<ReturnType<typeof load>>) =>
  answers === 0 ? 0 : (perSecond * (statuses["200"] ?? 0)) / answers;

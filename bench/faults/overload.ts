import { setTimeout as pause } from "node:timers/promises";
import { load } from "../load.ts";
import { tokensFor } from "../partner.ts";
import { ask, askUntil, percentile, READ } from "./ask.ts";
import { ms, over, under, type Fault } from "./finding.ts";
import { Tokens } from "./tokens.ts";

const TIMES = 5;

/** Five times more than can be answered, from a process of its own; and one partner that takes all it can get. */
export const overload: Fault = async (stage, { isQuick }) => {
  const seconds = isQuick ? 8 : 20;
  const api = await stage.serve();
  const requests = (await tokensFor(api.url, stage.partner)).map((token) => ({
    method: "POST" as const,
    path: "/graphql",
    headers: { authorization: `Bearer ${token}`, "content-type": "application/json" },
    body: JSON.stringify(READ),
  }));
  const url = api.url;
  await load({ url, requests, connections: 16, seconds: 4 });
  const before = await load({ url, requests, connections: 16, seconds });
  const flood = await load({
    url,
    requests,
    connections: 400,
    seconds,
    rate: Math.ceil(before.perSecond * TIMES),
  });
  const after = await load({ url, requests, connections: 16, seconds });
  // The machine's own pace changes from minute to minute: what was reached before and after is the peak.
  const peak = (goodOf(before) + goodOf(after)) / 2;
  const part = goodOf(flood) / peak;
  const strange = Object.entries(flood.statuses).filter(
    ([status]) => !["200", "429", "503"].includes(status),
  );
  const findings = [
    {
      fault: `overload at ${TIMES} x capacity, open loop`,
      invariant: "goodput at least 80 % of the peak; the excess is answered 503 or 429",
      count: `${Math.round(flood.perSecond * seconds)} answers in ${seconds} s`,
      figure: `peak ${Math.round(peak)}/s, under the flood ${Math.round(goodOf(flood))}/s (${Math.round(100 * part)} %); statuses ${JSON.stringify(flood.statuses)}; p50 ${ms(flood.p50Ms)}, p99 ${ms(flood.p99Ms)}`,
      problems: [
        ...under(part, 0.8, "goodput against the peak"),
        ...(strange.length === 0 ? [] : [`answers ${JSON.stringify(strange)}`]),
      ],
    },
  ];

  const greedy = new Tokens({ ...stage.partner, clients: stage.partner.clients.slice(0, 1) });
  const modest = new Tokens(stage.modest);
  await modest.next(url);
  const stop = new AbortController();
  const taking = askUntil(stop.signal, 40, async () => ask(url, await greedy.next(url), READ));
  const asked: Promise<{ status: number; ms: number }>[] = [];
  for (let n = 0; n < (isQuick ? 50 : 200); n += 1) {
    asked.push(modest.next(url).then((token) => ask(url, token, READ)));
    await pause(100);
  }
  stop.abort();
  const [taken, answers] = await Promise.all([taking, Promise.all(asked)]);
  const refused = answers.filter(({ status }) => status !== 200).length;
  const turnedAway = taken.filter(({ status }) => status === 429).length;
  findings.push({
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
  });
  await api.stop();
  return findings;
};

const goodOf = ({ perSecond, statuses, answers }: Awaited<ReturnType<typeof load>>) =>
  answers === 0 ? 0 : (perSecond * (statuses["200"] ?? 0)) / answers;

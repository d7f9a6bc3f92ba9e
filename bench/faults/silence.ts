import pg from "pg";
import { setTimeout as pause } from "node:timers/promises";
import { percentile } from "../statistics.ts";
import { ask, askUntil, READ, type Answer } from "./ask.ts";
import { ms, over, type Fault } from "./finding.ts";
import { Tokens } from "./tokens.ts";

const CONNECTIONS = 24;
const isRetryable = ({ status }: Answer) => status === 503 || status === 429 || status === 504;

/** Sessions ended by PostgreSQL, every connection of the pool in use, and a database that is frozen. */
export const silence: Fault = async (stage, { isQuick }) => {
  const api = await stage.serve();
  const tokens = new Tokens(stage.partner);
  await tokens.next(api.url);
  const one = async () => ask(api.url, await tokens.next(api.url), READ);
  const during = async (trouble: () => Promise<void>) => {
    const stop = new AbortController();
    const asking = askUntil(stop.signal, CONNECTIONS, one);
    await pause(1_000);
    await trouble();
    await pause(2_000);
    stop.abort();
    return asking;
  };
  const findings = [];

  const rounds = isQuick ? 5 : 20;
  const ended = await during(async () => {
    for (let round = 0; round < rounds; round += 1) {
      await stage.look(
        "select pg_terminate_backend(pid) from pg_stat_activity where application_name in ('kimberlite_api', 'kimberlite_worker')",
      );
      await pause(500);
    }
  });
  const broken = ended.filter(({ status }) => status !== 200);
  findings.push({
    fault: "every session of the API terminated",
    invariant: "at most 1 % of requests fail, all retryable",
    count: `${rounds} times, ${ended.length} requests`,
    figure: `${broken.length} failed (${((100 * broken.length) / ended.length).toFixed(2)} %)`,
    problems: [
      ...over((1000 * broken.length) / ended.length, 10, "failed of a thousand"),
      ...over(broken.filter((answer) => !isRetryable(answer)).length, 0, "failed otherwise than retryably"),
    ],
  });

  const locker = new pg.Client({ connectionString: stage.database.superuserUrl });
  await locker.connect();
  let lockedAt = 0;
  let freeAt = 0;
  const lockMs = 4_000;
  const exhausted = await during(async () => {
    await locker.query("begin; lock table vehicles in access exclusive mode");
    lockedAt = performance.now();
    await pause(lockMs);
    freeAt = performance.now();
    await locker.query("rollback");
  });
  await locker.end();
  findings.push({
    fault: "every connection of the pool in use",
    invariant: "503 within 700 ms, no hang, served again within 1 s",
    count: `${ms(lockMs)}, ${exhausted.filter(({ atMs }) => atMs > lockedAt && atMs < freeAt).length} requests`,
    ...refusalsOf(exhausted, lockedAt, freeAt),
  });

  let frozenAt = 0;
  let thawedAt = 0;
  const frozenMs = isQuick ? 4_000 : 10_000;
  const frozen = await during(async () => {
    stage.database.freeze();
    frozenAt = performance.now();
    await pause(frozenMs);
    thawedAt = performance.now();
    stage.database.thaw();
  });
  findings.push({
    fault: "the database frozen",
    invariant: "503 within 700 ms, no hang, served again within 1 s",
    count: `${ms(frozenMs)}, ${frozen.filter(({ atMs }) => atMs > frozenAt && atMs < thawedAt).length} requests`,
    ...refusalsOf(frozen, frozenAt, thawedAt),
  });
  await api.stop();
  return findings;
};

/** How soon requests were refused in a time of trouble, and how soon after it they were served again. */
function refusalsOf(all: readonly Answer[], fromMs: number, toMs: number) {
  const refused = all.filter(({ status, atMs }) => status === 503 && atMs < toMs);
  const slowest = Math.max(...refused.map((answer) => answer.ms));
  const firstAgain = Math.min(
    ...all
      .filter((answer) => answer.status === 200 && answer.atMs + answer.ms > toMs)
      .map((answer) => answer.atMs + answer.ms),
  );
  const lost = all.filter(({ status }) => status !== 200 && status !== 503);
  const hung = all.filter((answer) => answer.status !== 200 && answer.atMs < toMs && answer.ms > 700);
  const wasNoticed = refused.some(({ atMs }) => atMs > fromMs);
  return {
    figure: `${refused.length} refused, after ${ms(
      percentile(
        refused.map((answer) => answer.ms),
        0.5,
      ),
    )}, at most ${ms(slowest)}; served again after ${ms(firstAgain - toMs)}`,
    problems: [
      ...(wasNoticed ? [] : ["nobody was refused: the fault did not take place"]),
      ...over(hung.length, 0, "requests that waited longer than 700 ms for a refusal"),
      ...over(lost.length, 0, "requests that failed otherwise"),
      ...over(firstAgain - toMs, 1_000, "ms until it served again"),
    ],
  };
}

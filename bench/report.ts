import type { BulkRate } from "./bulk.ts";
import { BARS } from "./bars.ts";
import type { LoadResult } from "./load.ts";
import type { KeysetRates } from "./keyset.ts";
import { ENGINES, QUESTIONS, type Engine, type Question } from "./questions.ts";
import { median } from "./statistics.ts";

export interface Round extends LoadResult {
  readonly size: number;
  readonly question: Question;
  readonly engine: Engine;
  /** Requests a second of an open loop; null: as many as were answered. */
  readonly rate: number | null;
  readonly serverCpuSeconds: number;
  readonly databaseCpuSeconds: number;
  readonly memoryMb: number;
}

/** All that a run measured; what was not asked for is empty. */
export interface Findings {
  readonly rounds: readonly Round[];
  /** Ours on each fleet in turns. */
  readonly growth: readonly Round[];
  readonly keysets: ReadonlyMap<number, KeysetRates>;
  readonly bulk: readonly BulkRate[];
  /** Lines as the measurement of exports prints them. */
  readonly exports: readonly string[];
}

/** @param circumstances machine, versions and day, in one sentence */
export function reportOf(
  { rounds, growth, keysets, bulk, exports }: Findings,
  circumstances: string,
): string {
  const sizes = [...new Set(rounds.map(({ size }) => size))];
  const parts = [
    "# Side by side",
    `${circumstances} Ratios are of the same round; the median and, in brackets, the least and the most. Synthetic data. Engines and questions are described in README.md.`,
    ...sizes.map((size) =>
      ofSize(
        size,
        rounds.filter((round) => round.size === size),
        keysets.get(size),
      ),
    ),
    ...(growth.length > 0 ? [growthOf(growth)] : []),
    ...(bulk.length > 0 ? [inBulk(bulk)] : []),
    ...(exports.length > 0 ? [`## Exports\n\n${exports.map((line) => `- ${line}`).join("\n")}`] : []),
  ];
  return `${parts.join("\n\n")}\n`;
}

function ofSize(size: number, rounds: readonly Round[], keyset?: KeysetRates): string {
  const closed = rounds.filter(({ rate }) => rate === null);
  const open = rounds.filter(({ rate }) => rate !== null);
  const asked = QUESTIONS.filter((question) => of(closed, question, "ours").length > 0);
  const failures = rounds.reduce((sum, round) => sum + round.failures, 0);
  const answers = rounds.reduce((sum, round) => sum + round.answers, 0);
  const memory = Math.max(
    ...rounds.filter(({ engine }) => engine === "ours").map(({ memoryMb }) => memoryMb),
  );
  return [
    `## ${size.toLocaleString("en")} vehicles`,
    `Requests a second, closed loop (${failures} of ${answers + failures} requests failed)\n`,
    `| | ${ENGINES.join(" | ")} | ours / PostGraphile | floor / aim | | ours / limit | aim |`,
    `|---|${"---|".repeat(ENGINES.length + 5)}`,
    ...asked.map((question) => closedLine(closed, question)),
    "\nSlowest hundredth, ms, open loop at half of our peak\n",
    "| | rate | ours | PostGraphile | |",
    "|---|---|---|---|---|",
    ...asked.map((question) => openLine(open, question)),
    "\nCPU time of one request, µs: of the server + of PostgreSQL\n",
    `| | ${ENGINES.join(" | ")} | PostGraphile / ours |`,
    `|---|${"---|".repeat(ENGINES.length + 1)}`,
    ...asked.map((question) => workLine(closed, question)),
    `\nPeak memory of ours: ${memory.toFixed(0)} MB; at most ${BARS.memoryMb} are promised: ${verdict(memory <= BARS.memoryMb)}.`,
    ...(keyset === undefined ? [] : [pages(keyset)]),
  ].join("\n");
}

function closedLine(closed: readonly Round[], question: Question): string {
  const ours = of(closed, question, "ours");
  const rates = ENGINES.map((engine) => cell(of(closed, question, engine)));
  const { floor, aim } = BARS.againstPostgraphile[question];
  const against = ratios(ours, of(closed, question, "postgraphile"));
  const reached = median(against);
  const words = reached >= aim ? "aim met" : reached >= floor ? "floor met" : "below the floor";
  const limitAim = BARS.againstLimit[question] ?? "";
  return `| ${question.toUpperCase()} | ${rates.join(" | ")} | ${spread(against)} | ${floor} / ${aim} | ${Number.isNaN(reached) ? "–" : words} | ${spread(ratios(ours, of(closed, question, "limit")))} | ${limitAim} |`;
}

function openLine(open: readonly Round[], question: Question): string {
  const p99 = (engine: Engine) => median(of(open, question, engine).map(({ p99Ms }) => p99Ms));
  const [ours, theirs] = [p99("ours"), p99("postgraphile")];
  const rate = of(open, question, "ours")[0]?.rate ?? NaN;
  return `| ${question.toUpperCase()} | ${rate} | ${ours} | ${theirs} | ${Number.isNaN(theirs) ? "–" : verdict(ours <= theirs)} |`;
}

function workLine(closed: readonly Round[], question: Question): string {
  const micros = (engine: Engine, secondsOf: (round: Round) => number) =>
    median(of(closed, question, engine).map((round) => secondsOf(round) * 1e6));
  const server = (round: Round) => round.serverCpuSeconds / round.answers;
  const database = (round: Round) => round.databaseCpuSeconds / round.answers;
  const both = (engine: Engine) => micros(engine, workOf);
  const cells = ENGINES.map((engine) => {
    const [own, databases] = [micros(engine, server), micros(engine, database)];
    return Number.isNaN(own) ? "–" : `${own.toFixed(0)} + ${databases.toFixed(0)}`;
  });
  const times = both("postgraphile") / both("ours");
  return `| ${question.toUpperCase()} | ${cells.join(" | ")} | ${Number.isNaN(times) ? "–" : times.toFixed(2)} |`;
}

const pages = ({ page, firstMicros, deepMicros }: KeysetRates) =>
  `\nPage ${page.toLocaleString("en")} of a list takes ${deepMicros.toFixed(0)} µs of CPU time, page 1 ${firstMicros.toFixed(0)} µs: ${(deepMicros / firstMicros).toFixed(2)} times as much: ${verdict(deepMicros / firstMicros <= BARS.keyset)}.`;

/** Ours on the largest fleet against ours on the smallest, in the same round. */
function growthOf(rounds: readonly Round[]): string {
  const sizes = rounds.map(({ size }) => size);
  const [small, large] = [Math.min(...sizes), Math.max(...sizes)];
  const { questions, least } = BARS.growth;
  const asked = questions.filter((question) => of(rounds, question, "ours").length > 0);
  const lines = asked.map((question) => {
    const on = (size: number) => of(rounds, question, "ours").filter((round) => round.size === size);
    const rates = ratios(on(large), on(small));
    const works = ratios(on(large), on(small), workOf);
    return `| ${question.toUpperCase()} | ${spread(rates)} | ${spread(works)} | ${verdict(median(rates) >= least)} |`;
  });
  return [
    `## Growth from ${small.toLocaleString("en")} to ${large.toLocaleString("en")} vehicles`,
    `On the larger fleet for one on the smaller, both asked in turns. At least ${least} of the requests a second are promised.\n`,
    "| | requests a second | CPU time of one | |",
    "|---|---|---|---|",
    ...lines,
  ].join("\n");
}

function inBulk(rates: readonly BulkRate[]): string {
  const perSecond = (what: BulkRate["what"]) => {
    const found = rates.find((rate) => rate.what === what);
    return found === undefined ? NaN : found.count / found.seconds;
  };
  const ratio = perSecond("ingest") / perSecond("\\copy");
  const { floor, aim } = BARS.scoredPerSecond;
  const scored = (["score, first fill", "score, next day"] as const).map((run) =>
    verdict(perSecond(run) >= floor),
  );
  return [
    "## In bulk",
    "| | | a second | s |",
    "|---|---|---|---|",
    ...rates.map(
      ({ what, unit, count, seconds }) =>
        `| ${what} | ${count.toLocaleString("en")} ${unit} | ${Math.round(count / seconds).toLocaleString("en")} | ${seconds.toFixed(1)} |`,
    ),
    `\nIngestion writes ${ratio.toFixed(2)} of the rows a second that \`\\copy\` does, into the same tables; at least ${BARS.ingestAgainstCopy} are promised: ${verdict(ratio >= BARS.ingestAgainstCopy)}. Of scored vehicles, ${floor.toLocaleString("en")} a second are promised and ${aim.toLocaleString("en")} aimed at: ${scored[0]} by a first fill, ${scored[1]} by what comes every day.`,
  ].join("\n");
}

const of = (rounds: readonly Round[], question: Question, engine: Engine) =>
  rounds.filter((round) => round.question === question && round.engine === engine);

const verdict = (isMet: boolean) => (isMet ? "met" : "missed");

const rateOf = ({ perSecond }: Round): number => perSecond;

/** CPU seconds of one request, of the server and PostgreSQL. */
const workOf = ({ serverCpuSeconds, databaseCpuSeconds, answers }: Round): number =>
  (serverCpuSeconds + databaseCpuSeconds) / answers;

/** Of each round of one to the same round of the other. */
function ratios(
  ours: readonly Round[],
  theirs: readonly Round[],
  valueOf: (round: Round) => number = rateOf,
): number[] {
  return ours.flatMap((round, n) => {
    const other = theirs[n];
    return other === undefined ? [] : [valueOf(round) / valueOf(other)];
  });
}

const cell = (rounds: readonly Round[]) =>
  rounds.length === 0 ? "–" : median(rounds.map(rateOf)).toFixed(0);

const spread = (values: readonly number[]) =>
  values.length === 0
    ? "–"
    : `${median(values).toFixed(2)} (${Math.min(...values).toFixed(2)}–${Math.max(...values).toFixed(2)})`;

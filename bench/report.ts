import { writeFileSync } from "node:fs";
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

interface Machine {
  readonly processor: string;
  readonly memoryGb: number;
  readonly node: string;
  readonly connections: number;
  readonly seconds: number;
  readonly rounds: number;
}

/** What the product promises against PostGraphile: the least, and what it aims at. */
const BARS: Readonly<Record<Question, readonly [floor: number, aim: number]>> = {
  q1: [1.8, 2.6],
  q2: [1.6, 3],
  q3: [2, 3],
  q4: [1.5, 2.6],
  q5: [1, 1.5],
  q6: [1.2, 1.5],
  q7: [1.1, 2],
};

export function writeReport(
  file: string,
  rounds: readonly Round[],
  keysets: ReadonlyMap<number, KeysetRates>,
  machine: Machine,
): void {
  const sizes = [...new Set(rounds.map(({ size }) => size))];
  const parts = [
    "# Side by side",
    `Measured on ${new Date().toISOString().slice(0, 10)}: ${machine.processor}, ${machine.memoryGb} GB, Node ${machine.node}, PostgreSQL 18 embedded, ${machine.connections} connections, ${machine.rounds} interleaved rounds of ${machine.seconds} s. Ratios are of the same round; the median and, in brackets, the least and the most. Synthetic data. Engines and questions are described in README.md.`,
    ...sizes.map((size) =>
      ofSize(
        size,
        rounds.filter((round) => round.size === size),
        keysets.get(size),
      ),
    ),
    ...(sizes.length > 1 ? [growth(rounds, sizes)] : []),
  ];
  const text = `${parts.join("\n\n")}\n`;
  writeFileSync(file, text);
  process.stdout.write(text);
}

function ofSize(size: number, rounds: readonly Round[], keyset?: KeysetRates): string {
  const closed = rounds.filter(({ rate }) => rate === null);
  const open = rounds.filter(({ rate }) => rate !== null);
  const of = (question: Question, engine: Engine) =>
    closed.filter((round) => round.question === question && round.engine === engine);
  const asked = QUESTIONS.filter((question) => of(question, "ours").length > 0);
  const lines = asked.map((question) => {
    const ours = of(question, "ours");
    const rates = ENGINES.map((engine) => cell(of(question, engine)));
    const [floor, aim] = BARS[question];
    const against = ratios(ours, of(question, "postgraphile"));
    const verdict = Number.isNaN(median(against))
      ? "–"
      : median(against) >= aim
        ? "aim met"
        : median(against) >= floor
          ? "floor met"
          : "below the floor";
    return `| ${question.toUpperCase()} | ${rates.join(" | ")} | ${spread(against)} | ${floor} / ${aim} | ${verdict} | ${spread(ratios(ours, of(question, "limit")))} |`;
  });
  const latency = asked.map((question) => {
    const p99 = (engine: Engine) =>
      median(open.filter((r) => r.question === question && r.engine === engine).map(({ p99Ms }) => p99Ms));
    const rate = open.find((r) => r.question === question)?.rate ?? NaN;
    return `| ${question.toUpperCase()} | ${rate} | ${p99("ours")} | ${p99("postgraphile")} |`;
  });
  const work = asked.map((question) => {
    const micro = (engine: Engine) =>
      median(
        of(question, engine).map((r) => ((r.serverCpuSeconds + r.databaseCpuSeconds) / r.answers) * 1e6),
      ).toFixed(0);
    return `| ${question.toUpperCase()} | ${ENGINES.map(micro).join(" | ")} |`;
  });
  const memory = Math.max(
    ...closed.filter(({ engine }) => engine === "ours").map(({ memoryMb }) => memoryMb),
  );
  const failures = closed.reduce((sum, round) => sum + round.failures, 0);
  return [
    `## ${size.toLocaleString("en")} vehicles`,
    `Requests a second, closed loop (${failures} of all requests failed)\n`,
    `| | ${ENGINES.join(" | ")} | ours / PostGraphile | floor / aim | | ours / limit |`,
    `|---|${"---|".repeat(ENGINES.length + 4)}`,
    ...lines,
    "\nSlowest hundredth, ms, open loop at half of our peak\n",
    "| | rate | ours | PostGraphile |",
    "|---|---|---|---|",
    ...latency,
    "\nCPU time of server and PostgreSQL for one request, µs\n",
    `| | ${ENGINES.join(" | ")} |`,
    `|---|${"---|".repeat(ENGINES.length)}`,
    ...work,
    `\nPeak memory of ours: ${memory.toFixed(0)} MB; at most 300 are promised.`,
    ...(keyset === undefined ? [] : [pages(keyset)]),
  ].join("\n");
}

const pages = ({ page, firstMicros, deepMicros }: KeysetRates) =>
  `\nPage ${page.toLocaleString("en")} of a list takes ${deepMicros.toFixed(0)} µs of CPU time, page 1 ${firstMicros.toFixed(0)} µs: ${(deepMicros / firstMicros).toFixed(2)} times as much.`;

/** Ours on the largest fleet against ours on the smallest. */
function growth(rounds: readonly Round[], sizes: readonly number[]): string {
  const [small = 0, large = 0] = [Math.min(...sizes), Math.max(...sizes)];
  const rate = (size: number, question: Question) =>
    median(
      rounds
        .filter((r) => r.size === size && r.question === question && r.engine === "ours" && r.rate === null)
        .map(({ perSecond }) => perSecond),
    );
  const cells = QUESTIONS.map((q) => [q, rate(large, q) / rate(small, q)] as const).filter(
    ([, ratio]) => !Number.isNaN(ratio),
  );
  return [
    `## Growth from ${small.toLocaleString("en")} to ${large.toLocaleString("en")} vehicles`,
    "Requests a second on the larger fleet for one on the smaller. At least 0.8 is promised for Q1 to Q4.\n",
    `| ${cells.map(([q]) => q.toUpperCase()).join(" | ")} |`,
    `|${"---|".repeat(cells.length)}`,
    `| ${cells.map(([, ratio]) => ratio.toFixed(2)).join(" | ")} |`,
  ].join("\n");
}

function ratios(ours: readonly Round[], theirs: readonly Round[]): number[] {
  return ours.flatMap(({ perSecond }, round) => {
    const other = theirs[round];
    return other === undefined ? [] : [perSecond / other.perSecond];
  });
}

const cell = (rounds: readonly Round[]) =>
  rounds.length === 0 ? "–" : median(rounds.map(({ perSecond }) => perSecond)).toFixed(0);

const spread = (values: readonly number[]) =>
  values.length === 0
    ? "–"
    : `${median(values).toFixed(2)} (${Math.min(...values).toFixed(2)}–${Math.max(...values).toFixed(2)})`;

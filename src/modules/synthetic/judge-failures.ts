import type { Outlook } from "../demo/index.ts";
import { PART_CATEGORY_KEYS, type PartCategoryKey } from "../parts/index.ts";
import { ANY, type HistoryChances } from "../predictions/index.ts";
import {
  baselineOf,
  measuresOf,
  NO_DAYS,
  yardstickOf,
  type BaselineFigures,
  type Forecast,
  type JudgedFigures,
  type QualityFigures,
  type Yardstick,
} from "../quality/index.ts";
import { baselineRates, type Likes } from "./baseline-tables.ts";

/** ANY, then the part categories. */
const TARGETS: readonly string[] = [ANY, ...PART_CATEGORY_KEYS];
const PLACES = new Map(TARGETS.map((key, place) => [key, place]));

/** What is common to all figures of one backtest. */
export type Frame = Omit<QualityFigures, keyof Measured>;

/** What is measured. */
export interface Measured extends JudgedFigures {
  /** Null where nobody reckoned it. */
  readonly ceiling: Yardstick | null;
}

/** Predicted failures beside what happened, by vehicle and part, in 10 bytes each. */
export class FailureJudge {
  readonly #predicted: Float32Array;
  readonly #true: Float32Array;
  readonly #happened: Uint8Array;
  readonly #likes: Likes[] = [];

  /** @param most vehicles */
  constructor(most: number) {
    this.#predicted = new Float32Array(most * TARGETS.length).fill(Number.NaN);
    this.#true = new Float32Array(most * TARGETS.length);
    this.#happened = new Uint8Array(most * TARGETS.length);
  }

  add({ targets, logOdds }: HistoryChances, outlook: Outlook, likes: Likes): void {
    const { outcome, failureByPart, failureProbability } = outlook;
    if (outcome === null) return;
    const from = this.#likes.push(likes) * TARGETS.length - TARGETS.length;
    targets.forEach(({ key }, target) => {
      const place = from + (PLACES.get(key) ?? 0);
      const part = key as PartCategoryKey;
      this.#predicted[place] = 1 / (1 + Math.exp(-(logOdds[target] ?? 0)));
      this.#true[place] = key === ANY ? failureProbability : (failureByPart.get(part) ?? 0);
      this.#happened[place] = Number(key === ANY ? outcome.hasFailed : outcome.failedParts.has(part));
    });
  }

  /** For all parts together, that something fails; then part by part. */
  figures(): Measured[] {
    return TARGETS.flatMap((key, target) => {
      const rows = this.#likes
        .map((_, row) => row)
        .filter((row) => !Number.isNaN(this.#predicted[row * TARGETS.length + target]));
      return rows.length === 0 ? [] : [this.#measure(key, target, rows)];
    });
  }

  #measure(key: string, target: number, rows: readonly number[]): Measured {
    const at = (row: number) => row * TARGETS.length + target;
    const forecasts = (rateOf: (row: number) => number): Forecast[] =>
      rows.map((row) => ({ n: 1, events: this.#happened[at(row)] ?? 0, rate: rateOf(row) }));
    const predicted = forecasts((row) => this.#predicted[at(row)] ?? 0);
    const part = key === ANY ? null : target - 1;
    const rates = rows.map((row) => {
      const likes = this.#likes[row];
      return likes === undefined ? null : baselineRates(likes, part);
    });
    const baseline = (name: BaselineFigures["name"] & keyof ReturnType<typeof baselineRates>) =>
      baselineOf(
        name,
        rates.map((of) => of?.[name] ?? 0),
        predicted,
      );
    return {
      kind: "FAILURE_PREDICTED",
      partCategories: key === ANY ? [] : [key],
      ...measuresOf(predicted),
      ...NO_DAYS,
      baselines: [
        baseline("BASE_RATE"),
        baseline("AGE_AND_KILOMETRES"),
        baseline("SAME_MODEL_AND_AGE_LAST_YEAR"),
      ],
      ceiling: yardstickOf(
        forecasts((row) => this.#true[at(row)] ?? 0),
        predicted,
      ),
    };
  }
}

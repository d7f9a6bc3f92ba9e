import { PART_CATEGORIES } from "../parts/index.ts";
import { ROUNDING, STEPS_HELD } from "./disclosure/rules.ts";

/** Published numbers are rounded to multiples of this. */
const BASE = ROUNDING;

/** The mean square of what rounding changes: its error has about a triangular distribution, as far as it is held. */
const ROUNDING_VARIANCE = (BASE * STEPS_HELD) ** 2 / 6;

/** Of the standard normal distribution, for 10 and 90 %. */
const Z = 1.2816;

export interface Estimate {
  readonly p10: number;
  readonly p50: number;
  readonly p90: number;
}

/** Pieces that one vehicle usually takes, by part category. */
const PIECES = new Map<string, number>(
  PART_CATEGORIES.map(({ key, unit }) => [key, unit === "AXLE_PAIR" || unit === "FRONT_PAIR" ? 2 : 1]),
);

/** A sum of published cells with its spread. */
export class Total {
  value = 0;
  #variance = 0;

  /**
   * Each vehicle's need comes or does not, independently of the others' (Poisson-binomial). Its variance is at most the
   * mean times the pieces that one vehicle takes; that bound is taken, since the variance itself would be another number
   * about the same vehicles.
   */
  add(published: number, partCategory: string): void {
    this.value += published;
    this.#variance += published * (PIECES.get(partCategory) ?? 1) + ROUNDING_VARIANCE;
  }

  clear(): void {
    this.value = 0;
    this.#variance = 0;
  }

  /** Normal approximation, rounded outwards. */
  estimate(): Estimate {
    const reach = Z * Math.sqrt(this.#variance);
    return {
      p10: Math.max(0, BASE * Math.floor((this.value - reach) / BASE)),
      p50: this.value,
      p90: BASE * Math.ceil((this.value + reach) / BASE),
    };
  }
}

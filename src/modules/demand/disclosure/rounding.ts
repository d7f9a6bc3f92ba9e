import { hash } from "node:crypto";
import { STEPS_HELD } from "./rules.ts";

/** Rounds what is published, so that neither one number nor two of them tell of a single vehicle. */
export interface Rounding {
  /**
   * @param name of the number: the same each time that it is published
   * @param previous as it was last published; null where it was not
   */
  round(value: number, name: string, previous: number | null): number;
}

/**
 * Rounds to one of the two nearest multiples, to the nearer one oftener, so that sums of rounded numbers are right on
 * average. Which of them depends on a secret and the name of the number alone: asking again averages nothing out. A
 * number that was published before stays as it is until it is one and a half steps off: from one day to the next, one
 * vehicle hardly ever moves it.
 */
export function stickyRounding(base: number, secret: string): Rounding {
  return {
    round(value, name, previous) {
      if (base === 1) return value;
      if (previous !== null && Math.abs(value - previous) < STEPS_HELD * base) return previous;
      const low = base * Math.floor(value / base);
      return thresholdOf(`${secret}|${name}`) < (value - low) / base ? low + base : low;
    },
  };
}

/** 0 to 1, evenly. */
function thresholdOf(text: string): number {
  return hash("sha256", text, "buffer").readUInt32BE(0) / 2 ** 32;
}

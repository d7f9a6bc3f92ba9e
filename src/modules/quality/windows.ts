import { daysBetween } from "../schedule/index.ts";
import type { DayFigures } from "./measures.ts";

/** When something was expected: within its window with 80 % certainty, and half of it by the likely day. */
export interface Window {
  readonly from: string;
  readonly likely: string;
  readonly until: string;
}

/** Windows beside the days on which it happened. */
export class Windows {
  readonly #errorsDays: number[] = [];
  #all = 0;
  #inside = 0;

  /** @param cameOn null: not as long as was looked, which has to be longer than the window */
  add({ from, likely, until }: Window, cameOn: string | null): void {
    this.#all += 1;
    if (cameOn === null) return;
    if (from <= cameOn && cameOn <= until) this.#inside += 1;
    this.#errorsDays.push(Math.abs(daysBetween(likely, cameOn)));
  }

  figures(): DayFigures {
    const sorted = this.#errorsDays.toSorted((one, other) => one - other);
    return {
      windowCoverage: this.#all === 0 ? null : this.#inside / this.#all,
      medianDateErrorDays: sorted[sorted.length >> 1] ?? null,
    };
  }
}

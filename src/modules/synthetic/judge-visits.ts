import type { Outlook } from "../demo/index.ts";
import type { Forecast } from "../quality/index.ts";
import { addDays, daysBetween } from "../schedule/index.ts";
import type { nextVisit } from "../signals/index.ts";
import { measuresOf, type Measured } from "./judge-failures.ts";

type Visit = NonNullable<ReturnType<typeof nextVisit>>;

/** The chance of a visit is that until the last day in time or, where that is near or over, within so many days. */
const NEAR_DAYS = 30;

/** Predicted days of visits beside the days on which vehicles came. */
export class VisitJudge {
  readonly #asOf: string;
  readonly #until: string;
  readonly #kept: Forecast[] = [];
  readonly #model = new Windows();
  readonly #ceiling = new Windows();

  /** @param until the last day that is known */
  constructor(asOf: string, until: string) {
    this.#asOf = asOf;
    this.#until = until;
  }

  add({ moment, chance }: Visit, { dueOn, visitBy, outcome }: Outlook): void {
    const cameOn = outcome?.performedOn ?? null;
    const near = addDays(this.#asOf, NEAR_DAYS);
    const horizon = dueOn > near ? dueOn : near;
    if (horizon <= this.#until) {
      const hasCome = cameOn !== null && cameOn <= horizon;
      this.#kept.push({ n: 1, events: Number(hasCome), rate: chance.probability });
    }
    // Chosen by what was predicted and not by what happened: who has not come by the end was outside.
    if (moment.until > this.#until) return;
    this.#model.add(moment, cameOn);
    this.#ceiling.add({ from: visitBy(0.1), likely: visitBy(0.5), until: visitBy(0.9) }, cameOn);
  }

  figures(): Measured[] {
    if (this.#kept.length === 0) return [];
    const none = { meanDeviance: null, auc: null, brierScore: null };
    return [
      {
        kind: "INSPECTION_DUE",
        partCategories: [],
        ...measuresOf(this.#kept),
        ...this.#model.figures(),
        baselines: [],
        ceiling: { ...none, ...this.#ceiling.figures() },
      },
    ];
  }
}

class Windows {
  readonly #errorsDays: number[] = [];
  #all = 0;
  #inside = 0;

  add({ from, likely, until }: Visit["moment"], cameOn: string | null): void {
    this.#all += 1;
    if (cameOn === null) return;
    if (from <= cameOn && cameOn <= until) this.#inside += 1;
    this.#errorsDays.push(Math.abs(daysBetween(likely, cameOn)));
  }

  figures(): { windowCoverage: number | null; medianDateErrorDays: number | null } {
    const sorted = this.#errorsDays.toSorted((one, other) => one - other);
    return {
      windowCoverage: this.#all === 0 ? null : this.#inside / this.#all,
      medianDateErrorDays: sorted[sorted.length >> 1] ?? null,
    };
  }
}

import type { Outlook } from "../demo/index.ts";
import { baselineOf, measuresOf, Windows, yardstickOf, type Forecast } from "../quality/index.ts";
import { addDays } from "../schedule/index.ts";
import type { nextVisit } from "../signals/index.ts";
import type { Measured } from "./judge-failures.ts";

type Visit = NonNullable<ReturnType<typeof nextVisit>>;

/** The chance of a visit is that until the last day in time or, where that is near or over, within so many days. */
const NEAR_DAYS = 30;

/** Predicted days of visits beside the days on which vehicles came. */
export class VisitJudge {
  readonly #asOf: string;
  readonly #until: string;
  readonly #kept: Forecast[] = [];
  readonly #usual: number[] = [];
  readonly #model = new Windows();
  readonly #usually = new Windows();
  readonly #ceiling = new Windows();

  /** @param until the last day that is known */
  constructor(asOf: string, until: string) {
    this.#asOf = asOf;
    this.#until = until;
  }

  add({ moment, usualMoment, chance }: Visit, { dueOn, visitBy, outcome }: Outlook): void {
    const cameOn = outcome?.performedOn ?? null;
    const near = addDays(this.#asOf, NEAR_DAYS);
    const horizon = dueOn > near ? dueOn : near;
    if (horizon <= this.#until) {
      const hasCome = cameOn !== null && cameOn <= horizon;
      this.#kept.push({ n: 1, events: Number(hasCome), rate: chance.probability });
      this.#usual.push(chance.baseline.rate);
    }
    // Chosen by what was predicted and not by what happened: who has not come by the end was outside.
    if (moment.until > this.#until) return;
    this.#model.add(moment, cameOn);
    this.#usually.add(usualMoment, cameOn);
    this.#ceiling.add({ from: visitBy(0.1), likely: visitBy(0.5), until: visitBy(0.9) }, cameOn);
  }

  figures(): Measured[] {
    if (this.#kept.length === 0) return [];
    return [
      {
        kind: "INSPECTION_DUE",
        partCategories: [],
        ...measuresOf(this.#kept),
        ...this.#model.figures(),
        baselines: [baselineOf("BASE_RATE", this.#usual, this.#kept, this.#usually.figures())],
        // Nobody reckoned the true chance of coming in time; how visits really spread is known.
        ceiling: yardstickOf([], [], this.#ceiling.figures()),
      },
    ];
  }
}

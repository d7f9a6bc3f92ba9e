import type { SignalKind } from "../vocabulary/index.ts";
import type { Forecast } from "./forecast.ts";
import { baselineOf, measuresOf, NO_DAYS, type DayFigures, type Measures } from "./measures.ts";
import type { BaselineFigures } from "./signal-quality.table.ts";
import { Windows, type Window } from "./windows.ts";

/** A signal as it was given, beside what came of it. */
export interface JudgedSignal {
  readonly kind: SignalKind;
  /** Null: the signal is of no part. */
  readonly partCategory: string | null;
  readonly probability: number;
  /** What the population that it was compared with does. */
  readonly baselineRate: number;
  readonly hasHappened: boolean;
  /** Null where the kind predicts no day, or nobody could see when it happened. */
  readonly day: { readonly window: Window; readonly on: string | null } | null;
}

/** What is known of the signals of one kind, and of one part where one is named. */
export type JudgedFigures = Measures &
  DayFigures & {
    readonly kind: SignalKind;
    readonly partCategories: string[];
    readonly baselines: readonly BaselineFigures[];
  };

/** Figures of fewer signals of a part would be chance, and are not given. */
const FEWEST_OF_A_PART = 100;

interface Group {
  readonly forecasts: Forecast[];
  readonly baselineRates: number[];
  readonly windows: Windows;
}

/** Signals beside what came of them, kind by kind and part by part. */
export class SignalJudge {
  readonly #groups = new Map<SignalKind, Map<string | null, Group>>();

  add(signal: JudgedSignal): void {
    const { kind, partCategory, probability, baselineRate, hasHappened, day } = signal;
    const ofKind = this.#groups.get(kind) ?? new Map<string | null, Group>();
    this.#groups.set(kind, ofKind);
    for (const part of partCategory === null ? [null] : [null, partCategory]) {
      const group = ofKind.get(part) ?? { forecasts: [], baselineRates: [], windows: new Windows() };
      ofKind.set(part, group);
      group.forecasts.push({ n: 1, events: Number(hasHappened), rate: probability });
      group.baselineRates.push(baselineRate);
      if (day !== null) group.windows.add(day.window, day.on);
    }
  }

  /** All signals of a kind together, then those of each part that has enough; parts in the order of their keys. */
  figures(): JudgedFigures[] {
    return [...this.#groups].flatMap(([kind, ofKind]) =>
      [...ofKind]
        .filter(([part, { forecasts }]) => part === null || forecasts.length >= FEWEST_OF_A_PART)
        .sort(([one], [other]) => ((one ?? "") < (other ?? "") ? -1 : 1))
        .map(([part, group]) => figuresOf(kind, part, group)),
    );
  }
}

function figuresOf(
  kind: SignalKind,
  part: string | null,
  { forecasts, baselineRates, windows }: Group,
): JudgedFigures {
  return {
    kind,
    partCategories: part === null ? [] : [part],
    ...measuresOf(forecasts),
    ...NO_DAYS,
    ...windows.figures(),
    baselines: [baselineOf("BASE_RATE", baselineRates, forecasts)],
  };
}

import type { DemoVehicle, Outlook } from "../demo/index.ts";
import { SignalJudge } from "../quality/index.ts";
import { addDays } from "../schedule/index.ts";
import { deriveSignals, metOn, type VehicleFacts, type VisitTiming } from "../signals/index.ts";
import { factsOf } from "./demo-facts.ts";
import type { Measured } from "./judge-failures.ts";

/** What is to be done at vehicles, retests, repairs and worn parts, beside what was. */
export class WorkJudge {
  readonly #asOf: string;
  readonly #until: string;
  readonly #timing: VisitTiming;
  readonly #judge = new SignalJudge();

  /** @param until the last day that is known */
  constructor(asOf: string, until: string, timing: VisitTiming) {
    this.#asOf = asOf;
    this.#until = until;
    this.#timing = timing;
  }

  /** @param known what the records say of the vehicle before `asOf` */
  add(vehicle: DemoVehicle, known: VehicleFacts, outlook: Outlook): void {
    this.#wear(known, outlook.mendedParts);
    const { outcome } = outlook;
    if (outcome?.hasFailed === true) this.#afterFailure(vehicle, outcome.performedOn);
  }

  /**
   * As if nobody had seen to it yet: of what is left open after a while, less is ever done. Whether something was done is
   * known of the generator, and when it is not.
   */
  #wear(known: VehicleFacts, mended: Outlook["mendedParts"]): void {
    for (const { kind, offer, chance } of this.#signalsOf({ ...known, repairs: [] }, this.#asOf)) {
      if (kind !== "WEAR_REPORTED" || offer === null) continue;
      this.#judge.add({
        kind,
        partCategory: offer.partCategory,
        probability: chance.probability,
        baselineRate: chance.baseline.rate,
        hasHappened: (mended as ReadonlySet<string>).has(offer.partCategory),
        day: null,
      });
    }
  }

  /** On the day after a failed inspection, where the time for the retest is over before the records are. */
  #afterFailure(vehicle: DemoVehicle, failedOn: string): void {
    const asOf = addDays(failedOn, 1);
    const signals = this.#signalsOf(factsOf(vehicle, asOf), asOf);
    const retest = signals.find(({ kind }) => kind === "RETEST_DUE");
    if (retest === undefined || retest.expiresOn > this.#until) return;
    const later = factsOf(vehicle, addDays(retest.expiresOn, 1));
    for (const signal of signals) {
      if (signal.kind !== "RETEST_DUE" && signal.kind !== "REPAIR_REQUIRED") continue;
      const on = metOn(signal, asOf, later);
      this.#judge.add({
        kind: signal.kind,
        partCategory: signal.offer?.partCategory ?? null,
        probability: signal.chance.probability,
        baselineRate: signal.chance.baseline.rate,
        hasHappened: on !== null,
        day: { window: signal.moment, on },
      });
    }
  }

  #signalsOf(facts: VehicleFacts, asOf: string) {
    return deriveSignals(facts, asOf, { timing: this.#timing, predictor: null });
  }

  figures(): Measured[] {
    return this.#judge.figures().map((figures) => ({ ...figures, ceiling: null }));
  }
}

import type { InspectionKind, SignalKind, SignalOrigin } from "../vocabulary/index.ts";
import type { Chance } from "./chances.ts";
import type { EvidenceItem } from "./evidence.ts";
import type { VehicleFacts } from "./facts.ts";
import type { Moment, OwedInspection } from "./moment.ts";
import type { Need } from "./needs.ts";
import type { Rounds } from "./rounds.ts";
import type { VisitHabits, VisitTiming } from "./visit-timing.ts";

/** What a signal asks for. Quantity and operation are null where they are not known. */
export type Offer = Pick<Need, "partCategory" | "partFamily" | "axle" | "side" | "spot" | "axleNumber"> & {
  readonly operation: Need["operation"] | null;
  readonly quantity: number | null;
};

/** A signal as the facts give it today: open. */
export interface DerivedSignal {
  readonly id: string;
  readonly kind: SignalKind;
  readonly origin: SignalOrigin;
  /** Which inspection is due; null where the signal is about a part. */
  readonly inspectionKind: InspectionKind | null;
  readonly offer: Offer | null;
  /** The inspection that the need began with. */
  readonly sourceId: string | null;
  readonly moment: Moment;
  readonly expiresOn: string;
  readonly chance: Chance;
  readonly evidence: readonly EvidenceItem[];
  /** Where the driver wants to go; absent or null: where the vehicle's needs are routed to. */
  readonly garageId?: string | null;
}

/** A part that a model expects to fail at the next inspection. */
export interface Prediction {
  readonly offer: Offer;
  readonly chance: Chance;
  readonly evidence: readonly EvidenceItem[];
}

/**
 * What a failure model is to signals. Pure: the same facts and days give the same predictions. It decides itself which
 * chances are worth a signal.
 */
export interface Predictor {
  /** Names its parameters in `modelVersion`. */
  readonly version: string;
  /** @param likelyOn when the next periodic inspection will most likely take place */
  predictions(facts: VehicleFacts, today: string, likelyOn: string): readonly Prediction[];
}

/** What signals are derived with. */
export interface SignalModels {
  readonly timing: VisitTiming;
  /** Null: no failure is predicted. */
  readonly predictor: Predictor | null;
}

/** One vehicle on one day, with what all kinds of signals look at. */
export interface Case {
  readonly facts: VehicleFacts;
  readonly today: string;
  readonly models: SignalModels;
  readonly rounds: Rounds;
  readonly owed: readonly OwedInspection[];
  readonly habits: VisitHabits;
}

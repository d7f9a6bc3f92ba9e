import type { SignalKind } from "../vocabulary/index.ts";
import { derivedKinds, deriveSignals, modelVersionsOf } from "./derive-signals.ts";
import type { SignalModels } from "./derived-signal.ts";
import type { VehicleFacts } from "./facts.ts";
import type { ReadVehicle } from "./assemble-facts.ts";
import type { Route } from "./route-garages.ts";
import { EXPIRED, settle, type KnownSignal, type Settlement } from "./settle-signal.ts";
import { contentOf, type Before, type SignalContent, type StatusChange } from "./write-signals.ts";

/** What scoring some vehicles changes. */
export interface Changes {
  readonly contents: SignalContent[];
  readonly statuses: StatusChange[];
  vehicles: number;
  /** How many signals they have that can be acted on. */
  signals: number;
}

export const noChanges = (): Changes => ({ contents: [], statuses: [], vehicles: 0, signals: 0 });

/** What a run of scoring goes by. */
export interface Scoring {
  readonly today: string;
  readonly models: SignalModels;
  readonly modelVersionOf: (kind: SignalKind) => string;
  readonly kinds: ReadonlySet<SignalKind>;
}

export function scoringOf(today: string, models: SignalModels): Scoring {
  return { today, models, modelVersionOf: modelVersionsOf(models), kinds: derivedKinds(models) };
}

const isLive = ({ status }: KnownSignal): boolean => status === "OPEN" || status === "CLAIMED";

/** Compares what a vehicle needs today with the signals that it has, and adds the difference. Pure but for `changes`. */
export function planChanges(
  changes: Changes,
  { facts, known }: ReadVehicle,
  route: Route,
  scoring: Scoring,
): void {
  const { today, models, modelVersionOf } = scoring;
  changes.vehicles += 1;
  const stored = new Map(known.map((signal) => [signal.id, signal]));
  for (const signal of deriveSignals(facts, today, models)) {
    const before = stored.get(signal.id);
    stored.delete(signal.id);
    const isOver = before !== undefined && !isLive(before);
    // What a partner settled stays settled while the need is the same.
    if (isOver && before.isPartners) continue;
    changes.signals += 1;
    const content = contentOf(facts, signal, route, modelVersionOf(signal.kind), whatIsThere(before, known));
    if (before?.fingerprint !== content.fingerprint) changes.contents.push(content);
    if (isOver) changes.statuses.push({ id: signal.id, status: "OPEN", reason: "BASIS_RETURNED" });
  }
  for (const gone of stored.values()) {
    const settlement = isLive(gone) ? settlementOf(gone, facts, scoring) : null;
    if (settlement !== null) changes.statuses.push({ id: gone.id, ...settlement });
  }
}

function whatIsThere(before: KnownSignal | undefined, known: readonly KnownSignal[]): Before {
  if (before !== undefined) return "ITSELF";
  return known.length > 0 ? "OTHERS" : "NONE";
}

/** What becomes of a signal that is not derived any more; null where it is not scoring's to close yet. */
function settlementOf(gone: KnownSignal, facts: VehicleFacts, { kinds, today }: Scoring): Settlement | null {
  if (kinds.has(gone.kind)) return settle(gone, facts, today);
  return gone.expiresOn < today ? EXPIRED : null;
}

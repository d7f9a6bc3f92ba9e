import { deriveInspections } from "./derive-inspections.ts";
import { caseOf } from "./derive-signals.ts";
import type { DerivedSignal } from "./derived-signal.ts";
import type { VehicleFacts } from "./facts.ts";
import type { VisitTiming } from "./visit-timing.ts";

/** When a vehicle will come to its next periodic inspection, and how likely it comes in time; null where none is owed. */
export function nextVisit(
  facts: VehicleFacts,
  today: string,
  timing: VisitTiming,
): Pick<DerivedSignal, "moment" | "chance"> | null {
  const given = caseOf(facts, today, { timing, predictor: null });
  const owed = given.owed.filter(({ kind }) => kind === "PERIODIC");
  return deriveInspections({ ...given, owed })[0] ?? null;
}

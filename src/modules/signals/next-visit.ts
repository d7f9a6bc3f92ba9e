import { deriveInspections } from "./derive-inspections.ts";
import { caseOf } from "./derive-signals.ts";
import type { DerivedSignal } from "./derived-signal.ts";
import type { VehicleFacts } from "./facts.ts";
import { visitMoment, type Moment } from "./moment.ts";
import { habitsOf, type VisitTiming } from "./visit-timing.ts";

/** A visit as a vehicle's own habits let expect it, and as its country's would. */
export interface ExpectedVisit extends Pick<DerivedSignal, "moment" | "chance"> {
  readonly usualMoment: Moment;
}

/** When a vehicle will come to its next periodic inspection, and how likely it comes in time; null where none is owed. */
export function nextVisit(facts: VehicleFacts, today: string, timing: VisitTiming): ExpectedVisit | null {
  const given = caseOf(facts, today, { timing, predictor: null });
  const owed = given.owed.filter(({ kind }) => kind === "PERIODIC");
  const [signal] = deriveInspections({ ...given, owed });
  const [due] = owed;
  if (signal === undefined || due === undefined) return null;
  const usual = habitsOf(given.habits.population, []);
  return { ...signal, usualMoment: visitMoment(due, usual, today) };
}

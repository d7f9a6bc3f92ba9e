import type pg from "pg";
import { daysBetween, isFailure, retestDue } from "../schedule/index.ts";
import type { VehicleFacts } from "./facts.ts";
import { learnVisitTiming, type RetestHistory, type VisitHistory } from "./learn-visit-timing.ts";
import { passOf, roundsOf, type Round } from "./rounds.ts";
import { sampleVehicles } from "./sample-vehicles.ts";
import { storeVisitTiming } from "./stored-timing.ts";
import { visitOffsets } from "./visit-offsets.ts";

/** When a vehicle came to its inspections and retests, as its records tell. */
export function visitHistoryOf(facts: VehicleFacts): VisitHistory {
  const rounds = roundsOf(facts.inspections);
  const retests = rounds.full.flatMap((round) => retestOf(round, facts) ?? []);
  const lastOn = facts.inspections.at(-1)?.performedOn ?? null;
  return { country: facts.country, offsets: visitOffsets(facts, rounds), retests, lastOn };
}

/** What became of a failed vehicle's retest; null where it did not fail, or there is no limit. */
function retestOf({ opening, retests }: Round, { country, category }: VehicleFacts): RetestHistory | null {
  if (!isFailure(opening.result)) return null;
  const due = retestDue(opening.result, opening.performedOn, country, null, { category });
  if (due?.window == null) return null;
  const { until } = due.window;
  const days = daysBetween(opening.performedOn, until);
  if (days <= 0) return null;
  const passed = passOf({ opening, retests });
  const isInTime = passed !== null && passed.performedOn <= until;
  return { until, part: isInTime ? daysBetween(opening.performedOn, passed.performedOn) / days : null };
}

/**
 * Learns visit timing from the stored histories (all of them, or an even sample in the order of ids), and puts it in use.
 * @param client as kimberlite_worker without a statement timeout
 * @returns its version: the same data have the same
 */
export async function trainVisitTiming(client: pg.ClientBase): Promise<string> {
  const histories: VisitHistory[] = [];
  for await (const facts of sampleVehicles(client)) histories.push(visitHistoryOf(facts));
  return storeVisitTiming(client, learnVisitTiming(histories));
}

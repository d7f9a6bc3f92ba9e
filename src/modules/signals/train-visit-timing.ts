import type pg from "pg";
import { daysBetween, isFailure, retestDue } from "../schedule/index.ts";
import type { VehicleFacts } from "./facts.ts";
import { learnVisitTiming, type VisitHistory } from "./learn-visit-timing.ts";
import { passOf, roundsOf, type Round } from "./rounds.ts";
import { sampleVehicles } from "./sample-vehicles.ts";
import { storeVisitTiming } from "./stored-timing.ts";
import { visitOffsets } from "./visit-offsets.ts";

/** When a vehicle came to its inspections and retests, as its records tell. */
export function visitHistoryOf(facts: VehicleFacts): VisitHistory {
  const rounds = roundsOf(facts.inspections);
  const retests = rounds.full.flatMap((round) => retestPart(round, facts) ?? []);
  return { country: facts.country, offsets: visitOffsets(facts, rounds), retests };
}

/** How much of the time for its retest a failed vehicle took; null where it took none, or there is no limit. */
function retestPart(round: Round, { country, category }: VehicleFacts): number | null {
  const { opening } = round;
  const passed = passOf(round);
  if (!isFailure(opening.result) || passed === null) return null;
  const due = retestDue(opening.result, opening.performedOn, country, null, { category });
  const days = due?.window == null ? 0 : daysBetween(opening.performedOn, due.window.until);
  const part = daysBetween(opening.performedOn, passed.performedOn) / days;
  return days > 0 && part <= 1 ? part : null;
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

import type { NewEvent } from "../../events/index.ts";
import { addDays } from "../../schedule/index.ts";
import { hasChanged } from "./apply-inspection.ts";
import { vehiclesDiffer, type VehicleState } from "./vehicle-state.ts";

/** Inspections and repairs that are older when they are taken in are history: nobody acts on them. */
const NEWS_DAYS = 30;

/** The first day, YYYY-MM-DD, of which something is news on this one. */
export function oldestNews(today: string): string {
  return addDays(today, -NEWS_DAYS);
}

/**
 * What partners hear of when this is written: recent inspections that are new or were corrected, and a known vehicle
 * whose own facts changed.
 * @param oldest see `oldestNews`
 */
export function eventsOf({ stored, row, byKey }: VehicleState, oldest: string): NewEvent[] {
  const about = { vehicleId: row.id, areaCode: row.areaCode, make: row.make, data: {} };
  const isUpdated = stored !== null && vehiclesDiffer(stored, row);
  const events: NewEvent[] = isUpdated ? [{ type: "VEHICLE_UPDATED", subjectId: row.id, ...about }] : [];
  for (const state of byKey.values()) {
    const { inspection, isNew } = state;
    if (inspection.performedOn < oldest || !(isNew || hasChanged(state))) continue;
    events.push({ type: "INSPECTION_RECORDED", subjectId: inspection.id, ...about });
  }
  return events;
}

import type { NewEvent } from "../../events/index.ts";
import { hasChanged } from "./apply-inspection.ts";
import { vehiclesDiffer, type VehicleState } from "./vehicle-state.ts";

/** Inspections and repairs that are older when they are taken in are history: nobody acts on them. */
export const NEWS_DAYS = 30;
const DAY_MS = 24 * 60 * 60 * 1000;

/**
 * What partners hear of when this is written: recent inspections that are new or were corrected, and a known vehicle
 * whose own facts changed.
 * @param today YYYY-MM-DD
 */
export function eventsOf({ stored, row, byKey }: VehicleState, today: string): NewEvent[] {
  const about = { vehicleId: row.id, areaCode: row.areaCode, make: row.make, data: {} };
  const isUpdated = stored !== null && vehiclesDiffer(stored, row);
  const events: NewEvent[] = isUpdated ? [{ type: "VEHICLE_UPDATED", subjectId: row.id, ...about }] : [];
  const oldest = new Date(Date.parse(today) - NEWS_DAYS * DAY_MS).toISOString().slice(0, 10);
  for (const state of byKey.values()) {
    const { inspection, isNew } = state;
    if (inspection.performedOn < oldest || !(isNew || hasChanged(state))) continue;
    events.push({ type: "INSPECTION_RECORDED", subjectId: inspection.id, ...about });
  }
  return events;
}

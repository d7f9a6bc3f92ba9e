import type pg from "pg";
import { appendEvents, type NewEvent } from "../../events/index.ts";
import { refreshVehicleSummaries } from "../../inspections/index.ts";
import type { NewRepairOrder } from "../../repairs/index.ts";
import { oldestNews } from "./events-of.ts";
import type { OnChanged } from "./merge-vehicles.ts";

/**
 * What rests on repair orders follows in the transaction that wrote them: distances, signals, and those who listen.
 * @param changed those that are new or other than before
 * @param today YYYY-MM-DD
 */
export async function followRepairOrders(
  client: pg.ClientBase,
  changed: readonly NewRepairOrder[],
  today: string,
  onChanged: OnChanged,
): Promise<void> {
  if (changed.length === 0) return;
  const vehicleIds = [...new Set(changed.map(({ vehicle }) => vehicle.id))];
  await refreshVehicleSummaries(client, vehicleIds);
  await onChanged(client, vehicleIds);
  const oldest = oldestNews(today);
  const news = changed.filter(({ closedOn }) => closedOn >= oldest);
  const told = new Map(news.map(({ vehicle }) => [vehicle.id, vehicle]));
  await appendEvents(
    client,
    [...told.values()].map(({ id, areaCode, make }): NewEvent => {
      return { type: "VEHICLE_UPDATED", subjectId: id, vehicleId: id, areaCode, make, data: {} };
    }),
  );
}

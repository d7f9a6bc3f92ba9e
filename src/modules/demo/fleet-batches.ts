import { setImmediate } from "node:timers/promises";
import { historyRows, vehicleRow } from "./copy-rows.ts";
import type { DemoVehicle } from "./fleet.types.ts";
import { TextBuffer } from "./text-buffer.ts";

/** Vehicles in one round of COPY: about 3 MB of rows, which bounds the memory whatever the fleet's size. */
const BATCH_VEHICLES = 1000;
/** Vehicles made in one go before the connection gets its turn: about a millisecond. */
const SLICE_VEHICLES = 25;

/** Rows of some vehicles, as text for COPY, and how many of each table. */
export class FleetBatch {
  readonly vehicles = new TextBuffer(BATCH_VEHICLES * 300);
  readonly inspections = new TextBuffer(BATCH_VEHICLES * 1200);
  readonly defects = new TextBuffer(BATCH_VEHICLES * 2000);
  readonly readings = new TextBuffer(BATCH_VEHICLES * 800);
  vehicleCount = 0;
  inspectionCount = 0;
  defectCount = 0;

  add(vehicle: DemoVehicle): void {
    const rows = historyRows(vehicle);
    this.vehicles.append(vehicleRow(vehicle));
    this.inspections.append(rows.inspections);
    this.defects.append(rows.defects);
    this.readings.append(rows.readings);
    this.vehicleCount += 1;
    this.inspectionCount += vehicle.inspections.length;
    for (const inspection of vehicle.inspections) this.defectCount += inspection.defects.length;
  }

  clear(): void {
    for (const rows of [this.vehicles, this.inspections, this.defects, this.readings]) rows.clear();
    this.vehicleCount = this.inspectionCount = this.defectCount = 0;
  }
}

/**
 * The fleet in batches. The next one is made while the caller waits for the database to take the last one; a batch is
 * valid until the one after the next is asked for.
 */
export async function* fleetBatches(vehicles: Iterable<DemoVehicle>): AsyncGenerator<FleetBatch> {
  const iterator = vehicles[Symbol.iterator]();
  const batches = [new FleetBatch(), new FleetBatch()] as const;
  let next = fill(batches[0], iterator);
  for (let turn = 1; ; turn += 1) {
    const batch = await next;
    if (batch.vehicleCount === 0) return;
    next = fill(batches[turn % 2 === 0 ? 0 : 1], iterator);
    // Whoever stops early never waits for this one; its failure must not end the process.
    next.catch(() => undefined);
    yield batch;
  }
}

async function fill(batch: FleetBatch, iterator: Iterator<DemoVehicle>): Promise<FleetBatch> {
  batch.clear();
  while (batch.vehicleCount < BATCH_VEHICLES) {
    for (let made = 0; made < SLICE_VEHICLES; made += 1) {
      const vehicle = iterator.next();
      if (vehicle.done === true) return batch;
      batch.add(vehicle.value);
    }
    await setImmediate();
  }
  return batch;
}

import { randomUUID } from "node:crypto";
import type { intentSignals } from "../../../src/modules/signals/signal.table.ts";
import type { vehicles } from "../../../src/modules/vehicles/vehicle.table.ts";

type Signal = typeof intentSignals.$inferInsert;

/** A signal of which a test names only what it is about. */
export function signalRow(
  vehicle: typeof vehicles.$inferInsert,
  wanted: Partial<Signal> = {},
): Signal & { id: string } {
  return {
    id: randomUUID(),
    vehicleId: vehicle.id,
    areaCode: vehicle.areaCode,
    make: vehicle.make,
    kind: "WEAR_REPORTED",
    origin: "OBSERVED",
    status: "OPEN",
    statusBy: "SCORING",
    momentFrom: "2026-06-01",
    momentLikely: "2026-06-15",
    momentUntil: "2026-07-01",
    expiresOn: "2026-08-01",
    probability: 0.5,
    intervalLow: 0.4,
    intervalHigh: 0.6,
    baselineName: "test",
    baselineRate: 0.5,
    lift: 1,
    score: 50,
    evidence: "[]",
    modelVersion: "test",
    fingerprint: 1n,
    ...wanted,
  };
}

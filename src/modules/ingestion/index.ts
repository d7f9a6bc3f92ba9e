/** Reads files of other people's data into vehicles, inspections, garages and repair orders. */
export { INGESTION_FORMATS, type IngestionFormat, type RecordCounts } from "./ingestion.table.ts";
export { ingest, type IngestionOptions, type IngestionProgress, type IngestionSummary } from "./ingest.ts";
export { IngestionError, type IngestionErrorCode } from "./ingestion-error.ts";
export { readHistories, type ReadHistory } from "./read-histories.ts";
export { RECORD_KINDS, type RecordKind } from "./record.ts";
export { REJECTION_CODES, type RejectionCode } from "./rejection.ts";
export { listRejectedRows, type RejectedRow } from "./run.repository.ts";
export { followRepairOrders } from "./merge/follow-repair-orders.ts";
export { openStaging } from "./merge/staging.ts";
export { findGarages } from "./merge/find-garages.ts";
export { mergeBatch } from "./merge/merge-batch.ts";
export { hasChanged } from "./merge/apply-inspection.ts";
export { keyOf, type VehicleEntry } from "./merge/prepare-vehicles.ts";
export { vehiclesDiffer, type VehicleState } from "./merge/vehicle-state.ts";
export { hashKey } from "./formats/source-key.ts";
export {
  dateOf,
  missing,
  objectOf,
  requireText,
  wholeNumberOf,
  wordOf,
  type Fields,
} from "./formats/fields.ts";
export { readGarage } from "./formats/kimberlite/garage.ts";
export { readInspection } from "./formats/kimberlite/inspection.ts";
export { readOwnNumber, readPartCategory, readRepairOrder } from "./formats/kimberlite/repair-order.ts";
export { NO_POSITION, readPosition } from "./formats/kimberlite/position.ts";
export { readVehicle, readVehicleName } from "./formats/kimberlite/vehicle.ts";
export { RowError, type Rejection } from "./rejection.ts";
export type {
  FindErased,
  GarageRecord,
  RepairOrderRecord,
  VehicleIdentity,
  VehicleRecord,
} from "./record.ts";

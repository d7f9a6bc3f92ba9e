/** What a vehicle's inspections say together, for whoever writes them. */
export { deriveHistory } from "./derive-history.ts";
export { collectChanges, noChanges, SUMMARY_COLUMNS, writeChanges } from "./derived-changes.ts";
export { eraseInspectionIdentity } from "./erase-inspections.ts";
export { loadHistories } from "./load-histories.ts";
export { kindIsDerived } from "./retest-rounds.ts";
export { refreshVehicleSummaries } from "./refresh-vehicle-summaries.ts";
export {
  NO_HISTORY,
  type DerivedHistory,
  type HistoryDefect,
  type HistoryInspection,
  type HistoryReading,
  type VehicleHistory,
  type VehicleSummary,
} from "./vehicle-history.ts";

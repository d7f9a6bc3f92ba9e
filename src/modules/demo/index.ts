/**
 * The synthetic demo fleet: garages and vehicles with their whole histories, deterministic, calibrated to published
 * figures, and describing nobody.
 */
export { dateOf } from "./days.ts";
export {
  fleetBasis,
  generateFleet,
  makeVehicle,
  type Fleet,
  type FleetBasis,
  type FleetSettings,
} from "./fleet.ts";
export type { DemoDefect, DemoInspection, DemoVehicle } from "./fleet.types.ts";
export type { DemoGarage } from "./garages.ts";
export { demoRegistration, demoVin, indexOfDemoVin } from "./identifiers.ts";
export { trueOutlook, type Outlook, type OutlookOutcome } from "./outlook.ts";
export {
  hasDemoFleet,
  seedFleet,
  type SeedCounts,
  type SeedProgress,
  type SeedSettings,
} from "./seed-fleet.ts";
export { summaryOf, validUntilOf } from "./summary.ts";

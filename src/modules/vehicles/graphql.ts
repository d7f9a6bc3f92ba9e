/** Vehicles in the schema: what they are, which ones a partner may list, and how their identity is guarded. */
export { OdometerSummary, Vehicle, VehicleArea, VehicleConnection } from "./vehicle.type.ts";
export { VehicleFilter, VehicleReads } from "./vehicle.reads.ts";
export { VehicleNextInspection } from "./next-inspection.ts";
export { SHOWN_GRAIN_KM } from "./shown-km.ts";
export { EventVehicle } from "./event-vehicle.ts";

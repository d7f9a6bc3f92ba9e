/** Inspections in the schema, with what they found and the distances read at them. */
export { Defect, DefectRelations, Position } from "./defect.type.ts";
export {
  GarageInspections,
  InspectionFilter,
  InspectionReads,
  VehicleInspections,
} from "./inspection.reads.ts";
export { Inspection, InspectionConnection, InspectionRelations } from "./inspection.type.ts";
export { OdometerReading } from "./odometer-reading.type.ts";
export { EventInspection } from "./event-inspection.ts";

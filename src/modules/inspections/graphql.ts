/** Inspections in the schema, with what they found and the distances read at them. */
export {
  Defect,
  DefectRelations,
  Inspection,
  InspectionRelations,
  OdometerReading,
} from "./inspection.type.ts";
export { GarageInspections, InspectionReads, VehicleInspections } from "./inspection.reads.ts";

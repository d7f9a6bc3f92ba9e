import { parse, type DocumentNode } from "graphql";
import type { ExportDataset } from "./export.table.ts";

interface Dataset {
  /** The list that it is, with everything that may be in a row: what the scopes do not open is left out. */
  readonly document: DocumentNode;
  /** Whether rows are about vehicles, and name theirs: whoever is taken out later is found by that id. */
  readonly isOfVehicles: boolean;
}

const list = (field: string, filter: string, row: string): DocumentNode =>
  parse(`query ($filter: ${filter}) { ${field}(filter: $filter) { edges { node { ${row} } } } }`);

const VEHICLE = `
  id country registration vin make model variant colour category usage fuel engineCapacityCc powerKw grossMassKg
  firstRegisteredOn firstRegisteredPrecision area { code }
  odometer { latestKm readOn kmPerYear verdict reason }
  nextInspection { kind dueOn earliestOn status basis ruleId }
  updatedAt`;

const INSPECTION = `
  id vehicle { id } garage { id } country kind result nationalKind nationalResult performedOn validUntil retestBy
  drivingBannedFrom certificateNumber odometer { km reason } source
  defects { code scheme annexItem severity position { axle side spot axleNumber } rectified }`;

const GARAGE = `
  id name kinds externalId source address { street postalCode city country } phone location { latitude longitude }
  networks vehicleCategories area { code }`;

const SIGNAL = `
  id kind origin status vehicle { id } area { code } garage { id } inspectionKind
  offer { partCategory { key } operation quantity position { axle side spot axleNumber } }
  moment { from likely until expiresOn } probability interval { low high } baseline { name rate } lift score
  modelVersion firstSeenAt updatedAt`;

export const DATASETS: Readonly<Partial<Record<ExportDataset, Dataset>>> = {
  VEHICLES: { document: list("vehicles", "VehicleFilter", VEHICLE), isOfVehicles: true },
  INSPECTIONS: { document: list("inspections", "InspectionFilter", INSPECTION), isOfVehicles: true },
  GARAGES: { document: list("garages", "GarageFilter", GARAGE), isOfVehicles: false },
  INTENT_SIGNALS: { document: list("intentSignals", "IntentSignalFilter", SIGNAL), isOfVehicles: true },
};

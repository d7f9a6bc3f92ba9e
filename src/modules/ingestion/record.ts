import type pg from "pg";
import type { GarageRow } from "../garages/garage.table.ts";
import type { HistoryDefect } from "../inspections/index.ts";
import type {
  Axle,
  CountryCode,
  Currency,
  DataSource,
  DatePrecision,
  FuelType,
  InspectionKind,
  InspectionResult,
  OdometerUnit,
  PartFamily,
  RepairOperation,
  Side,
  Spot,
  VehicleCategory,
  VehicleUsage,
} from "../vocabulary/index.ts";

/*
 * What every format is read into. Throughout, null (and UNKNOWN) means that the source does not say, and what a source
 * does not say never replaces what is known.
 */

export const RECORD_KINDS = ["vehicle", "inspection", "garage", "repairOrder"] as const;
/** What is counted: defects and odometer readings belong to their inspection. */
export type RecordKind = (typeof RECORD_KINDS)[number];

/** Which of a batch's identities were erased, by their places in it; asked inside the transaction that stores them. */
export type FindErased = (
  client: pg.ClientBase,
  batch: readonly VehicleIdentity[],
) => Promise<ReadonlySet<number>>;

/** At least one of registration and VIN is given; both are normalised. */
export interface VehicleIdentity {
  readonly country: CountryCode;
  readonly registration: string | null;
  readonly vin: string | null;
}

export interface VehicleFacts {
  /** Upper case. */
  readonly make: string | null;
  readonly model: string | null;
  readonly variant: string | null;
  readonly colour: string | null;
  readonly category: VehicleCategory;
  readonly usage: VehicleUsage;
  readonly fuel: FuelType;
  readonly engineCapacityCc: number | null;
  readonly powerKw: number | null;
  readonly grossMassKg: number | null;
  readonly firstRegisteredOn: string | null;
  readonly firstRegisteredPrecision: DatePrecision;
  readonly firstAdmissionOn: string | null;
}

export const NO_FACTS: VehicleFacts = {
  make: null,
  model: null,
  variant: null,
  colour: null,
  category: "UNKNOWN",
  usage: "UNKNOWN",
  fuel: "UNKNOWN",
  engineCapacityCc: null,
  powerKw: null,
  grossMassKg: null,
  firstRegisteredOn: null,
  firstRegisteredPrecision: "DAY",
  firstAdmissionOn: null,
};

/** One vehicle as a row speaks of it. */
export interface VehicleRecord {
  readonly identity: VehicleIdentity;
  /** Null where the row only names the vehicle of an inspection. */
  readonly facts: VehicleFacts | null;
  /** The narrowest area the row tells; at least the country. */
  readonly areaCode: string;
  readonly inspections: readonly InspectionRecord[];
}

export type DefectRecord = Omit<HistoryDefect, "id" | "ordinal" | "repeatOf">;

export interface InspectionRecord {
  readonly source: DataSource;
  readonly sourceKey: string;
  /** Not looked at where the source leaves it to us (see module inspections). */
  readonly kind: InspectionKind;
  /** Null only with `isFindingOnly`. */
  readonly result: InspectionResult | null;
  readonly nationalKind: string | null;
  readonly nationalResult: string | null;
  readonly performedOn: string;
  readonly performedAt: Date | null;
  readonly validUntil: string | null;
  readonly certificateNumber: string | null;
  readonly garage: { readonly source: DataSource; readonly externalId: string } | null;
  readonly reading: { readonly value: number; readonly unit: OdometerUnit } | null;
  /** In the source's order; null: not said. */
  readonly defects: readonly DefectRecord[] | null;
  /** True where the row is one finding among others of an inspection that is reported elsewhere. */
  readonly isFindingOnly: boolean;
}

export interface GarageRecord extends Omit<GarageRow, "id" | "position" | "createdAt" | "updatedAt"> {
  /** True where a row tells one category among others, told by other rows. */
  readonly addsCategories: boolean;
}

/** Work on one part. */
export interface RepairLineRecord {
  readonly operation: RepairOperation;
  /** Key of part_categories. */
  readonly partCategory: string;
  readonly partFamily: PartFamily;
  readonly axle: Axle | null;
  readonly side: Side | null;
  readonly spot: Spot | null;
  readonly axleNumber: number | null;
  readonly quantity: number | null;
  /** Hundredths of the currency's unit. */
  readonly priceMinor: number | null;
  /** Null where no price is said. */
  readonly currency: Currency | null;
  readonly measuredMm: number | null;
}

/** One visit of a vehicle to a garage. */
export interface RepairOrderRecord {
  readonly identity: VehicleIdentity;
  readonly sourceKey: string;
  /** The garage's number at whoever sends the order. */
  readonly garage: string | null;
  readonly closedOn: string;
  readonly reading: InspectionRecord["reading"];
  readonly lines: readonly RepairLineRecord[];
}

import { areasWithin } from "../../areas/index.ts";
import type { HistoryInspection, HistoryReading, VehicleSummary } from "../../inspections/index.ts";
import type { VehicleRow } from "../../vehicles/vehicle.table.ts";
import type { FuelType } from "../../vocabulary/index.ts";
import type { VehicleFacts, VehicleRecord } from "../record.ts";
import type { Touches } from "./counting.ts";

/** The columns that records write; the others are derived or the database's own. */
export type VehicleColumns = Omit<VehicleRow, keyof VehicleSummary | "createdAt" | "updatedAt">;

export type StoredVehicle = VehicleColumns & VehicleSummary;

/** One inspection on its way into the table. */
export interface InspectionState extends Touches {
  readonly inspection: HistoryInspection;
  /** As it was before the batch; null while no record spoke of it, and for a new one. */
  stored: HistoryInspection | null;
  readonly isNew: boolean;
  /** Whether its own columns differ from the stored ones. */
  isChanged: boolean;
  isReadingChanged: boolean;
  /** Where the stored defects give way to the inspection's. */
  isDefectsReplaced: boolean;
  /** Ids of defects that are not stored yet. */
  readonly newDefects: Set<string>;
}

/** One vehicle on its way into the table, with its whole history. */
export interface VehicleState extends Touches {
  readonly stored: StoredVehicle | null;
  row: VehicleColumns;
  readonly inspections: HistoryInspection[];
  readonly otherReadings: readonly HistoryReading[];
  /** By source and source key. */
  readonly byKey: Map<string, InspectionState>;
}

/** A vehicle that was not known, as far as its first record tells. */
export function newVehicle(id: string, { identity, areaCode }: VehicleRecord): VehicleColumns {
  return {
    id,
    ...identity,
    make: UNNAMED,
    model: UNNAMED,
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
    areaCode,
  };
}

/** Stands where no source has said a make or a model yet. */
const UNNAMED = "UNKNOWN";

/**
 * The row with what the record says. What it does not say stays, and so does what it says less closely.
 * @param isCurrent whether the record is as new as what is known: an older one moves neither plate nor area
 */
export function withRecord(
  row: VehicleColumns,
  { identity, facts, areaCode }: VehicleRecord,
  isCurrent: boolean,
): VehicleColumns {
  return {
    ...row,
    ...(facts === null ? {} : factsOver(row, facts)),
    registration: (isCurrent ? identity.registration : null) ?? row.registration ?? identity.registration,
    vin: identity.vin ?? row.vin,
    areaCode: areaOver(row.areaCode, areaCode, isCurrent),
  };
}

function factsOver(row: VehicleColumns, facts: VehicleFacts): Partial<VehicleColumns> {
  return {
    make: facts.make ?? row.make,
    model: facts.model ?? row.model,
    variant: facts.variant ?? row.variant,
    colour: facts.colour ?? row.colour,
    ...wordsOver(row, facts),
    engineCapacityCc: facts.engineCapacityCc ?? row.engineCapacityCc,
    powerKw: facts.powerKw ?? row.powerKw,
    grossMassKg: facts.grossMassKg ?? row.grossMassKg,
    ...firstRegistration(row, facts),
    firstAdmissionOn: facts.firstAdmissionOn ?? row.firstAdmissionOn,
  };
}

function wordsOver(
  row: VehicleColumns,
  { category, usage, fuel }: VehicleFacts,
): Pick<VehicleColumns, "category" | "usage" | "fuel"> {
  return {
    category: category === "UNKNOWN" ? row.category : category,
    usage: usage === "UNKNOWN" ? row.usage : usage,
    fuel: fuel === "UNKNOWN" || isHalfOf(fuel, row.fuel) ? row.fuel : fuel,
  };
}

/** A source that names one of two energies does not contradict another that knows both. */
function isHalfOf(fuel: FuelType, known: FuelType): boolean {
  switch (known) {
    case "PLUG_IN_HYBRID":
      return fuel === "HYBRID" || fuel === "PETROL" || fuel === "DIESEL" || fuel === "ELECTRIC";
    case "HYBRID":
      return fuel === "PETROL" || fuel === "DIESEL" || fuel === "ELECTRIC";
    case "LPG":
    case "CNG":
      return fuel === "PETROL";
    default:
      return false;
  }
}

function areaOver(known: string, said: string, isCurrent: boolean): string {
  if (isWider(known, said)) return said;
  return isCurrent && !isWider(said, known) ? said : known;
}

function isWider(area: string, than: string): boolean {
  return area !== than && areasWithin(area).includes(than);
}

const COARSENESS = { DAY: 0, MONTH: 1, YEAR: 2 } as const;

function firstRegistration(
  row: VehicleColumns,
  { firstRegisteredOn, firstRegisteredPrecision }: VehicleFacts,
): Pick<VehicleColumns, "firstRegisteredOn" | "firstRegisteredPrecision"> {
  const known = row.firstRegisteredOn;
  const isCoarser = COARSENESS[firstRegisteredPrecision] > COARSENESS[row.firstRegisteredPrecision];
  const keepsKnown = known !== null && isCoarser && known.slice(0, 4) === firstRegisteredOn?.slice(0, 4);
  return firstRegisteredOn === null || keepsKnown
    ? { firstRegisteredOn: known, firstRegisteredPrecision: row.firstRegisteredPrecision }
    : { firstRegisteredOn, firstRegisteredPrecision };
}

const COLUMN_NAMES = [
  "country",
  "registration",
  "vin",
  "make",
  "model",
  "variant",
  "colour",
  "category",
  "usage",
  "fuel",
  "engineCapacityCc",
  "powerKw",
  "grossMassKg",
  "firstRegisteredOn",
  "firstRegisteredPrecision",
  "firstAdmissionOn",
  "areaCode",
] as const satisfies readonly (keyof VehicleColumns)[];

export function vehiclesDiffer(one: VehicleColumns, other: VehicleColumns): boolean {
  return COLUMN_NAMES.some((name) => one[name] !== other[name]);
}

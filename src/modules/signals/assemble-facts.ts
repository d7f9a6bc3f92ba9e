import type {
  Axle,
  CountryCode,
  DatePrecision,
  DefectSeverity,
  FuelType,
  InspectionKind,
  InspectionResult,
  OdometerVerdict,
  Side,
  SignalKind,
  SignalStatus,
  Spot,
  VehicleCategory,
  VehicleUsage,
} from "../vocabulary/index.ts";
import { isPass } from "../schedule/index.ts";
import { declarationOf, repairOf } from "./garage-facts.ts";
import type { DeclarationFact, DefectFact, InspectionFact, RepairFact, VehicleFacts } from "./facts.ts";
import type { KnownSignal } from "./settle-signal.ts";
import type { SignalRow } from "./signal.table.ts";
import { numberOf, type Cells, type FactRows } from "./fact-columns.ts";

/** A vehicle with the signals that it has already. */
export interface ReadVehicle {
  readonly facts: VehicleFacts;
  readonly known: readonly KnownSignal[];
}

interface Placed {
  readonly fact: InspectionFact & { readonly defects: DefectFact[] };
  readonly at: string;
}

interface Assembly {
  readonly row: Cells;
  readonly placed: Placed[];
  readonly repairs: RepairFact[];
  readonly declarations: DeclarationFact[];
  readonly known: KnownSignal[];
}

/** Puts the rows of some vehicles together, in the order of the vehicles' rows. */
export function assembleFacts(rows: FactRows): ReadVehicle[] {
  const vehicles = new Map<string, Assembly>();
  for (const row of rows.vehicles) {
    vehicles.set(idOf(row), { row, placed: [], repairs: [], declarations: [], known: [] });
  }
  const ofVehicle = (table: readonly Cells[], add: (vehicle: Assembly, row: Cells) => unknown): void => {
    for (const row of table) {
      const vehicle = vehicles.get(idOf(row));
      if (vehicle !== undefined) add(vehicle, row);
    }
  };
  const inspections = new Map<string, Placed["fact"]>();
  ofVehicle(rows.inspections, ({ placed }, row) => {
    const inspection = inspectionOf(row);
    placed.push(inspection);
    inspections.set(inspection.fact.id, inspection.fact);
  });
  for (const row of rows.defects) inspections.get(idOf(row))?.defects.push(defectOf(row));
  ofVehicle(rows.repair_lines, ({ repairs }, row) => repairs.push(repairOf(row)));
  ofVehicle(rows.declarations, ({ declarations }, row) => declarations.push(declarationOf(row)));
  ofVehicle(rows.intent_signals, ({ known }, row) => known.push(knownOf(row)));
  return [...vehicles.values()].map((assembly) => ({ facts: vehicleOf(assembly), known: assembly.known }));
}

/** The vehicle's id stands first in the columns of every table, but that of an inspection in those of what it has. */
const idOf = (row: Cells): string => row[0] ?? "";

// What the database checks is only named here: words of lists, and what is never null.
type Maybe<T = string> = T | null;
type InspectionCells = readonly [
  vehicleId: string,
  id: string,
  garageId: Maybe,
  kind: InspectionKind,
  result: InspectionResult,
  performedOn: string,
  performedAt: Maybe,
  validUntil: Maybe,
  km: Maybe,
];
type DefectCells = readonly [
  inspectionId: string,
  id: string,
  severity: DefectSeverity,
  annexItem: Maybe,
  axle: Maybe<Axle>,
  side: Maybe<Side>,
  spot: Maybe<Spot>,
  axleNumber: Maybe,
  partCategories: string,
  rectified: "t" | "f",
];
type SignalCells = readonly [
  vehicleId: string,
  id: string,
  kind: SignalKind,
  status: SignalStatus,
  statusBy: SignalRow["statusBy"],
  partCategory: Maybe,
  axle: Maybe<Axle>,
  side: Maybe<Side>,
  spot: Maybe<Spot>,
  axleNumber: Maybe,
  sourceId: Maybe,
  expiresOn: string,
  fingerprint: string,
];

function inspectionOf(row: Cells): Placed {
  const [, id, garageId, kind, result, performedOn, performedAt, validUntil, km] = row as InspectionCells;
  const fact = { id, garageId, kind, result, performedOn, validUntil, km: numberOf(km), defects: [] };
  return { at: performedAt ?? "", fact };
}

function defectOf(row: Cells): DefectFact {
  const [, id, severity, annexItem, axle, side, spot, axleNumber, parts, rectified] = row as DefectCells;
  return {
    id,
    severity,
    annexItem,
    axle,
    side,
    spot,
    axleNumber: numberOf(axleNumber),
    // Keys are words: an array of them needs no quotes.
    partCategories: parts === "{}" ? [] : parts.slice(1, -1).split(","),
    rectified: rectified === "t",
  };
}

function knownOf(row: Cells): KnownSignal {
  const [, id, kind, status, statusBy, partCategory, ...place] = row as SignalCells;
  const [axle, side, spot, axleNumber, sourceId, expiresOn, fingerprint] = place;
  return {
    id,
    kind,
    status,
    isPartners: statusBy === "PARTNER",
    partCategory,
    axle,
    side,
    spot,
    axleNumber: numberOf(axleNumber),
    sourceId,
    expiresOn,
    fingerprint,
  };
}

type VehicleCells = readonly [
  id: string,
  country: CountryCode,
  areaCode: string,
  make: string,
  model: string,
  category: VehicleCategory,
  usage: VehicleUsage,
  fuel: FuelType,
  engineCapacityCc: Maybe,
  grossMassKg: Maybe,
  firstRegisteredOn: Maybe,
  firstRegisteredPrecision: DatePrecision,
  firstAdmissionOn: Maybe,
  odometerKm: Maybe,
  odometerReadOn: Maybe,
  odometerKmPerYear: Maybe,
  odometerVerdict: OdometerVerdict,
  lastPeriodicOn: Maybe,
  lastPeriodicResult: Maybe<InspectionResult>,
  lastPeriodicValidUntil: Maybe,
  lastPeriodicPreviousDueOn: Maybe,
  lastPeriodicClearedOn: Maybe,
  lastComplementaryOn: Maybe,
  lastComplementaryResult: Maybe<InspectionResult>,
  lastComplementaryValidUntil: Maybe,
];

function vehicleOf({ row: cells, placed, repairs, declarations }: Assembly): VehicleFacts {
  const row = cells as VehicleCells;
  return {
    id: row[0],
    country: row[1],
    areaCode: row[2],
    make: row[3],
    model: row[4],
    category: row[5],
    usage: row[6],
    fuel: row[7],
    engineCapacityCc: numberOf(row[8]),
    grossMassKg: numberOf(row[9]),
    firstRegisteredOn: row[10],
    firstRegisteredPrecision: row[11],
    firstAdmissionOn: row[12],
    odometerKm: numberOf(row[13]),
    odometerReadOn: row[14],
    odometerKmPerYear: numberOf(row[15]),
    odometerVerdict: row[16],
    lastPeriodicOn: row[17],
    lastPeriodicResult: row[18],
    lastPeriodicValidUntil: row[19],
    lastPeriodicPreviousDueOn: row[20],
    lastPeriodicClearedOn: row[21],
    lastComplementaryOn: row[22],
    lastComplementaryResult: row[23],
    lastComplementaryValidUntil: row[24],
    inspections: placed.sort(inOrder).map(({ fact }) => fact),
    repairs: repairs.sort((one, other) => compare(one.on, other.on)),
    declarations: declarations.sort((one, other) => compare(one.id, other.id)),
  };
}

/** By day and time, then failures before passes (rectified at the station), then by id, so that the order is total. */
function inOrder(one: Placed, other: Placed): number {
  return (
    compare(one.fact.performedOn, other.fact.performedOn) ||
    compare(one.at, other.at) ||
    Number(isPass(one.fact.result)) - Number(isPass(other.fact.result)) ||
    compare(one.fact.id, other.fact.id)
  );
}

const compare = (one: string, other: string) => (one < other ? -1 : one > other ? 1 : 0);

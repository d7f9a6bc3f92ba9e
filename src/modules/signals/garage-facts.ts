import type {
  Axle,
  DeclarationKind,
  InspectionKind,
  RepairOperation,
  Side,
  Spot,
} from "../vocabulary/index.ts";
import type { DeclarationFact, RepairFact } from "./facts.ts";
import { numberOf, type Cells } from "./fact-columns.ts";

// What the database checks is only named here: words of lists, and what is never null.
type Maybe<T = string> = T | null;
type RepairCells = readonly [
  vehicleId: string,
  on: string,
  operation: RepairOperation,
  partCategory: string,
  axle: Maybe<Axle>,
  side: Maybe<Side>,
  spot: Maybe<Spot>,
  axleNumber: Maybe,
];
type DeclarationCells = readonly [
  vehicleId: string,
  id: string,
  kind: DeclarationKind,
  declaredOn: string,
  fromOn: string,
  untilOn: string,
  inspectionKind: Maybe<InspectionKind>,
  partCategory: Maybe,
  operation: Maybe<RepairOperation>,
  axle: Maybe<Axle>,
  side: Maybe<Side>,
  spot: Maybe<Spot>,
  axleNumber: Maybe,
  quantity: Maybe,
  garageId: Maybe,
];

/** A row of repair_lines. */
export function repairOf(row: Cells): RepairFact {
  const [, on, operation, partCategory, axle, side, spot, axleNumber] = row as RepairCells;
  return { on, operation, partCategory, axle, side, spot, axleNumber: numberOf(axleNumber) };
}

/** A row of declarations. */
export function declarationOf(row: Cells): DeclarationFact {
  const [, id, kind, declaredOn, fromOn, untilOn, inspectionKind, ...wish] = row as DeclarationCells;
  const [partCategory, operation, axle, side, spot, axleNumber, quantity, garageId] = wish;
  return {
    id,
    kind,
    declaredOn,
    fromOn,
    untilOn,
    inspectionKind,
    partCategory,
    operation,
    axle,
    side,
    spot,
    axleNumber: numberOf(axleNumber),
    quantity: numberOf(quantity),
    garageId,
  };
}

import type { Wish } from "../declarations/index.ts";
import {
  dateOf,
  missing,
  NO_POSITION,
  objectOf,
  readOwnNumber,
  readPartCategory,
  readPosition,
  readVehicleName,
  requireText,
  RowError,
  wholeNumberOf,
  wordOf,
  type Fields,
  type VehicleIdentity,
} from "../ingestion/index.ts";
import { addDays } from "../schedule/index.ts";
import { DECLARATION_KINDS, INSPECTION_KINDS, REPAIR_OPERATIONS } from "../vocabulary/index.ts";

/** Who asks for a day in two years does not ask yet. */
const FURTHEST_DAYS = 366;

/** What a driver asked for, as a partner passes it on. */
export interface IntentRecord {
  readonly identity: VehicleIdentity;
  readonly externalId: string | null;
  /** The garage's number at the partner. */
  readonly garage: string | null;
  readonly wish: Wish;
}

/** @throws {RowError} naming the field that is wrong */
export function readIntent(row: Fields, today: string): IntentRecord {
  return {
    identity: objectOf(row, "vehicle", readVehicleName) ?? missing("vehicle"),
    externalId: readOwnNumber(row, "id"),
    garage: objectOf(row, "garage", (garage) => requireText(garage, "externalId")),
    wish: {
      kind: wordOf(row, "kind", DECLARATION_KINDS) ?? missing("kind"),
      ...readSubject(row),
      ...readDays(row, today),
    },
  };
}

/** Either an inspection or work on a part. */
function readSubject(row: Fields): Omit<Wish, "kind" | "fromOn" | "untilOn"> {
  const inspectionKind = wordOf(row, "inspectionKind", INSPECTION_KINDS);
  const category = readPartCategory(row);
  const operation = wordOf(row, "operation", REPAIR_OPERATIONS);
  const position = objectOf(row, "position", readPosition);
  const quantity = wholeNumberOf(row, "quantity", 1000);
  if (category === null && inspectionKind === null) missing("partCategory or inspectionKind");
  const isOfPart = [category, operation, position, quantity].some((said) => said !== null);
  if (inspectionKind !== null && isOfPart) {
    throw new RowError("FIELD_INVALID", "inspectionKind goes without anything that is said of a part");
  }
  const { partCategory = null, partFamily = null } = category ?? {};
  return { inspectionKind, partCategory, partFamily, operation, ...(position ?? NO_POSITION), quantity };
}

function readDays(row: Fields, today: string): Pick<Wish, "fromOn" | "untilOn"> {
  const fromOn = dateOf(row, "fromOn") ?? missing("fromOn");
  const untilOn = dateOf(row, "untilOn") ?? missing("untilOn");
  if (untilOn < fromOn) throw new RowError("FIELD_INVALID", "untilOn is before fromOn");
  if (untilOn < today) throw new RowError("FIELD_INVALID", "untilOn is past");
  if (untilOn > addDays(today, FURTHEST_DAYS)) {
    throw new RowError("FIELD_INVALID", `untilOn is more than ${FURTHEST_DAYS} days away`);
  }
  return { fromOn, untilOn };
}

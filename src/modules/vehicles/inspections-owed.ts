import { findArea } from "../areas/index.ts";
import {
  inspectionDue,
  inspectionsDue,
  REGIONS,
  type InspectionDue,
  type PastInspection,
  type Region,
  type ScheduleInput,
} from "../schedule/index.ts";
import type { InspectionResult } from "../vocabulary/index.ts";
import type { VehicleRow } from "./vehicle.table.ts";

/** Columns that a due date is reckoned from. */
export const SCHEDULE_COLUMNS = [
  "country",
  "areaCode",
  "category",
  "usage",
  "fuel",
  "firstRegisteredOn",
  "firstRegisteredPrecision",
  "firstAdmissionOn",
  "grossMassKg",
  "odometerKm",
  "lastPeriodicOn",
  "lastPeriodicResult",
  "lastPeriodicValidUntil",
  "lastPeriodicPreviousDueOn",
  "lastPeriodicClearedOn",
  "lastComplementaryOn",
  "lastComplementaryResult",
  "lastComplementaryValidUntil",
] as const satisfies readonly (keyof VehicleRow)[];

export type ScheduleRow = Pick<VehicleRow, (typeof SCHEDULE_COLUMNS)[number]>;

// Registers seldom state the use of a car; nearly all that they do not state is private.
const OPTIONS = { assumedUsage: "PRIVATE" } as const;

/** When a stored vehicle's next inspection is due, as of a day. */
export function nextInspection(row: ScheduleRow, today: string): InspectionDue {
  return inspectionDue(scheduleInputOf(row), today, OPTIONS);
}

/** Every inspection that a stored vehicle owes: the periodic one (or its retest) first, then a complementary one. */
export function inspectionsOwed(row: ScheduleRow, today: string): readonly InspectionDue[] {
  return inspectionsDue(scheduleInputOf(row), today, OPTIONS);
}

/** A stored vehicle's facts as the rules ask for them. */
export function scheduleInputOf(row: ScheduleRow): ScheduleInput {
  return {
    country: row.country,
    region: regionOf(row.areaCode),
    category: row.category,
    usage: row.usage,
    fuel: row.fuel,
    firstRegisteredOn: row.firstRegisteredOn,
    firstRegisteredPrecision: row.firstRegisteredPrecision,
    firstAdmissionInCountryOn: row.firstAdmissionOn,
    grossMassKg: row.grossMassKg,
    odometerKm: row.odometerKm,
    lastPeriodic: past(row.lastPeriodicOn, row.lastPeriodicResult, {
      validUntil: row.lastPeriodicValidUntil,
      previousDueOn: row.lastPeriodicPreviousDueOn,
      clearedOn: row.lastPeriodicClearedOn,
    }),
    lastComplementary: past(row.lastComplementaryOn, row.lastComplementaryResult, {
      validUntil: row.lastComplementaryValidUntil,
    }),
  };
}

function past(
  performedOn: string | null,
  result: InspectionResult | null,
  rest: Omit<PastInspection, "performedOn" | "result">,
): PastInspection | null {
  return performedOn === null || result === null ? null : { performedOn, result, ...rest };
}

/** Areas are some hundreds, and scoring asks for each vehicle. */
const regions = new Map<string, Region | null>();

/** The part of the country with rules of its own that an area lies in; null where it lies in none. */
function regionOf(areaCode: string): Region | null {
  let region = regions.get(areaCode);
  if (region === undefined) {
    region = findRegion(areaCode);
    // Codes that are none come from outside: they are not kept.
    if (findArea(areaCode) !== null) regions.set(areaCode, region);
  }
  return region;
}

function findRegion(areaCode: string): Region | null {
  let area = findArea(areaCode);
  while (area !== null) {
    const { code, parentCode } = area;
    const found = REGIONS.find((region) => region === code);
    if (found !== undefined) return found;
    area = parentCode === null ? null : findArea(parentCode);
  }
  return null;
}

import { uuidV7 } from "../../../platform/db/uuid-v7.ts";
import {
  kindIsDerived,
  type HistoryDefect,
  type HistoryInspection,
  type HistoryReading,
} from "../../inspections/index.ts";
import { kilometresOf } from "../../odometer/index.ts";
import { isPass } from "../../schedule/index.ts";
import type { CountryCode } from "../../vocabulary/index.ts";
import type { DefectRecord, InspectionRecord } from "../record.ts";
import type { InspectionState } from "./vehicle-state.ts";

/** A row as it is stored, before any record of the batch spoke of it. */
export function storedInspection(inspection: HistoryInspection): InspectionState {
  return {
    inspection,
    stored: null,
    isNew: false,
    ...UNTOUCHED,
    newDefects: new Set(),
    records: 0,
    changes: 0,
  };
}

const UNTOUCHED = { isChanged: false, isReadingChanged: false, isDefectsReplaced: false } as const;

export function newInspection(
  record: InspectionRecord & { readonly result: HistoryInspection["result"] },
  country: CountryCode,
  garageId: string | null,
): InspectionState {
  const { reading, source, sourceKey, kind, result, nationalKind, nationalResult, performedOn } = record;
  const { performedAt, validUntil, certificateNumber } = record;
  const id = uuidV7();
  const rows = (record.defects ?? []).map(newDefect);
  return {
    inspection: {
      id,
      country,
      garageId,
      source,
      sourceKey,
      kind,
      result,
      nationalKind,
      nationalResult,
      performedOn,
      performedAt,
      validUntil,
      certificateNumber,
      retestOf: null,
      retestBy: null,
      drivingBannedFrom: null,
      reading: reading === null ? null : newReading(id, record, reading),
      defects: rows,
    },
    stored: null,
    isNew: true,
    ...UNTOUCHED,
    newDefects: new Set(rows.map((row) => row.id)),
    records: 1,
    changes: 1,
  };
}

/** Brings a known inspection up to what the record says of it. */
export function applyInspection(
  state: InspectionState,
  record: InspectionRecord,
  garageId: string | null,
): void {
  if (!state.isNew) state.stored ??= { ...state.inspection, defects: [...state.inspection.defects] };
  const columns = applyColumns(state, record, garageId);
  const reading = applyReading(state, record);
  const defects = record.isFindingOnly ? addFindings(state, record) : replaceDefects(state, record);
  state.records += 1;
  if (columns || reading || defects) state.changes += 1;
}

/** Undoes what several records of the batch did to each other, where the row is in the end as it was stored. */
export function settle(state: InspectionState): void {
  const { inspection, stored } = state;
  if (stored === null || state.changes === 0) return;
  const isSame =
    !columnsDiffer(inspection, stored) &&
    isSameReading(inspection.reading, stored.reading) &&
    areSameDefects(inspection.defects, stored.defects);
  if (!isSame) return;
  Object.assign(inspection, stored);
  Object.assign(state, UNTOUCHED);
  state.newDefects.clear();
}

export function hasChanged(state: InspectionState): boolean {
  return state.isChanged || state.isReadingChanged || state.isDefectsReplaced || state.newDefects.size > 0;
}

const OWN_COLUMNS = [
  "kind",
  "result",
  "nationalKind",
  "nationalResult",
  "performedOn",
  "validUntil",
  "certificateNumber",
  "garageId",
] as const satisfies readonly (keyof HistoryInspection)[];

function columnsDiffer(one: HistoryInspection, other: HistoryInspection): boolean {
  return (
    one.performedAt?.getTime() !== other.performedAt?.getTime() ||
    OWN_COLUMNS.some((name) => one[name] !== other[name])
  );
}

function applyColumns(state: InspectionState, record: InspectionRecord, garageId: string | null): boolean {
  if (record.isFindingOnly) return false;
  const { inspection } = state;
  const result = record.result ?? inspection.result;
  const next: HistoryInspection = {
    ...inspection,
    kind: kindIsDerived(record.source) ? inspection.kind : record.kind,
    result,
    nationalKind: record.nationalKind ?? inspection.nationalKind,
    nationalResult: record.nationalResult ?? inspection.nationalResult,
    performedOn: record.performedOn,
    performedAt: record.performedAt ?? inspection.performedAt,
    // A pass that was corrected into a failure grants nothing any more.
    validUntil: isPass(result) ? (record.validUntil ?? inspection.validUntil) : null,
    certificateNumber: record.certificateNumber ?? inspection.certificateNumber,
    garageId: garageId ?? inspection.garageId,
  };
  if (!columnsDiffer(inspection, next)) return false;
  Object.assign(inspection, next);
  state.isChanged = true;
  return true;
}

function newReading(
  id: string,
  { performedOn, source }: InspectionRecord,
  { value, unit }: NonNullable<InspectionRecord["reading"]>,
): HistoryReading {
  const km = kilometresOf(value, unit);
  return { id, readOn: performedOn, value, unit, km, source, reason: null, repairedKm: null };
}

function applyReading(state: InspectionState, record: InspectionRecord): boolean {
  const { inspection } = state;
  const known = inspection.reading;
  const said = record.reading;
  if (said === null) return false;
  const { reason, repairedKm } = known ?? { reason: null, repairedKm: null };
  const next = { ...newReading(inspection.id, record, said), reason, repairedKm };
  if (isSameReading(known, next)) return false;
  inspection.reading = next;
  state.isReadingChanged = true;
  return true;
}

function isSameReading(one: HistoryReading | null, other: HistoryReading | null): boolean {
  return one?.value === other?.value && one?.unit === other?.unit && one?.readOn === other?.readOn;
}

function newDefect(record: DefectRecord, ordinal: number): HistoryDefect {
  return { ...record, id: uuidV7(), ordinal, repeatOf: null };
}

function replaceDefects(state: InspectionState, { defects }: InspectionRecord): boolean {
  const known = state.inspection.defects;
  if (defects === null) return false;
  if (areSameDefects(defects, known)) return false;
  state.inspection.defects = defects.map(newDefect);
  state.isDefectsReplaced = true;
  state.newDefects.clear();
  for (const { id } of state.inspection.defects) state.newDefects.add(id);
  return true;
}

/** Findings that come one by one: each code once, and none takes another away. */
function addFindings(state: InspectionState, { defects }: InspectionRecord): boolean {
  let isAdded = false;
  for (const defect of defects ?? []) {
    const { defects: known } = state.inspection;
    if (known.some(({ code }) => code === defect.code)) continue;
    const row = newDefect(defect, (known.at(-1)?.ordinal ?? -1) + 1);
    known.push(row);
    state.newDefects.add(row.id);
    isAdded = true;
  }
  return isAdded;
}

const DEFECT_COLUMNS = [
  "severity",
  "code",
  "scheme",
  "annexItem",
  "text",
  "textLocale",
  "axle",
  "side",
  "spot",
  "axleNumber",
  "rectified",
  "unstructured",
  "codeUnknown",
] as const satisfies readonly (keyof DefectRecord)[];

function areSameDefects(some: readonly DefectRecord[], others: readonly DefectRecord[]): boolean {
  return some.length === others.length && some.every((defect, at) => isSameDefect(defect, others[at]));
}

function isSameDefect(one: DefectRecord, other: DefectRecord | undefined): boolean {
  if (other === undefined || DEFECT_COLUMNS.some((name) => one[name] !== other[name])) return false;
  const [parts, others] = [one.partCategories, other.partCategories];
  return parts.length === others.length && parts.every((part, at) => part === others[at]);
}

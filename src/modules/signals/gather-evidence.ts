import { daysBetween } from "../schedule/index.ts";
import type { EvidenceItem } from "./evidence.ts";
import type { DefectFact, InspectionFact } from "./facts.ts";
import type { OwedInspection } from "./moment.ts";

/** Evidence is to be read; a list of thirty defects is the inspection itself. */
const MOST_DEFECTS = 10;
/** Exact distances would re-identify a vehicle. */
const GRAIN_KM = 1000;

export function defectEvidence(
  inspection: InspectionFact,
  defects: readonly DefectFact[],
): readonly EvidenceItem[] {
  return defects.slice(0, MOST_DEFECTS).map(({ id, annexItem, severity }) => ({
    kind: "DEFECT",
    on: inspection.performedOn,
    inspectionId: inspection.id,
    defectId: id,
    annexItem,
    severity,
  }));
}

/** The rule behind a due date, and the inspection that it was applied to. */
export function ruleEvidence(due: OwedInspection, inspection: InspectionFact | null): EvidenceItem {
  return {
    kind: "RULE",
    on: due.window.until,
    ruleId: due.ruleId,
    ruleVersion: due.ruleVersion,
    citation: due.ruleId === null ? due.citation : null,
    inspectionId: inspection?.id ?? null,
  };
}

/** The distance between two inspections; nothing where either was without a believable reading. */
export function odometerEvidence(
  earlier: InspectionFact | undefined,
  later: InspectionFact,
): readonly EvidenceItem[] {
  if (earlier === undefined || earlier.km === null || later.km === null || later.km < earlier.km) return [];
  return [
    {
      kind: "ODOMETER_PAIR",
      on: later.performedOn,
      earlierReadingId: earlier.id,
      laterReadingId: later.id,
      distanceKm: Math.round((later.km - earlier.km) / GRAIN_KM) * GRAIN_KM,
      days: daysBetween(earlier.performedOn, later.performedOn),
    },
  ];
}

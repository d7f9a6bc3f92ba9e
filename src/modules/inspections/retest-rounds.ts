import { isFailure, isPass, retestDue, type RetestDue } from "../schedule/index.ts";
import type { DataSource, InspectionKind, VehicleCategory } from "../vocabulary/index.ts";
import type { DerivedInspection, HistoryInspection } from "./vehicle-history.ts";

/** A full inspection with the retests that answer it. */
export interface Round {
  readonly inspection: HistoryInspection;
  readonly isComplementary: boolean;
  /** Last day of the certificate before; null where there was none or it is unknown. */
  readonly previousDueOn: string | null;
  /** What the failure asks for; null where it was no failure, or no rule is known. */
  readonly due: RetestDue | null;
  /** The retest that was passed; null where none was. */
  clearedBy: HistoryInspection | null;
}

/** An inspection in the order of time, with what follows from that order. */
export interface PlacedInspection extends DerivedInspection {
  readonly inspection: HistoryInspection;
  /** The round it opens or belongs to; null for a retest of nothing we know, and for voluntary inspections. */
  readonly round: Round | null;
}

/**
 * Reads a history in the order of time and says which inspections are retests, of what, and what each failure asks for.
 *
 * British records do not say which tests are retests, so there the rule is ours: a test after a failed one, with no pass in
 * between, is its retest when it is performed within ten working days, or in the same moment (PRS). Ten working days are
 * what the law gives for a partial retest (rule GB-RETEST-MAJOR); Saturdays and Sundays are passed over and public holidays
 * are not, since they differ between the nations and the record does not say where it was tested. A later test is a
 * full one, as it is charged like one. Every other country's record names its kind itself.
 */
export function placeInspections(
  inspections: readonly HistoryInspection[],
  category: VehicleCategory,
): PlacedInspection[] {
  const rounds: Record<"full" | "complementary", Round | null> = { full: null, complementary: null };
  const certificates: Record<"full" | "complementary", string | null> = { full: null, complementary: null };
  return inOrder(inspections).map((inspection) => {
    const line = isComplementaryKind(inspection.kind) ? "complementary" : "full";
    const kind = kindOf(inspection, rounds[line]);
    if (kind === "VOLUNTARY") return voluntary(inspection);
    const isRetest = kind === "RETEST" || kind === "COMPLEMENTARY_RETEST";
    const open = rounds[line];
    const round = isRetest
      ? open
      : (rounds[line] = openRound(inspection, line === "complementary", certificates[line], category));
    if (isPass(inspection.result)) {
      certificates[line] = inspection.validUntil ?? certificates[line];
      if (isRetest && round !== null) round.clearedBy ??= inspection;
      if (isRetest) rounds[line] = null;
    }
    return placed(inspection, kind, round);
  });
}

function voluntary(inspection: HistoryInspection): PlacedInspection {
  const { kind } = inspection;
  return { inspection, round: null, kind, retestOf: null, retestBy: null, drivingBannedFrom: null };
}

function openRound(
  inspection: HistoryInspection,
  isComplementary: boolean,
  previousDueOn: string | null,
  category: VehicleCategory,
): Round {
  const { result, performedOn, country, nationalResult } = inspection;
  const due = isFailure(result)
    ? retestDue(result, performedOn, country, nationalResult, { category, previousDueOn })
    : null;
  return { inspection, isComplementary, previousDueOn, due, clearedBy: null };
}

function placed(inspection: HistoryInspection, kind: InspectionKind, round: Round | null): PlacedInspection {
  const failed = isFailure(inspection.result);
  return {
    inspection,
    round,
    kind,
    retestOf: round === null || round.inspection === inspection ? null : round.inspection.id,
    // A retest that failed leaves the limits of the inspection it answers in force.
    retestBy: failed ? (round?.due?.retestBy ?? null) : null,
    drivingBannedFrom: failed ? (round?.due?.drivingBannedFrom ?? null) : null,
  };
}

function isComplementaryKind(kind: InspectionKind): boolean {
  return kind === "COMPLEMENTARY" || kind === "COMPLEMENTARY_RETEST";
}

/** Whether the source leaves it to us to tell retests from full inspections. */
export function kindIsDerived(source: DataSource): boolean {
  return source === "DVSA" || source === "DVA_NI";
}

function kindOf(inspection: HistoryInspection, open: Round | null): InspectionKind {
  if (!kindIsDerived(inspection.source)) return inspection.kind;
  const limit = open?.due?.window?.from ?? null;
  const isInTime = limit !== null && open?.clearedBy === null && inspection.performedOn <= limit;
  return isInTime ? "RETEST" : "PERIODIC";
}

/**
 * By day and time; a record without a time comes first on its day. In one and the same second the failure comes before
 * the pass: that is how rectification at the station (PRS) is written down.
 */
function inOrder(inspections: readonly HistoryInspection[]): HistoryInspection[] {
  return inspections.toSorted(
    (one, other) =>
      compare(one.performedOn, other.performedOn) ||
      (one.performedAt?.getTime() ?? 0) - (other.performedAt?.getTime() ?? 0) ||
      Number(isPass(one.result)) - Number(isPass(other.result)) ||
      compare(one.sourceKey, other.sourceKey),
  );
}

const compare = (one: string, other: string) => (one < other ? -1 : one > other ? 1 : 0);

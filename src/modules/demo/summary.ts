import type { DemoInspection, HistorySummary, LastInspection } from "./fleet.types.ts";
import { isFailed } from "./periodicity.ts";

const isPass = ({ result }: DemoInspection) => !isFailed(result);

/** What a vehicle's row says of its inspections, given in the order of time. */
export function summaryOf(inspections: readonly DemoInspection[]): HistorySummary {
  return {
    periodic: lastOf(inspections, "PERIODIC", "RETEST"),
    complementary: lastOf(inspections, "COMPLEMENTARY", "COMPLEMENTARY_RETEST"),
  };
}

function lastOf(
  inspections: readonly DemoInspection[],
  kind: DemoInspection["kind"],
  retestKind: DemoInspection["kind"],
): LastInspection | null {
  let last = null as LastInspection | null;
  let validUntil: string | null = null;
  for (const inspection of inspections) {
    if (inspection.kind === kind) last = { inspection, previousDueOn: validUntil, clearedBy: null };
    else if (inspection.kind !== retestKind) continue;
    else if (last !== null && isPass(inspection)) last = { ...last, clearedBy: last.clearedBy ?? inspection };
    if (isPass(inspection)) validUntil = inspection.validUntil ?? validUntil;
  }
  return last;
}

/** The certificate in force after it: its own, or that of the retest that cleared it; null where neither gives one. */
export function validUntilOf(last: LastInspection): string | null {
  return (isPass(last.inspection) ? last.inspection : last.clearedBy)?.validUntil ?? null;
}

import { blocksOf, conflictsAmong } from "./blocks.ts";
import type { Dispute } from "./dispute.ts";
import type { Explanation } from "./findings.ts";
import type { Point } from "./line.ts";
import { oneBreak } from "./one-break.ts";
import { oneSlip } from "./one-slip.ts";
import { severalErrors } from "./several-errors.ts";

/**
 * One explanation must be four times as likely as the other before either is said to be true (ours): between them there
 * is no judgement.
 */
const BENEFIT_OF_DOUBT = Math.log(4);

/**
 * What most likely happened to a history that contradicts itself: the likeliest single slip or break, or several
 * explanations where one is not enough.
 * @param points in the order of time, not consistent.
 */
export function explainConflicts(points: readonly Point[], firstRegisteredDay: number | null): Explanation[] {
  const blocks = blocksOf(points);
  const isBefore = firstRegisteredDay !== null && firstRegisteredDay < (blocks[0]?.day ?? 0);
  const dispute: Dispute = {
    blocks,
    conflicts: conflictsAmong(blocks),
    origin: isBefore ? [{ day: firstRegisteredDay, km: 0 }] : [],
    firstRegisteredDay,
  };
  const slips = oneSlip(dispute);
  const explanations = [...slips, ...oneBreak(dispute)];
  const innocent = likeliest(explanations.filter((explanation) => explanation.verdict !== "ILLOGICAL"));
  const contradiction = likeliest(explanations.filter((explanation) => explanation.verdict === "ILLOGICAL"));
  if (contradiction === null) return innocent === null ? severalErrors(dispute) : [innocent];
  if (innocent === null || contradiction.cost + BENEFIT_OF_DOUBT < innocent.cost) {
    return [withSuggestions(contradiction, slips)];
  }
  const isClear = innocent.cost + BENEFIT_OF_DOUBT < contradiction.cost;
  return [isClear ? innocent : { ...innocent, verdict: "NO_JUDGEMENT" }];
}

function likeliest(explanations: readonly Explanation[]): Explanation | null {
  const [first, ...others] = explanations;
  if (first === undefined) return null;
  return others.reduce((best, other) => (other.cost < best.cost ? other : best), first);
}

/** What a slip would make of a reading is worth knowing even where a slip is not the likeliest explanation. */
function withSuggestions(explanation: Explanation, slips: readonly Explanation[]): Explanation {
  const repairs = new Map(
    slips.flatMap((slip) => slip.findings.map((finding) => [finding.point, finding.repairedKm])),
  );
  return {
    ...explanation,
    findings: explanation.findings.map((finding) => ({
      ...finding,
      repairedKm: finding.repairedKm ?? repairs.get(finding.point) ?? null,
    })),
  };
}

import { isFailure, isPass } from "../schedule/index.ts";
import type { InspectionFact } from "./facts.ts";

/** A full (or complementary) inspection with the retests that answer it. */
export interface Round {
  readonly opening: InspectionFact;
  readonly retests: readonly InspectionFact[];
}

/** A vehicle's inspections by rounds, oldest first. Voluntary and abandoned ones change nothing and are left out. */
export interface Rounds {
  readonly full: readonly Round[];
  readonly complementary: readonly Round[];
}

export function roundsOf(inspections: readonly InspectionFact[]): Rounds {
  if (last?.inspections !== inspections) last = { inspections, rounds: divided(inspections) };
  return last.rounds;
}

/** Whoever derives a vehicle asks again and again for its rounds, and then never more. */
let last: { readonly inspections: readonly InspectionFact[]; readonly rounds: Rounds } | null = null;

function divided(inspections: readonly InspectionFact[]): Rounds {
  const full: { opening: InspectionFact; retests: InspectionFact[] }[] = [];
  const complementary: typeof full = [];
  for (const inspection of inspections) {
    if (inspection.result === "ABORTED") continue;
    switch (inspection.kind) {
      case "PERIODIC":
        full.push({ opening: inspection, retests: [] });
        break;
      case "COMPLEMENTARY":
        complementary.push({ opening: inspection, retests: [] });
        break;
      case "RETEST":
        full.at(-1)?.retests.push(inspection);
        break;
      case "COMPLEMENTARY_RETEST":
        complementary.at(-1)?.retests.push(inspection);
        break;
      case "VOLUNTARY":
        break;
    }
  }
  return { full, complementary };
}

/** The inspection that passed a round: itself or a retest; null while it stands failed. */
export function passOf({ opening, retests }: Round): InspectionFact | null {
  if (isPass(opening.result)) return opening;
  return retests.find(({ result }) => isPass(result)) ?? null;
}

/** Of a round that stands failed, the inspection whose failing defects are the latest word. */
export function latestFailure({ opening, retests }: Round): InspectionFact {
  // A retest that names nothing says only that something of the first list is still there.
  const said = retests.findLast(
    ({ result, defects }) =>
      isFailure(result) && defects.some(({ severity }) => severity === "MAJOR" || severity === "DANGEROUS"),
  );
  return said ?? opening;
}

import { SHIPPED_MODEL } from "../modules/failure-model/index.ts";
import { backtestSynthetic, type SyntheticStage } from "../modules/synthetic/index.ts";
import type { Findings } from "./findings.ts";
import { openProgress } from "./progress.ts";

const STAGES: Readonly<Record<SyntheticStage, string>> = {
  MAKING: "vehicles to learn from made",
  LEARNING: "parts learnt",
  PREDICTING: "vehicles predicted",
};

/**
 * Tests what is learnt from histories on a synthetic fleet, whose true chances are known. Beside the shipped cohorts,
 * whichever are in use, so that the same number of vehicles gives the same figures everywhere.
 */
export function syntheticFindings(vehicles: number, measuredAt: Date): Findings {
  const progress = openProgress("Synthetic fleet");
  const cohorts = SHIPPED_MODEL.parameters;
  try {
    const { asOf, until, figures } = backtestSynthetic({
      vehicles,
      cohorts,
      measuredAt,
      onProgress: (stage, done, total) => {
        progress.update(done, total, `${done} of ${total} ${STAGES[stage]}`);
      },
    });
    return {
      json: { vehicles, asOf, until, figures },
      title: `${vehicles} synthetic vehicles: learnt from their inspections before ${asOf}, tested on those up to ${until}.`,
      figures,
      isKept: true,
    };
  } finally {
    progress.end();
  }
}

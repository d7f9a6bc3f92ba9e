/** What vehicles are about to need: derived from their records and the law, kept up to date, and closed when it is met. */
export {
  addSummaries,
  NOTHING_SCORED,
  rangesToScore,
  rescoreVehicles,
  score,
  scoreRanges,
  type RescoreSettings,
  type ScoreProgress,
  type ScoreSettings,
  type ScoreSummary,
} from "./score.ts";
export { SIGNALS_AS_FILLED } from "./signals-as-filled.ts";
export { foldOpenSignals } from "./fold-open-signals.ts";
export { isFleetScored, noteScoringRun } from "./scoring-runs.ts";
export type { VehicleRange } from "./vehicle-ranges.ts";
export { nextVisit } from "./next-visit.ts";
export { sampleVehicles } from "./sample-vehicles.ts";
export { trainVisitTiming, visitHistoryOf } from "./train-visit-timing.ts";
export { learnVisitTiming, type VisitHistory } from "./learn-visit-timing.ts";
export { declaredSignalId } from "./signal-id.ts";
export { eraseSignals } from "./erase-signals.ts";
export { deriveSignals } from "./derive-signals.ts";
export { metOn } from "./what-came.ts";
export type { DerivedSignal, Offer, Prediction, Predictor } from "./derived-signal.ts";
export {
  chanceFrom,
  chanceOf,
  liftOf,
  publishedRate,
  wilsonInterval,
  type Baseline,
  type Chance,
} from "./chances.ts";
export type { EvidenceItem } from "./evidence.ts";
export type { Moment } from "./moment.ts";
export { openVisitTiming, type VisitTiming } from "./visit-timing.ts";
export { defectEvidence, odometerEvidence } from "./gather-evidence.ts";
export { needsOf } from "./needs.ts";
export { isRepairedSince, isWork } from "./repaired.ts";
export { passOf, roundsOf, type Round, type Rounds } from "./rounds.ts";
export { FEATURES, type DefectFact, type InspectionFact, type VehicleFacts } from "./facts.ts";

/** Real histories replayed inspection by inspection: what would have been predicted, beside what came. */
export { openReplay, replayHistory, type ReplayedTest, type ReplayModels } from "./replay-history.ts";
export { replaySignals, type ReplayedSignal } from "./replay-signals.ts";
export { replayNote, replayQuality, type ReplayedFleet } from "./replay-quality.ts";

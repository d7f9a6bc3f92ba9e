/** What partners do with signals: claim one, let go of it, and say what came of it. */
export { CLAIM_HOURS } from "./claim-terms.ts";
export { eraseSignalWork } from "./erase-signal-work.ts";
export { openSignalWork } from "./open-signal-work.ts";
export { releaseExpiredClaims } from "./release-expired-claims.ts";
export { settledOutcomes, type SettledOutcome } from "./settled-outcomes.ts";

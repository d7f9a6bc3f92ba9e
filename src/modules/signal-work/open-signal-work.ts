import type { Principal } from "../../platform/auth/principal.ts";
import { conversionsOf } from "./conversions.ts";
import { reportSignalOutcome, type OutcomeReport } from "./report-outcome.service.ts";
import { claimSignal, releaseSignal, type SignalWorkDeps } from "./work-signal.service.ts";

export type SignalWork = ReturnType<typeof openSignalWork>;

export function openSignalWork(deps: SignalWorkDeps) {
  return {
    claim: (asker: Principal, signalId: string | null) => claimSignal(deps, asker, signalId),
    release: (asker: Principal, signalId: string | null) => releaseSignal(deps, asker, signalId),
    conversions: (asker: Principal) => conversionsOf(deps.pool, asker.partnerId),
    report: (asker: Principal, report: OutcomeReport) => reportSignalOutcome(deps, asker, report),
  };
}

declare module "../../platform/graphql/context.ts" {
  interface Services {
    readonly signalWork: SignalWork;
  }
}

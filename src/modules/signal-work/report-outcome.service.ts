import type pg from "pg";
import type { Principal } from "../../platform/auth/principal.ts";
import { done, refusal, type Outcome } from "../../platform/errors/outcome.ts";
import type { Currency, SignalOutcome, SignalOutcomeReason } from "../vocabulary/index.ts";
import { claimEnd } from "./claim-terms.ts";
import {
  endClaim,
  findLastClaim,
  insertOutcome,
  isSettled,
  moveSignal,
  renewClaim,
  type LockedSignal,
  type StatusMove,
} from "./signal-work.repository.ts";
import { isRunning, onSignal, TAKEN, type SignalWorkDeps, type WorkedSignal } from "./work-signal.service.ts";

export interface OutcomeReport {
  /** Null where the id that was sent is none. */
  readonly signalId: string | null;
  readonly outcome: SignalOutcome;
  readonly reason?: SignalOutcomeReason;
  /** In units of the currency. */
  readonly amount?: number;
  /** Left out: what the vehicle's country pays in. */
  readonly currency?: Currency;
}

const MOST_CHARGED = 10_000_000;

const NEVER_CLAIMED = refusal("CONFLICT", "signalId", "You have not claimed this signal.");
const SETTLED = refusal("SIGNAL_NOT_OPEN", "signalId", "You have said already how it ended.");

const ENDS: Readonly<Partial<Record<SignalOutcome, StatusMove>>> = {
  COMPLETED: {
    status: "FULFILLED",
    reason: "OUTCOME_REPORTED",
    claimedUntil: null,
    event: "SIGNAL_FULFILLED",
  },
  LOST: { status: "DISMISSED", reason: "OUTCOME_REPORTED", claimedUntil: null, event: "SIGNAL_UPDATED" },
  NOT_RELEVANT: {
    status: "DISMISSED",
    reason: "OUTCOME_REPORTED",
    claimedUntil: null,
    event: "SIGNAL_UPDATED",
  },
};

/**
 * Notes what came of a signal that the asker claimed. Steps renew the claim; the others end the signal. What closed
 * meanwhile, because a record shows it done, still takes the report: that is how its price becomes known.
 */
export function reportSignalOutcome(
  deps: SignalWorkDeps,
  asker: Principal,
  report: OutcomeReport,
): Promise<Outcome<WorkedSignal>> {
  const wrong = checkReport(report);
  if (wrong !== null) return Promise.resolve(wrong);
  return onSignal(deps, asker, report.signalId, async (client, signal, at) => {
    const isOthers = signal.claim !== null && signal.claim.partnerId !== asker.partnerId;
    if (isOthers && isRunning(signal, at)) return TAKEN;
    const claimId = await findLastClaim(client, signal.id, asker.partnerId);
    if (claimId === null || isOthers) return NEVER_CLAIMED;
    if (await isSettled(client, claimId)) return SETTLED;
    await insertOutcome(client, signal, asker, { claimId, ...kept(report, signal) }, at);
    await follow(client, signal, claimId, report.outcome, at);
    return done({ signalId: signal.id });
  });
}

async function follow(
  client: pg.ClientBase,
  signal: LockedSignal,
  claimId: string,
  outcome: SignalOutcome,
  at: Date,
): Promise<void> {
  const end = ENDS[outcome];
  const isLive = signal.status === "OPEN" || signal.status === "CLAIMED";
  if (end === undefined) {
    if (isRunning(signal, at)) await renewClaim(client, signal, claimId, claimEnd(at));
    return;
  }
  await endClaim(client, claimId, at);
  if (isLive) await moveSignal(client, signal, end, at);
}

function kept({ outcome, reason, amount, currency }: OutcomeReport, { areaCode }: LockedSignal) {
  const isCompleted = outcome === "COMPLETED";
  return {
    outcome,
    reason: reason ?? null,
    amountMinor: isCompleted && amount !== undefined ? Math.round(amount * 100) : null,
    currency: isCompleted ? (currency ?? currencyOf(areaCode)) : null,
  };
}

const currencyOf = (areaCode: string): Currency => (areaCode.startsWith("GB") ? "GBP" : "EUR");

function checkReport({ outcome, reason, amount }: OutcomeReport): Outcome<never> | null {
  if (outcome === "COMPLETED") {
    const isAmount = amount !== undefined && amount >= 0 && amount <= MOST_CHARGED;
    if (isAmount) return null;
    return refusal("BAD_USER_INPUT", "amount", "COMPLETED takes the amount charged, 0 or more.");
  }
  if (amount !== undefined) {
    return refusal("BAD_USER_INPUT", "amount", "Only what was COMPLETED has an amount.");
  }
  if (outcome === "NOT_RELEVANT" && reason === undefined) {
    return refusal("BAD_USER_INPUT", "reason", "NOT_RELEVANT takes a reason.");
  }
  return null;
}

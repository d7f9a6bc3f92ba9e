import type pg from "pg";
import type { Principal } from "../../platform/auth/principal.ts";
import { noteSubjects } from "../../platform/db/outer-transaction.ts";
import { inTransaction } from "../../platform/db/transaction.ts";
import { done, refusal, type Outcome } from "../../platform/errors/outcome.ts";
import { claimEnd } from "./claim-terms.ts";
import {
  endClaim,
  insertClaim,
  lockSignal,
  moveSignal,
  type LockedSignal,
} from "./signal-work.repository.ts";

export interface SignalWorkDeps {
  /** Connections as kimberlite_worker. */
  readonly pool: pg.Pool;
  /** Which of these signals the asker's contract shows it now. */
  readonly visibleSignals: (asker: Principal, ids: readonly string[]) => Promise<ReadonlySet<string>>;
  readonly now: () => Date;
}

/** What was done, by the signal's id. */
export interface WorkedSignal {
  readonly signalId: string;
}

export const NO_SUCH_SIGNAL = refusal(
  "NOT_FOUND",
  "signalId",
  "There is no such signal, or it is outside your contract.",
);
export const TAKEN = refusal("SIGNAL_ALREADY_CLAIMED", "signalId", "The signal is claimed already.");
const OVER = refusal("SIGNAL_NOT_OPEN", "signalId", "The signal is over: nothing is left to be done.");

/** Runs work on a signal that the asker may see, while nobody else can. @param signalId null where the id is none */
export async function onSignal(
  deps: SignalWorkDeps,
  asker: Principal,
  signalId: string | null,
  work: (client: pg.ClientBase, signal: LockedSignal, at: Date) => Promise<Outcome<WorkedSignal>>,
): Promise<Outcome<WorkedSignal>> {
  if (signalId === null) return NO_SUCH_SIGNAL;
  const visible = await deps.visibleSignals(asker, [signalId]);
  if (!visible.has(signalId)) return NO_SUCH_SIGNAL;
  return inTransaction(deps.pool, async (client) => {
    const signal = await lockSignal(client, signalId);
    if (signal === null) return NO_SUCH_SIGNAL;
    noteSubjects([signal.vehicleId]);
    return work(client, signal, deps.now());
  });
}

/** Whether a claim still holds. */
export function isRunning({ status, claim }: LockedSignal, at: Date): boolean {
  return status === "CLAIMED" && claim !== null && claim.expiresAt > at;
}

/** Has a signal for the asker alone, for 72 hours. Of several who ask at once, one gets it. */
export function claimSignal(
  deps: SignalWorkDeps,
  asker: Principal,
  signalId: string | null,
): Promise<Outcome<WorkedSignal>> {
  return onSignal(deps, asker, signalId, async (client, signal, at) => {
    if (isRunning(signal, at)) return TAKEN;
    if (signal.status !== "OPEN" && signal.status !== "CLAIMED") return OVER;
    const claimedUntil = claimEnd(at);
    if (signal.claim !== null) await endClaim(client, signal.claim.id, at);
    await insertClaim(client, signal, asker, at, claimedUntil);
    const move = { status: "CLAIMED", reason: "CLAIMED", claimedUntil, event: "SIGNAL_CLAIMED" } as const;
    await moveSignal(client, signal, move, at);
    return done({ signalId: signal.id });
  });
}

/** Gives a signal back to everybody. Doing so again changes nothing. */
export function releaseSignal(
  deps: SignalWorkDeps,
  asker: Principal,
  signalId: string | null,
): Promise<Outcome<WorkedSignal>> {
  return onSignal(deps, asker, signalId, async (client, signal, at) => {
    const { claim, status } = signal;
    if (status !== "OPEN" && status !== "CLAIMED") return OVER;
    if (isRunning(signal, at) && claim?.partnerId !== asker.partnerId) return TAKEN;
    if (status === "OPEN" || claim === null) return done({ signalId: signal.id });
    await endClaim(client, claim.id, at);
    const reason = isRunning(signal, at) ? "RELEASED" : "CLAIM_EXPIRED";
    const move = { status: "OPEN", reason, claimedUntil: null, event: "SIGNAL_UPDATED" } as const;
    await moveSignal(client, signal, move, at);
    return done({ signalId: signal.id });
  });
}

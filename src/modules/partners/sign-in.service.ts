import type { TakeAttempt } from "../../platform/auth/attempt-limiter.ts";
import { LIMITS } from "../../platform/limits.ts";
import type { Logger } from "../../platform/telemetry/logger.ts";
import { acceptsAssertion } from "./client-assertion.service.ts";
import { invalidClient, type Credential } from "./client-credential.ts";
import type { SecretHasher } from "./client-secret.ts";
import { noteUse } from "./client-use.ts";
import { findForSignIn, type SignInRow } from "./client.repository.ts";
import { dayOf, isRunning } from "./contract.ts";
import type { Database } from "./database.ts";
import type { NoteFailure } from "./guess-alarm.ts";
import { OauthError } from "./oauth-error.ts";

export interface SignInDeps {
  readonly db: Database;
  readonly issuer: string;
  readonly hasher: SecretHasher;
  readonly takeAttempt: TakeAttempt;
  readonly noteFailure: NoteFailure;
  /** The domain's today, which contracts run by. */
  now(): Date;
  /** Milliseconds since 1970. */
  clock(): number;
  readonly logger: Logger;
}

const MINUTE_MS = 60_000;
export const SIGN_IN_LIMITS = {
  /** Signed in, by client. */
  perClient: { max: LIMITS.tokenRequestsPerMinute, perMs: MINUTE_MS },
  /** Failed, by client and address: a client's own address stays open while another one guesses. */
  failures: { max: 10, perMs: MINUTE_MS },
  /** Failed, by address whatever the client: one address cannot try many clients. */
  failuresOfAddress: { max: 100, perMs: MINUTE_MS },
} as const;

/** A text that can be a client's id. Anything else is looked for as well, as the empty text, to take as long. */
const CLIENT_ID = /^kbc_[0-9A-Za-z]{24}$/;

/**
 * The client whose credential this is, with its partner.
 * @throws {OauthError} invalid_client, of one wording and cost for unknown, revoked and wrong; slow_down past a limit
 */
export async function signIn(deps: SignInDeps, credential: Credential, address: string): Promise<SignInRow> {
  const clientId = CLIENT_ID.test(credential.clientId) ? credential.clientId : "";
  const failures = `oauth-failure:${clientId}:${address}`;
  const ofAddress = `oauth-failure:${address}`;
  await heed(deps, failures, SIGN_IN_LIMITS.failures, 0);
  await heed(deps, ofAddress, SIGN_IN_LIMITS.failuresOfAddress, 0);

  const row = await findForSignIn(deps.db, clientId, new Date(deps.clock()));
  const proof = await prove(deps, row, credential);
  if (row === null || proof === null || row.client.revokedAt !== null) {
    await deps.takeAttempt(failures, SIGN_IN_LIMITS.failures, 1);
    await deps.takeAttempt(ofAddress, SIGN_IN_LIMITS.failuresOfAddress, 1);
    if (deps.noteFailure(clientId, address)) {
      deps.logger.warn(
        { event: "client_guessed_at", clientId },
        "Many addresses fail to sign in as this client.",
      );
    }
    throw invalidClient();
  }
  await heed(deps, `oauth:${clientId}`, SIGN_IN_LIMITS.perClient, 1);
  if (!isNoted(row, proof.secretId, deps.clock())) await noteUse(deps, clientId, proof.secretId);
  return row;
}

async function heed(
  deps: SignInDeps,
  bucket: string,
  limit: { readonly max: number; readonly perMs: number },
  units: number,
): Promise<void> {
  const waitMs = await deps.takeAttempt(bucket, limit, units);
  if (waitMs > 0)
    throw new OauthError("slow_down", "Too many requests. Wait as long as Retry-After says.", waitMs);
}

/** What the client proved itself with; null: it did not. */
async function prove(
  deps: SignInDeps,
  row: SignInRow | null,
  credential: Credential,
): Promise<{ readonly secretId: string | null } | null> {
  if (credential.kind === "secret") {
    const match = deps.hasher.findMatch(credential.secret, row?.secrets ?? []);
    return match === null ? null : { secretId: match.id };
  }
  const accepted = row !== null && (await acceptsAssertion(deps, row.client, credential.assertion));
  return accepted ? { secretId: null } : null;
}

/** Whether the last minute's use of the client, and of the secret if it showed one, is on record. */
function isNoted({ client, secrets }: SignInRow, secretId: string | null, nowMs: number): boolean {
  const secret = secrets.find((one) => one.id === secretId);
  const uses = secret === undefined ? [client.lastUsedAt] : [client.lastUsedAt, secret.lastUsedAt];
  return uses.every((at) => at !== null && nowMs - at.getTime() < MINUTE_MS);
}

/** @throws {OauthError} unauthorized_client where the client is who it says and may not have a token now */
export function requireRunningContract(deps: Pick<SignInDeps, "now">, { partner }: SignInRow): void {
  if (partner.status !== "ACTIVE") throw new OauthError("unauthorized_client", "The partner is suspended.");
  const today = dayOf(deps.now());
  if (isRunning(partner, today)) return;
  const message =
    today < partner.validFrom
      ? `The contract begins on ${partner.validFrom}.`
      : `The contract ended on ${partner.validUntil ?? ""}.`;
  throw new OauthError("unauthorized_client", message);
}

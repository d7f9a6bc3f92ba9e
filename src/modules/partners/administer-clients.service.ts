import { randomUUID } from "node:crypto";
import { isScope } from "../../platform/auth/principal.ts";
import type { AdministrationDeps, Client } from "./administer-partners.service.ts";
import { checkClientKeys, type ClientKeys } from "./client-keys.ts";
import { LIVE_SECRETS_MAX, newClientId, newClientSecret, type SecretHasher } from "./client-secret.ts";
import {
  expireSecret,
  insertClient,
  insertSecret,
  listLiveSecrets,
  lockClient,
  markRevoked,
  refuseTokensBefore,
} from "./client.repository.ts";
import { checkName, invalid } from "./contract.ts";
import type { Database } from "./database.ts";
import { conflict, done, notFound, refused, type Outcome, type UserError } from "./outcome.ts";
import { lockPartnerBySlug } from "./partner.repository.ts";

export interface ClientAdministrationDeps extends AdministrationDeps {
  readonly hasher: SecretHasher;
}

export interface CreateClientInput {
  readonly partnerSlug: string;
  readonly name: string;
  /** A subset of the contract's; left out: all of them. */
  readonly scopes?: readonly string[];
  /** Public keys for private_key_jwt. Such a client has no secret. */
  readonly jwks?: ClientKeys;
  /** Its name at the external issuer. Such a client gets its tokens there and has no secret. */
  readonly externalId?: string;
}

export interface CreatedClient {
  readonly client: Client;
  /** Told this once; only its keyed hash is stored. Null where the client proves itself without a secret. */
  readonly clientSecret: string | null;
}

/** Adds a credential to a partner. */
export async function createClient(
  deps: ClientAdministrationDeps,
  input: CreateClientInput,
): Promise<Outcome<CreatedClient>> {
  const keyErrors = input.jwks === undefined ? [] : await checkClientKeys(input.jwks);
  const outcome = await deps.db.transaction(async (tx): Promise<Outcome<CreatedClient>> => {
    const partner = await lockPartnerBySlug(tx, input.partnerSlug);
    if (partner === null) return notFound("partnerSlug", "There is no such partner.");
    const scopes = [...new Set(input.scopes ?? partner.scopes)];
    const [first, ...rest] = [...keyErrors, ...checkClient(input, scopes, partner.scopes)];
    if (first !== undefined) return refused(first, ...rest);
    const id = newClientId();
    const inserted = await insertClient(tx, {
      id,
      partnerId: partner.id,
      name: input.name.trim(),
      scopes,
      jwks: input.jwks ?? null,
      externalId: input.externalId ?? null,
    });
    if (!inserted) return conflict("externalId", "Another client has this name at the external issuer.");
    const usesSecret = input.jwks === undefined && input.externalId === undefined;
    const clientSecret = usesSecret ? await addSecret(deps, tx, id) : null;
    const client = await lockClient(tx, id);
    if (client === null) throw new Error("A client that was just inserted is not there.");
    return done({ client, clientSecret });
  });
  if (outcome.value !== null) {
    const { id: clientId, partnerId } = outcome.value.client;
    deps.logger.info({ event: "client_created", clientId, partnerId });
  }
  return outcome;
}

/** Gives the client one more secret and tells it. */
export async function addSecret(
  deps: Pick<ClientAdministrationDeps, "hasher">,
  db: Database,
  clientId: string,
): Promise<string> {
  const secret = newClientSecret();
  await insertSecret(db, { id: randomUUID(), clientId, hash: deps.hasher.hash(secret) });
  return secret;
}

function checkClient(
  input: CreateClientInput,
  scopes: readonly string[],
  contractScopes: readonly string[],
): UserError[] {
  const errors: UserError[] = [];
  const name = checkName(input.name);
  if (name !== null) errors.push(name);
  const unknown = scopes.filter((scope) => !isScope(scope));
  const outside = scopes.filter((scope) => isScope(scope) && !contractScopes.includes(scope));
  if (scopes.length === 0) errors.push(invalid("scopes", "A client needs at least one scope."));
  if (unknown.length > 0) errors.push(invalid("scopes", `There is no scope ${quoted(unknown)}.`));
  if (outside.length > 0) errors.push(invalid("scopes", `The contract does not hold ${quoted(outside)}.`));
  if (input.jwks !== undefined && input.externalId !== undefined) {
    errors.push(invalid("externalId", "A client signs in here with a key or elsewhere, not both."));
  }
  if (input.externalId !== undefined && !/^[\x21-\x7e]{1,200}$/.test(input.externalId)) {
    errors.push(
      invalid("externalId", "A name at the external issuer has 1 to 200 visible ASCII characters."),
    );
  }
  return errors;
}

const quoted = (words: readonly string[]) =>
  words
    .slice(0, 5)
    .map((word) => JSON.stringify(word.slice(0, 64)))
    .join(", ");

/** How long the secret that is being replaced works on, unless said otherwise. */
export const ROTATION_OVERLAP_MS = 24 * 60 * 60 * 1000;
const LONGEST_OVERLAP_MS = 30 * ROTATION_OVERLAP_MS;

export interface RotateClientSecretInput {
  readonly clientId: string;
  /** From when only the new secret works: now, for one that leaked. Left out: in ROTATION_OVERLAP_MS. */
  readonly previousExpiresAt?: Date;
}

export interface RotatedSecret {
  /** Told this once. */
  readonly clientSecret: string;
  /** When the one before ends. */
  readonly previousExpiresAt: Date;
}

/**
 * Gives a client one more secret and the one before an end. A third that works at the same time is a CONFLICT; where
 * the ones before end at once, there is none.
 */
export async function rotateClientSecret(
  deps: ClientAdministrationDeps,
  input: RotateClientSecretInput,
): Promise<Outcome<RotatedSecret>> {
  const now = new Date(deps.clock());
  const ends = input.previousExpiresAt ?? new Date(now.getTime() + ROTATION_OVERLAP_MS);
  if (!(ends.getTime() <= now.getTime() + LONGEST_OVERLAP_MS)) {
    return refused(invalid("previousExpiresAt", "The previous secret can work on for at most 30 days."));
  }
  const outcome = await deps.db.transaction(async (tx): Promise<Outcome<RotatedSecret>> => {
    const client = await lockClient(tx, input.clientId);
    if (client === null) return notFound("clientId", "There is no such client.");
    if (client.revokedAt !== null) return conflict("clientId", "This client was revoked.");
    if (client.jwks !== null || client.externalId !== null) {
      return conflict("clientId", "This client proves itself without a secret.");
    }
    const live = await listLiveSecrets(tx, client.id, now);
    const staysLive = ends.getTime() > now.getTime();
    if (staysLive && live.length >= LIVE_SECRETS_MAX) {
      return conflict(
        "clientId",
        "Two secrets work already. The older one has to end before there can be another.",
      );
    }
    for (const secret of live) await expireSecret(tx, secret.id, ends);
    return done({ clientSecret: await addSecret(deps, tx, client.id), previousExpiresAt: ends });
  });
  if (outcome.value !== null) deps.logger.info({ event: "client_secret_rotated", clientId: input.clientId });
  return outcome;
}

/** Ends a client and every token of it, for good. Doing so again changes nothing. */
export async function revokeClient(
  deps: AdministrationDeps,
  clientId: string,
): Promise<Outcome<{ readonly clientId: string }>> {
  if (!(await markRevoked(deps.db, clientId, new Date(deps.clock())))) {
    return notFound("clientId", "There is no such client.");
  }
  deps.logger.info({ event: "client_revoked", clientId });
  return done({ clientId });
}

/** Ends every token of a client that is out now. The client can get new ones at once. */
export async function revokeClientTokens(
  deps: AdministrationDeps,
  clientId: string,
): Promise<Outcome<{ readonly clientId: string }>> {
  if (!(await refuseTokensBefore(deps.db, clientId, new Date(deps.clock())))) {
    return notFound("clientId", "There is no such client.");
  }
  deps.logger.info({ event: "client_tokens_revoked", clientId });
  return done({ clientId });
}

import { drizzle } from "drizzle-orm/node-postgres";
import type pg from "pg";
import { inMemoryAttempts, type TakeAttempt } from "../../platform/auth/attempt-limiter.ts";
import {
  createAuthenticator,
  type AccessDirectory,
  type Authenticate,
} from "../../platform/auth/authenticator.ts";
import { externalVerifier, type ExternalIssuer } from "../../platform/auth/external-issuer.ts";
import type { InstallationKeys } from "../../platform/auth/installation-keys.ts";
import { mayWrite, type Principal, type Scope } from "../../platform/auth/principal.ts";
import type { IdCodec } from "../../platform/read/ids.ts";
import { sealingWith } from "../../platform/auth/sealing.ts";
import type { Logger } from "../../platform/telemetry/logger.ts";
import { createAccessDirectory, partnerCodecs } from "./access-directory.ts";
import * as clientAdministration from "./administer-clients.service.ts";
import * as partnerAdministration from "./administer-partners.service.ts";
import { noteUse } from "./client-use.ts";
import { secretHasher } from "./client-secret.ts";
import { databaseHere } from "./database.ts";
import type { Persona } from "./demo-partners.data.ts";
import { ensureDemoPartners, type DemoCredential } from "./ensure-demo-partners.service.ts";
import { watchGuessing } from "./guess-alarm.ts";
import { deleteEnded } from "./housekeeping.repository.ts";
import { openKeyRing, type KeyRing } from "./key-ring.ts";
import type { OauthDeps } from "./oauth.routes.ts";
import { tellOfEndingSecrets } from "./tell-of-ending-secrets.ts";
import { repeatEvery } from "../../platform/tasks/repeat-every.ts";
import {
  ensureSigningKey,
  retireSigningKey,
  rotateOldSigningKey,
  rotateSigningKey,
} from "./rotate-signing-key.service.ts";

export interface PartnerServicesSettings {
  /** Connections as kimberlite_worker, not shared with bulk work: signing in must not queue behind it. */
  readonly pool: pg.Pool;
  readonly keys: InstallationKeys;
  /** The public URL, without a slash at its end. Tokens are for its `/graphql`. */
  readonly issuer: string;
  /** The domain's today, which contracts run by. */
  readonly now: () => Date;
  /** Milliseconds since 1970, which tokens and secrets run by; left out: the machine's clock. */
  readonly clock?: () => number;
  readonly logger: Logger;
  readonly externalIssuer?: ExternalIssuer | null;
  /** Counts sign-ins; left out: in this process's memory. */
  readonly takeAttempt?: TakeAttempt;
}

/** Partners, their credentials, and who may do what with which token. */
export type PartnerServices = Awaited<ReturnType<typeof openPartnerServices>>;

/** How often changes are asked for. With what an answer may take, a revocation counts well within five seconds. */
const REFRESH_EVERY_MS = 2_000;
const RELOAD_KEYS_EVERY_MS = 10_000;
const RETRY_AFTER_MS = 500;

/** Opens the module for one process: makes the first signing key and starts to listen for changes. */
export async function openPartnerServices(settings: PartnerServicesSettings) {
  const { deps, keyDeps, keyRing, directory } = await openParts(settings);
  const log = (event: string) => (error: unknown) => deps.logger.warn({ event, error });
  const tasks = [
    repeatEvery(REFRESH_EVERY_MS, RETRY_AFTER_MS, () => directory.refresh(), log("access_refresh_failed")),
    repeatEvery(RELOAD_KEYS_EVERY_MS, RETRY_AFTER_MS, () => keyRing.reload(), log("key_reload_failed")),
  ];

  /** What this process changes it knows at once; other instances hear of it. */
  async function heard<T>(change: Promise<T>): Promise<T> {
    const outcome = await change;
    await directory.refresh();
    return outcome;
  }

  async function readAgain<T>(change: Promise<T>): Promise<T> {
    const outcome = await change;
    await keyRing.reload();
    return outcome;
  }

  const codecs = partnerCodecs(settings.keys);
  return {
    ...openDoors(settings, deps, keyRing, directory),
    /** Whoever a client may act as now, with at most these scopes, for what it asked for earlier; null: as nobody. */
    findPrincipal: (clientId: string, scopes: readonly Scope[]) => findPrincipal(directory, clientId, scopes),
    /** Ids as a partner knows them, whether it may still ask or not. */
    idsOf: (partnerId: string): IdCodec => codecs(partnerId).ids,
    ...administer(deps, heard),
    rotateSigningKey: () => readAgain(rotateSigningKey(keyDeps)),
    /** Rotates a key that has signed for SIGNING_KEY_LIFETIME_MS; to be run about once a day. */
    rotateOldSigningKey: () => readAgain(rotateOldSigningKey(keyDeps)),
    retireSigningKey: (kid: string) => readAgain(retireSigningKey(keyDeps, kid)),
    /** Deletes ended tokens, assertions, secrets and keys; to be run about once an hour. */
    deleteEnded: () => deleteEnded(deps.db, new Date(deps.clock())),
    /** What a client may do now, whoever asks; null: it is revoked, unknown, or its contract does not run. */
    accessOf: (clientId: string) => directory.findAccess({ clientId, isExternal: false, jti: null }),
    /** Tells partners of secrets that end soon; to be run about once an hour. */
    tellOfEndingSecrets: () => tellOfEndingSecrets(settings.pool, new Date(deps.clock())),
    /** Stops listening for changes. The pool stays open. */
    async close(): Promise<void> {
      await Promise.all(tasks.map((task) => task.stop()));
    },
  };
}

async function findPrincipal(
  directory: AccessDirectory,
  clientId: string,
  scopes: readonly Scope[],
): Promise<Principal | null> {
  const access = await directory.findAccess({ clientId, isExternal: false, jti: null });
  if (access === null) return null;
  const granted = access.scopes.intersection(new Set(scopes));
  return { ...access, scopes: granted, mayWrite: mayWrite(access.scopes) };
}

const uptimeMs = () => performance.now();

async function openParts({ pool, keys, now, clock = Date.now, logger }: PartnerServicesSettings) {
  const db = drizzle(pool);
  const sealing = sealingWith(keys.derive("signing-keys", 32));
  const hasher = secretHasher(keys.derive("client-secrets", 32));
  const keyDeps = { db, sealing, clock, logger };
  const noteClientUse = (clientId: string) => noteUse({ db, clock, logger }, clientId, null);
  await ensureSigningKey(keyDeps);
  return {
    deps: { db, now, clock, logger, hasher },
    keyDeps,
    keyRing: await openKeyRing({ db, sealing, clock, uptimeMs }),
    directory: createAccessDirectory({ db, keys, now, uptimeMs, noteUse: noteClientUse }),
  };
}

/** The two ways in: with a credential for a token, and with a token. */
function openDoors(
  settings: PartnerServicesSettings,
  deps: clientAdministration.ClientAdministrationDeps,
  keyRing: KeyRing,
  directory: AccessDirectory,
) {
  const { issuer, externalIssuer: external = null } = settings;
  const common = { ...deps, issuer, audience: `${issuer}/graphql`, ...keyRing };
  const authenticate: Authenticate = createAuthenticator({
    ...common,
    directory,
    external: external && { issuer: external.issuer, verify: externalVerifier(external, issuer) },
  });
  /** For `app.register(oauthRoutes, …)`. */
  const oauth: OauthDeps = {
    ...common,
    takeAttempt: settings.takeAttempt ?? inMemoryAttempts(uptimeMs),
    noteFailure: watchGuessing(uptimeMs),
    refreshAccess: () => directory.refresh(),
  };
  return { authenticate, oauth };
}

type Heard = <T>(change: Promise<T>) => Promise<T>;

function administer(settings: clientAdministration.ClientAdministrationDeps, heard: Heard) {
  // Under an Idempotency-Key what is done and what is answered are one transaction.
  const deps = () => ({ ...settings, db: databaseHere(settings.db) });
  return {
    createPartner: (input: partnerAdministration.CreatePartnerInput) =>
      partnerAdministration.createPartner(deps(), input),
    updatePartnerContract: (input: partnerAdministration.UpdatePartnerContractInput) =>
      heard(partnerAdministration.updatePartnerContract(deps(), input)),
    listPartners: () => partnerAdministration.listPartners(deps()),
    showPartner: (slug: string) => partnerAdministration.showPartner(deps(), slug),
    showClient: (clientId: string) => partnerAdministration.showClient(deps(), clientId),
    createClient: (input: clientAdministration.CreateClientInput) =>
      clientAdministration.createClient(deps(), input),
    rotateClientSecret: (input: clientAdministration.RotateClientSecretInput) =>
      clientAdministration.rotateClientSecret(deps(), input),
    revokeClient: (clientId: string) => heard(clientAdministration.revokeClient(deps(), clientId)),
    revokeClientTokens: (clientId: string) =>
      heard(clientAdministration.revokeClientTokens(deps(), clientId)),
    ensureDemoPartners: (dataDir: string): Promise<Readonly<Record<Persona, DemoCredential>>> =>
      ensureDemoPartners(settings, dataDir),
  };
}

declare module "../../platform/graphql/context.ts" {
  interface Services {
    readonly partners: PartnerServices;
  }
}

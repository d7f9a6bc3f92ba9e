import type { FastifyInstance, InjectOptions } from "fastify";
import { pino } from "pino";
import {
  oauthRoutes,
  openPartnerServices,
  type PartnerServices,
  type PartnerServicesSettings,
} from "../../../src/modules/partners/index.ts";
import { installationKeys } from "../../../src/platform/auth/installation-keys.ts";
import { createMetrics } from "../../../src/platform/telemetry/metrics.ts";
import { createHttpServer } from "../../../src/platform/http/server.ts";
import type { TestDatabase } from "../../support/database.ts";

export const ISSUER = "http://kimberlite.test";

export interface TokenReply {
  readonly status: number;
  readonly headers: Readonly<Record<string, unknown>>;
  readonly body: {
    readonly access_token: string;
    readonly scope: string;
    readonly error?: string;
    readonly error_description?: string;
  };
  readonly text: string;
}

/** One process's authorisation server, with times and limits that a test can set. */
export interface Instance {
  readonly services: PartnerServices;
  readonly http: FastifyInstance;
  readonly logs: string[];
  /** A POST of form fields, from an address. */
  post(path: string, fields: Record<string, string>, options?: InjectOptions): Promise<TokenReply>;
  /** Asks for a token with client_secret_post. */
  token(client: NewClient, fields?: Record<string, string>, options?: InjectOptions): Promise<TokenReply>;
  close(): Promise<void>;
}

export interface NewClient {
  readonly clientId: string;
  readonly clientSecret: string;
}

export async function openInstance(
  database: TestDatabase,
  given: Partial<PartnerServicesSettings> = {},
): Promise<Instance> {
  const logs: string[] = [];
  const logger = pino({ base: null }, { write: (line: string) => void logs.push(line) });
  const services = await openPartnerServices({
    pool: database.pool("kimberlite_worker", 3),
    keys: installationKeys("a secret for tests that is long enough"),
    issuer: ISSUER,
    now: () => new Date("2026-06-15T10:00:00Z"),
    logger,
    ...given,
  });
  const http = createHttpServer(logger, createMetrics());
  await http.register(oauthRoutes, services.oauth);
  await http.ready();

  const post: Instance["post"] = async (path, fields, options = {}) => {
    const response = await http.inject({
      method: "POST",
      url: path,
      payload: new URLSearchParams(fields).toString(),
      ...options,
      headers: { "content-type": "application/x-www-form-urlencoded", ...options.headers },
    });
    const text = response.body;
    const body = (text === "" ? {} : JSON.parse(text)) as TokenReply["body"];
    return { status: response.statusCode, headers: response.headers, body, text };
  };
  return {
    services,
    http,
    logs,
    post,
    token: ({ clientId, clientSecret }, fields = {}, options = {}) => {
      const credential = { client_id: clientId, client_secret: clientSecret };
      return post("/oauth/token", { grant_type: "client_credentials", ...credential, ...fields }, options);
    },
    async close() {
      await http.close();
      await services.close();
    },
  };
}

let count = 0;

/** A partner with these scopes and one client that holds them all. */
export async function addClient(
  { services }: Pick<Instance, "services">,
  scopes: readonly string[] = ["vehicles:read", "garages:read"],
): Promise<NewClient & { readonly slug: string; readonly partnerId: string }> {
  count += 1;
  const slug = `partner-${count}`;
  const everything = { areas: [], makes: [], partFamilies: [], purposes: [] };
  const partner = await services.createPartner({ slug, name: slug, scopes, ...everything });
  const created = await services.createClient({ partnerSlug: slug, name: "test" });
  if (partner.value === null || created.value?.clientSecret == null)
    throw new Error("The test's client was refused.");
  const { client, clientSecret } = created.value;
  return { slug, partnerId: partner.value.id, clientId: client.id, clientSecret };
}

/** What `authenticate` answers for a token: "accepted", or the reason or code of the refusal. */
export async function tryToken({ services }: Pick<Instance, "services">, token: string): Promise<string> {
  return services.authenticate(`Bearer ${token}`).then(
    () => "accepted",
    (error: unknown) => {
      const { code, details } = error as { code: string; details: { reason?: string } };
      return details.reason ?? code;
    },
  );
}

import { rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { GraphQLClient } from "graphql-request";
import { openApi, type Api } from "../../src/app/api.ts";
import type { AddressRules } from "../../src/modules/webhooks/index.ts";
import type { Purpose } from "../../src/modules/vocabulary/index.ts";
import { installationKeys } from "../../src/platform/auth/installation-keys.ts";
import type { Scope } from "../../src/platform/auth/principal.ts";
import { createLogger } from "../../src/platform/telemetry/logger.ts";
import { createMetrics, type Metrics } from "../../src/platform/telemetry/metrics.ts";
import type { Tracing } from "../../src/platform/telemetry/tracing.ts";
import { createTestDatabase, type TestDatabase } from "./database.ts";

export const TEST_KEYS = installationKeys("a secret for tests that is long enough");

/** The day that tests live in, unless they say otherwise. */
export const TODAY = new Date("2026-06-15T10:00:00Z");

export interface PartnerWanted {
  readonly scopes: readonly Scope[];
  readonly areas?: readonly string[];
  readonly makes?: readonly string[];
  readonly partFamilies?: readonly string[];
  readonly introspection?: boolean;
  /** SERVICE unless said otherwise. */
  readonly purposes?: readonly Purpose[];
}

export interface TestPartner {
  readonly partnerId: string;
  readonly clientId: string;
  readonly clientSecret: string;
  readonly token: string;
  readonly client: GraphQLClient;
}

export interface TestServer {
  readonly url: string;
  readonly database: TestDatabase;
  readonly api: Api;
  readonly metrics: Metrics;
  /** Not there before an export is. */
  readonly exportsDir: string;
  /** Everything the server logged, line by line. */
  readonly logs: string[];
  /** A new partner with one client and a real token from the token endpoint. */
  partner(wanted: PartnerWanted): Promise<TestPartner>;
  post(body: unknown, headers?: Record<string, string>): Promise<Response>;
  close(): Promise<void>;
}

/**
 * The production composition over HTTP on a free port, on its own copy of the database.
 * @param webhookAddresses where webhooks may go; this machine too, unless said otherwise
 * @param demoDataDir where the demo's credentials are kept, for the explorer to offer them
 */
export async function createTestServer(
  given?: TestDatabase,
  demoDataDir: string | null = null,
  webhookAddresses: AddressRules = { allowLoopback: true },
  replicaUrls: readonly string[] = [],
  tracing?: Tracing,
): Promise<TestServer> {
  const database = given ?? (await createTestDatabase());
  const exportsDir = path.join(tmpdir(), `kimberlite-exports-${database.name}`);
  const logs: string[] = [];
  const logger = createLogger("debug", { write: (line: string) => void logs.push(line) });
  const metrics = createMetrics();
  const api = await openApi({
    databaseUrl: database.appUrl,
    replicaUrls,
    poolMax: 4,
    keys: TEST_KEYS,
    publicUrl: "http://kimberlite.test",
    externalIssuer: null,
    now: () => TODAY,
    logger,
    webhookAddresses,
    metrics,
    tracing,
    exportsDir,
    demoDataDir,
  });
  const url = await api.http.listen({ host: "127.0.0.1", port: 0 });
  let partners = 0;

  return {
    url,
    database,
    api,
    metrics,
    exportsDir,
    logs,
    async partner(wanted) {
      partners += 1;
      const slug = `partner-${partners}`;
      const {
        areas = [],
        makes = [],
        partFamilies = [],
        introspection = true,
        purposes = ["SERVICE"],
        scopes,
      } = wanted;
      const contract = { scopes, areas, makes, introspection, purposes, partFamilies };
      const { value: partner } = await api.partners.createPartner({
        slug,
        name: `Partner ${partners}`,
        ...contract,
      });
      const { value: created } = await api.partners.createClient({ partnerSlug: slug, name: "test" });
      if (partner === null || created?.clientSecret == null)
        throw new Error("The test's partner was refused.");
      const partnerId = partner.id;
      const {
        clientSecret,
        client: { id: clientId },
      } = created;
      const token = await tokenFor(url, clientId, clientSecret);
      return {
        partnerId,
        clientId,
        clientSecret,
        token,
        client: new GraphQLClient(`${url}/graphql`, { headers: { authorization: `Bearer ${token}` } }),
      };
    },
    post: (body, headers = {}) =>
      fetch(`${url}/graphql`, {
        method: "POST",
        headers: { "content-type": "application/json", ...headers },
        body: typeof body === "string" ? body : JSON.stringify(body),
      }),
    async close() {
      await api.close();
      await rm(exportsDir, { recursive: true, force: true });
      if (given === undefined) await database.drop();
    },
  };
}

/** On a busy machine the database may not answer in time: then the server says when to come again, as it would to anybody. */
async function tokenFor(url: string, clientId: string, clientSecret: string, tries = 20): Promise<string> {
  const response = await fetch(`${url}/oauth/token`, {
    method: "POST",
    headers: { authorization: `Basic ${Buffer.from(`${clientId}:${clientSecret}`).toString("base64")}` },
    body: new URLSearchParams({ grant_type: "client_credentials" }),
  });
  const body = (await response.json()) as { access_token: string };
  if (response.ok) return body.access_token;
  if (response.status !== 503 || tries === 0)
    throw new Error(`No token: ${response.status} ${JSON.stringify(body)}`);
  await new Promise((resolve) => setTimeout(resolve, 200));
  return tokenFor(url, clientId, clientSecret, tries - 1);
}

import { randomUUID } from "node:crypto";
import { setTimeout } from "node:timers/promises";
import { ClientError, GraphQLClient, type Variables } from "graphql-request";

export interface PartnerApi {
  /** Asks something. */
  ask<Answer>(document: string, variables?: Variables): Promise<Answer>;
  /** Changes something, once: sent again after a lost answer, it has no second effect. */
  change<Answer>(document: string, variables?: Variables): Promise<Answer>;
}

/** Tokens live ten minutes; a new one is fetched a minute before. */
const TOKEN_SPARE_MS = 60_000;
const MOST_ATTEMPTS = 5;

/** The API with a token that is always good. */
export function openPartnerApi(url: string, clientId: string, clientSecret: string): PartnerApi {
  let token = "";
  let freshUntilMs = 0;

  async function authorization(): Promise<string> {
    if (Date.now() > freshUntilMs) {
      const response = await fetch(`${url}/oauth/token`, {
        method: "POST",
        headers: { authorization: `Basic ${btoa(`${clientId}:${clientSecret}`)}` },
        body: new URLSearchParams({ grant_type: "client_credentials" }),
      });
      if (!response.ok) throw new Error(`No token: ${response.status} ${await response.text()}`);
      const answer = (await response.json()) as { access_token: string; expires_in: number };
      token = answer.access_token;
      freshUntilMs = Date.now() + answer.expires_in * 1000 - TOKEN_SPARE_MS;
    }
    return `Bearer ${token}`;
  }

  const client = new GraphQLClient(`${url}/graphql`);
  async function send<Answer>(document: string, variables: Variables, headers = {}): Promise<Answer> {
    for (let attempt = 1; ; attempt += 1) {
      try {
        const all = { ...headers, authorization: await authorization() };
        return await client.request<Answer>(document, variables, all);
      } catch (error) {
        const pauseMs = worthWaitingMs(error);
        if (pauseMs === null || attempt === MOST_ATTEMPTS) throw error;
        await setTimeout(pauseMs);
      }
    }
  }

  return {
    ask: (document, variables = {}) => send(document, variables),
    change: (document, variables = {}) => send(document, variables, { "idempotency-key": randomUUID() }),
  };
}

const PASSING: ReadonlySet<unknown> = new Set(["RATE_LIMITED", "OVERLOADED", "IDEMPOTENCY_KEY_IN_PROGRESS"]);

/** How long to wait before the same request again; null where it would be refused again. */
function worthWaitingMs(error: unknown): number | null {
  // No answer came: whether anything was done is not known, and the key sees to it that it is done once.
  if (error instanceof TypeError) return 1000;
  if (!(error instanceof ClientError)) return null;
  const { code, retryAfterMs } = error.response.errors?.[0]?.extensions ?? {};
  if (!PASSING.has(code)) return null;
  return typeof retryAfterMs === "number" ? retryAfterMs : 1000;
}

import type { ExecutionResult } from "graphql";

export interface OperationRequest {
  readonly query: string;
  readonly variables?: Readonly<Record<string, unknown>> | undefined;
  readonly operationName?: string | null | undefined;
}

export interface Answered {
  readonly status: number;
  readonly result: ExecutionResult;
  /** From sending to the last byte, milliseconds. */
  readonly durationMs: number;
}

/**
 * Sends an operation. An answer that is no GraphQL at all (a proxy's page, no network) comes back as an error like the
 * others, so that it is shown where they are.
 */
export async function send(request: OperationRequest, token: string | null): Promise<Answered> {
  const startedAt = performance.now();
  const answered = (status: number, result: ExecutionResult): Answered => ({
    status,
    result,
    durationMs: performance.now() - startedAt,
  });
  try {
    const response = await fetch("/graphql", {
      method: "POST",
      credentials: "omit",
      headers: {
        "content-type": "application/json",
        accept: "application/graphql-response+json, application/json;q=0.9",
        ...(token !== null && { authorization: `Bearer ${token}` }),
      },
      body: JSON.stringify(request),
    });
    return answered(response.status, (await response.json()) as ExecutionResult);
  } catch {
    const error = { message: "The API does not answer.", extensions: { code: "UNREACHABLE" } };
    return answered(0, { errors: [error] } as unknown as ExecutionResult);
  }
}

export interface TokenAnswer {
  readonly token: string;
  readonly scopes: readonly string[];
  /** By this page's clock, milliseconds. */
  readonly endsAt: number;
}

export interface Credential {
  readonly clientId: string;
  readonly clientSecret: string;
}

/** @throws {Error} with the authorisation server's own words where it refuses */
export async function requestToken({ clientId, clientSecret }: Credential): Promise<TokenAnswer> {
  const askedAt = Date.now();
  const response = await fetch("/oauth/token", {
    method: "POST",
    credentials: "omit",
    headers: {
      authorization: `Basic ${btoa(`${encodeURIComponent(clientId)}:${encodeURIComponent(clientSecret)}`)}`,
    },
    body: new URLSearchParams({ grant_type: "client_credentials" }),
  }).catch(() => null);
  if (response === null) throw new Error("The API does not answer.");
  const body = (await response.json()) as Partial<Record<string, string | number>>;
  if (!response.ok) throw new Error(String(body["error_description"] ?? "No token was given."));
  return {
    token: String(body["access_token"]),
    scopes: String(body["scope"] ?? "")
      .split(" ")
      .filter(Boolean),
    endsAt: askedAt + Number(body["expires_in"]) * 1000,
  };
}

/** The demo's credentials by persona; none where this is no demo. */
export async function demoCredentials(): Promise<Readonly<Record<string, Credential>>> {
  try {
    const response = await fetch("/explorer/demo.json", { credentials: "omit" });
    const { personas } = (await response.json()) as { personas: Readonly<Record<string, Credential>> };
    return personas;
  } catch {
    return {};
  }
}

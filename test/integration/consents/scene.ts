import { builders } from "../../builders/index.ts";
import type { Purpose } from "../../../src/modules/vocabulary/index.ts";
import type { Scope } from "../../../src/platform/auth/principal.ts";
import { createTestServer, type TestPartner, type TestServer } from "../../support/server.ts";

export const GARAGE_SCOPES = [
  "vehicles:read",
  "vehicles:identify",
  "inspections:read",
  "garages:read",
  "consents:manage",
] as const satisfies readonly Scope[];

export interface Answer<T> {
  readonly status: number;
  readonly data: T;
  readonly errors: { message: string; extensions: { code: string } }[] | undefined;
  readonly text: string;
}

export interface UserErrors {
  readonly userErrors: readonly { code: string; field: string | null; message: string }[];
}

export interface ConsentAnswer extends UserErrors {
  readonly consent: { id: string; state: string; withdrawnAt?: string } | null;
}

/** A server, rows to read, and short ways to ask. */
export async function openScene() {
  const server: TestServer = await createTestServer();
  const make = builders(server.database.pool("kimberlite_worker"));

  async function ask<T>(partner: TestPartner, query: string, variables: object = {}): Promise<Answer<T>> {
    const response = await server.post(
      { query, variables },
      { authorization: `Bearer ${partner.token}`, accept: "application/graphql-response+json" },
    );
    const text = await response.text();
    const { data, errors } = JSON.parse(text) as Pick<Answer<T>, "data" | "errors">;
    return { status: response.status, data, errors, text };
  }

  async function idOf(partner: TestPartner, model: string): Promise<string> {
    const query = "query ($model: String) { vehicles(filter: { model: $model }) { edges { node { id } } } }";
    const { data } = await ask<{ vehicles: { edges: { node: { id: string } }[] } }>(partner, query, {
      model,
    });
    return data.vehicles.edges[0]!.node.id;
  }

  const garage = (purposes: readonly Purpose[] = ["SERVICE", "MARKETING"]) =>
    server.partner({ scopes: GARAGE_SCOPES, purposes });

  async function record(partner: TestPartner, input: object) {
    const query = `mutation ($input: RecordConsentInput!) {
      recordConsent(input: $input) { consent { id state purpose channels vehicle { id } } userErrors { code field message } }
    }`;
    return (
      await ask<{ recordConsent: ConsentAnswer }>(partner, query, {
        input: { lawfulBasis: "CONSENT", ...input },
      })
    ).data.recordConsent;
  }

  async function withdraw(partner: TestPartner, vehicleId: string, purpose: Purpose) {
    const query = `mutation ($input: WithdrawConsentInput!) {
      withdrawConsent(input: $input) { consent { id state withdrawnAt } userErrors { code field message } }
    }`;
    return (await ask<{ withdrawConsent: ConsentAnswer }>(partner, query, { input: { vehicleId, purpose } }))
      .data.withdrawConsent;
  }

  const look = (text: string, values?: unknown[]) => server.database.look(text, values);

  return { server, look, make, ask, idOf, garage, record, withdraw };
}

export type Scene = Awaited<ReturnType<typeof openScene>>;

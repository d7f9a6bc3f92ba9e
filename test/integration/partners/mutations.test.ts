import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createTestServer, type TestPartner, type TestServer } from "../../support/server.ts";

let server: TestServer;
let admin: TestPartner;

beforeAll(async () => {
  server = await createTestServer();
  admin = await server.partner({ scopes: ["admin"] });
});
afterAll(() => server.close());

interface Answer {
  readonly status: number;
  readonly data: Record<string, Record<string, unknown>>;
  readonly errors?: { extensions: Record<string, unknown> }[];
}

async function ask(partner: TestPartner, query: string, variables: object = {}): Promise<Answer> {
  const response = await server.post(
    { query, variables },
    { authorization: `Bearer ${partner.token}`, accept: "application/graphql-response+json" },
  );
  return { status: response.status, ...((await response.json()) as Omit<Answer, "status">) };
}

const CREATE_PARTNER = `mutation ($input: CreatePartnerInput!) { createPartner(input: $input) {
  partner { slug name status scopes areas makes partFamilies purposes introspection validFrom validUntil }
  userErrors { code field }
} }`;
const UPDATE = `mutation ($input: UpdatePartnerContractInput!) { updatePartnerContract(input: $input) {
  partner { slug name status scopes areas makes partFamilies purposes introspection validFrom validUntil }
  userErrors { code field }
} }`;
const CREATE_CLIENT = `mutation ($input: CreateClientInput!) { createClient(input: $input) {
  client { id name scopes lastUsedAt revokedAt } clientSecret userErrors { code field }
} }`;
const ROTATE = `mutation ($input: RotateClientSecretInput!) { rotateClientSecret(input: $input) {
  clientSecret previousExpiresAt userErrors { code field }
} }`;
const REVOKE = `mutation ($id: ID!) { revokeClient(clientId: $id) { revokedClientId userErrors { code field } } }`;

const PARTS = {
  slug: "parts-of-lyon",
  name: "Parts of Lyon",
  status: "ACTIVE",
  scopes: ["demand:read", "garages:read"],
  areas: ["FR-69"],
  makes: ["RENAULT"],
  partFamilies: ["BRAKING"],
  purposes: ["RESEARCH"],
  introspection: true,
  validFrom: "2026-06-15",
  validUntil: "2027-12-31",
};

const token = (clientId: string, secret: string) =>
  fetch(`${server.url}/oauth/token`, {
    method: "POST",
    headers: { authorization: `Basic ${Buffer.from(`${clientId}:${secret}`).toString("base64")}` },
    body: new URLSearchParams({ grant_type: "client_credentials" }),
  }).then(({ status }) => status);

describe("the administration's mutations", () => {
  test("add a partner, change its contract and leave alone what is not named", async () => {
    const { status: _status, ...input } = PARTS;
    const created = await ask(admin, CREATE_PARTNER, { input: { ...input, makes: ["renault"] } });
    expect(created.data["createPartner"]).toEqual({ partner: PARTS, userErrors: [] });

    const changes = {
      slug: PARTS.slug,
      scopes: ["demand:read"],
      status: "SUSPENDED",
      name: null,
      areas: null,
    };
    const changed = await ask(admin, UPDATE, { input: { ...changes, validUntil: null } });
    expect(changed.data["updatePartnerContract"]).toEqual({
      partner: { ...PARTS, scopes: ["demand:read"], status: "SUSPENDED", validUntil: null },
      userErrors: [],
    });
    const kept = await ask(admin, UPDATE, {
      input: { slug: PARTS.slug, areas: [], validUntil: "2028-01-31" },
    });
    const again = await ask(admin, UPDATE, { input: { slug: PARTS.slug, introspection: false } });
    expect(kept.data["updatePartnerContract"]).toMatchObject({
      partner: { areas: [], validUntil: "2028-01-31" },
    });
    expect(again.data["updatePartnerContract"]).toMatchObject({
      partner: { areas: [], validUntil: "2028-01-31", introspection: false },
    });
  });

  test("give a client a secret once, rotate it and end it", async () => {
    const slug = "secrets-once";
    await ask(admin, CREATE_PARTNER, { input: { slug, name: "S", scopes: ["demand:read"] } });
    const created = await ask(admin, CREATE_CLIENT, { input: { partnerSlug: slug, name: "planner" } });
    const { client, clientSecret: first } = created.data["createClient"] as {
      client: { id: string };
      clientSecret: string;
    };
    expect(client).toMatchObject({
      name: "planner",
      scopes: ["demand:read"],
      lastUsedAt: null,
      revokedAt: null,
    });
    expect(await token(client.id, first)).toBe(200);

    const rotated = await ask(admin, ROTATE, { input: { clientId: client.id } });
    const { clientSecret: second, previousExpiresAt } = rotated.data["rotateClientSecret"] as Record<
      string,
      string
    >;
    expect(Date.parse(previousExpiresAt!)).toBeGreaterThan(Date.now());
    expect(await token(client.id, first)).toBe(200);
    expect(await token(client.id, second!)).toBe(200);
    const third = await ask(admin, ROTATE, { input: { clientId: client.id } });
    expect(third.data["rotateClientSecret"]).toMatchObject({
      clientSecret: null,
      userErrors: [{ code: "CONFLICT", field: "clientId" }],
    });

    const revoked = await ask(admin, REVOKE, { id: client.id });
    expect(revoked.data["revokeClient"]).toEqual({ revokedClientId: client.id, userErrors: [] });
    expect(await token(client.id, second!)).toBe(401);
    expect(server.logs.join("\n")).not.toContain(first);
    expect(server.logs.join("\n")).not.toContain(second);
  });

  test("take public keys and refuse private ones", async () => {
    const slug = "with-keys";
    await ask(admin, CREATE_PARTNER, { input: { slug, name: "K", scopes: ["demand:read"] } });
    const { publicKey } = await crypto.subtle.generateKey({ name: "ECDSA", namedCurve: "P-256" }, true, [
      "sign",
      "verify",
    ]);
    const { kty, crv, x, y } = await crypto.subtle.exportKey("jwk", publicKey);
    const key = { kty, crv, x, y, alg: "ES256", kid: null };
    const input = { partnerSlug: slug, name: "signer", publicKeys: [key] };

    const created = await ask(admin, CREATE_CLIENT, { input });
    expect(created.data["createClient"]).toMatchObject({ clientSecret: null, userErrors: [] });
    const [stored] = await server.database.look("select jwks from clients where name = 'signer'");
    expect(stored).toEqual({ jwks: { keys: [{ kty, crv, x, y, alg: "ES256" }] } });

    const isPrivate = await ask(admin, CREATE_CLIENT, {
      input: { ...input, publicKeys: [{ ...key, d: "x" }] },
    });
    expect(isPrivate).toMatchObject({ status: 400, errors: [{ extensions: { code: "BAD_USER_INPUT" } }] });
    const unknown = await ask(admin, CREATE_CLIENT, {
      input: { ...input, publicKeys: [{ ...key, alg: "HS256" }] },
    });
    expect(unknown.data["createClient"]).toMatchObject({
      client: null,
      userErrors: [{ code: "BAD_USER_INPUT" }],
    });
  });

  test.each([
    [
      "a slug that is taken",
      CREATE_PARTNER,
      { slug: "partner-1", name: "x", scopes: ["admin"] },
      "CONFLICT",
      "slug",
    ],
    [
      "a scope that is none",
      CREATE_PARTNER,
      { slug: "new", name: "x", scopes: ["all"] },
      "BAD_USER_INPUT",
      "scopes",
    ],
    ["an area that is none", UPDATE, { slug: "partner-1", areas: ["XX"] }, "BAD_USER_INPUT", "areas"],
    ["a partner that is none", UPDATE, { slug: "nobody" }, "NOT_FOUND", "slug"],
    [
      "more than the contract",
      CREATE_CLIENT,
      { partnerSlug: "partner-1", name: "x", scopes: ["demand:read"] },
      "BAD_USER_INPUT",
      "scopes",
    ],
    ["a client that is none", ROTATE, { clientId: "kbc_nobody" }, "NOT_FOUND", "clientId"],
  ])("refuse %s", async (_case, query, input, code, field) => {
    const { data } = await ask(admin, query, { input });
    expect(Object.values(data)[0]).toMatchObject({ userErrors: [{ code, field }] });
  });

  test("D79 refuse fields that are not in their inputs, written out or in a variable", async () => {
    const before = await server.database.look("select * from partners order by id");
    for (const extra of ["id", "partnerId", "createdAt", "verified", "status"]) {
      const input = { slug: "extra", name: "x", scopes: ["demand:read"], [extra]: "x" };
      const inVariable = await ask(admin, CREATE_PARTNER, { input });
      expect(inVariable).toMatchObject({ status: 400, errors: [{ extensions: { code: "BAD_USER_INPUT" } }] });
      const written = await ask(
        admin,
        `mutation { createPartner(input: { slug: "extra", name: "x", scopes: ["demand:read"], ${extra}: "x" }) { userErrors { code } } }`,
      );
      expect(written).toMatchObject({
        status: 400,
        errors: [{ extensions: { code: "GRAPHQL_VALIDATION_FAILED" } }],
      });
    }
    expect(await server.database.look("select * from partners order by id")).toEqual(before);
  });

  test("need the scope admin, and run nothing without it", async () => {
    const other = await server.partner({ scopes: ["demand:read"] });
    for (const [query, input] of [
      [CREATE_PARTNER, { slug: "sneaked-in", name: "x", scopes: ["admin"] }],
      [UPDATE, { slug: "partner-1", scopes: ["demand:read"] }],
      [CREATE_CLIENT, { partnerSlug: "partner-1", name: "sneaked-in" }],
      [ROTATE, { clientId: admin.clientId }],
    ] as const) {
      expect(await ask(other, query, { input })).toMatchObject({
        status: 403,
        errors: [{ extensions: { code: "MISSING_SCOPE", missing: ["admin"] } }],
      });
    }
    expect(await ask(other, REVOKE, { id: admin.clientId })).toMatchObject({ status: 403 });
    expect(await server.database.look("select 1 from partners where slug = 'sneaked-in'")).toEqual([]);
    expect(await token(admin.clientId, admin.clientSecret)).toBe(200);
  });
});

import { generateKeyPair, SignJWT } from "jose";
import { pino } from "pino";
import { beforeEach, describe, expect, test } from "vitest";
import { signAccessToken, type SigningKey } from "../../../src/platform/auth/access-token.ts";
import {
  createAuthenticator,
  type AccessDirectory,
  type AccessQuestion,
  type ClientAccess,
} from "../../../src/platform/auth/authenticator.ts";
import { installationKeys } from "../../../src/platform/auth/installation-keys.ts";
import type { Scope } from "../../../src/platform/auth/principal.ts";
import { CursorCodec } from "../../../src/platform/read/cursor.ts";
import { IdCodec } from "../../../src/platform/read/ids.ts";

const parties = { issuer: "https://kimberlite.test", audience: "https://kimberlite.test/graphql" };
const keys = installationKeys("a secret for tests that is long enough");
const pair = await generateKeyPair("ES256");
const key: SigningKey = { kid: "one", privateKey: pair.privateKey };

function access(given: Partial<ClientAccess> = {}): ClientAccess {
  return {
    partnerId: "partner",
    clientId: "client",
    scopes: new Set<Scope>(["vehicles:read", "garages:read"]),
    contract: { areas: null, makes: null, partFamilies: null, purposes: [], introspection: true },
    ids: new IdCodec(keys.derive("ids", 16)),
    cursors: new CursorCodec(keys.derive("cursors", 16)),
    tokensValidAfterMs: null,
    isCurrent: true,
    ...given,
  };
}

/** What the authenticator leans on, as values that a test can change while it runs. */
function world() {
  return {
    now: Date.UTC(2026, 5, 15),
    isFresh: true,
    isPublished: true,
    found: access() as ClientAccess | null,
    /** What asking for changes does. */
    refresh: () => Promise.resolve(),
    questions: [] as AccessQuestion[],
    verifications: 0,
    revoke: (() => undefined) as (jtis: ReadonlySet<string>) => void,
    lines: [] as string[],
  };
}

type World = ReturnType<typeof world>;

function directoryOf(the: World): AccessDirectory {
  return {
    async findAccess(question) {
      the.questions.push(question);
      return the.found;
    },
    isFresh: () => the.isFresh,
    refresh: () => the.refresh(),
    onTokensRevoked: (listener) => (the.revoke = listener),
  };
}

function authenticatorOf(the: World) {
  return createAuthenticator({
    ...parties,
    async findPublicKey(kid) {
      the.verifications += 1;
      return kid === "one" ? pair.publicKey : null;
    },
    isPublished: () => the.isPublished,
    directory: directoryOf(the),
    external: null,
    clock: () => the.now,
    logger: pino({}, { write: (line: string) => void the.lines.push(line) }),
  });
}

const grant = { clientId: "client", partnerId: "partner", scopes: ["vehicles:read", "signals:read"] };

describe("authenticate", () => {
  let the: World;
  let authenticate: ReturnType<typeof authenticatorOf>;
  let header: string;
  beforeEach(async () => {
    the = world();
    authenticate = authenticatorOf(the);
    header = `Bearer ${await signAccessToken(parties, key, grant, the.now)}`;
  });

  test("answers who asks, with the scopes that both the token and the client hold", async () => {
    const principal = await authenticate(header);
    expect(principal).toMatchObject({ partnerId: "partner", clientId: "client" });
    expect([...principal.scopes]).toEqual(["vehicles:read"]);
  });

  test("answers for a token seen before without verifying it or asking again", async () => {
    const first = await authenticate(header);
    for (let i = 0; i < 100; i++) expect(await authenticate(header)).toBe(first);
    expect(the.verifications).toBe(1);
    expect(the.questions).toHaveLength(1);
  });

  test("shares one answer between requests that bring a new token together", async () => {
    await Promise.all(Array.from({ length: 50 }, () => authenticate(header)));
    expect(the.questions).toHaveLength(1);
  });

  test("asks again once the client's access has changed", async () => {
    const before = access();
    the.found = before;
    await authenticate(header);
    the.found = access({ scopes: new Set<Scope>() });
    before.isCurrent = false;
    expect((await authenticate(header)).scopes.size).toBe(0);
    the.found.isCurrent = false;
    the.found = null;
    await expect(authenticate(header)).rejects.toMatchObject({ details: { reason: "TOKEN_REVOKED" } });
  });

  test("forgets a token that was revoked by its name", async () => {
    await authenticate(header);
    the.revoke(new Set([the.questions[0]!.jti!]));
    the.found = null;
    await expect(authenticate(header)).rejects.toMatchObject({ code: "UNAUTHENTICATED" });
  });

  test("asks once a second at most about a token that goes on coming after it was revoked", async () => {
    the.found = null;
    for (let i = 0; i < 100; i++) {
      await expect(authenticate(header)).rejects.toMatchObject({ details: { reason: "TOKEN_REVOKED" } });
    }
    expect(the.questions).toHaveLength(1);
    the.found = access();
    the.now += 1000;
    expect(await authenticate(header)).toMatchObject({ clientId: "client" });
  });

  test("refuses a remembered token five seconds after its end, and one of a key no longer published", async () => {
    await authenticate(header);
    the.now += 604_000;
    await authenticate(header);
    the.isPublished = false;
    await authenticate(header);
    expect(the.verifications).toBe(2);
    the.isPublished = true;
    the.now += 2_000;
    await expect(authenticate(header)).rejects.toMatchObject({ details: { reason: "TOKEN_EXPIRED" } });
  });

  test("refuses tokens issued before the instant from which the client's tokens count", async () => {
    the.found = access({ tokensValidAfterMs: the.now + 1 });
    await expect(authenticate(header)).rejects.toMatchObject({ details: { reason: "TOKEN_REVOKED" } });
  });

  test("trusts no memory that may be out of date: it asks for changes first, and fails closed without them", async () => {
    await authenticate(header);
    the.isFresh = false;
    let refreshes = 0;
    the.refresh = async () => void (refreshes += 1);
    await authenticate(header);
    expect(refreshes).toBe(1);
    expect(the.questions).toHaveLength(1);
    the.refresh = () => Promise.reject(new Error("connection refused"));
    await expect(authenticate(header)).rejects.toMatchObject({
      code: "OVERLOADED",
      details: { retryAfterMs: 1000 },
    });
  });

  test("answers OVERLOADED within 700 ms where the database hangs, and recovers", async () => {
    the.isFresh = false;
    the.refresh = () => new Promise<void>(() => undefined);
    const begin = performance.now();
    await expect(authenticate(header)).rejects.toMatchObject({ code: "OVERLOADED" });
    expect(performance.now() - begin).toBeLessThan(700);
    the.isFresh = true;
    await expect(authenticate(header)).resolves.toMatchObject({ clientId: "client" });
  });

  test("never logs a token", async () => {
    the.isFresh = false;
    the.refresh = () => Promise.reject(new Error("connection refused"));
    await authenticate(header).catch(() => undefined);
    expect(the.lines).toHaveLength(1);
    expect(the.lines.join()).not.toContain(header.slice(-40));
  });

  test("tells nobody which claim of a token is wrong", async () => {
    const forged = await new SignJWT({ client_id: "client" })
      .setProtectedHeader({ alg: "ES256", typ: "at+jwt", kid: "one" })
      .sign(pair.privateKey);
    const messages = await Promise.all(
      [`Bearer ${forged}`, "Bearer garbage", `${header.slice(0, -4)}AAAA`].map((wrong) =>
        authenticate(wrong).then(
          () => "accepted",
          (error: unknown) => (error as Error).message,
        ),
      ),
    );
    expect(new Set(messages).size).toBe(1);
    expect(messages[0]).toContain("not one that this API accepts");
  });
});

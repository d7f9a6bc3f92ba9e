import { drizzle } from "drizzle-orm/node-postgres";
import type pg from "pg";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { createAccessDirectory } from "../../../src/modules/partners/access-directory.ts";
import { installationKeys } from "../../../src/platform/auth/installation-keys.ts";
import { openPool } from "../../../src/platform/db/pool.ts";
import { createTestDatabase, type TestDatabase } from "../../support/database.ts";
import { addClient, openInstance, tryToken, type Instance } from "./instance.ts";
import { openWeakLink, type WeakLink } from "./weak-link.ts";

let database: TestDatabase;
let one: Instance;
let two: Instance;
let today = new Date("2026-06-15T10:00:00Z");
beforeAll(async () => {
  database = await createTestDatabase();
  one = await openInstance(database, { now: () => today });
  two = await openInstance(database, { now: () => today });
});
afterAll(async () => {
  await Promise.all([one.close(), two.close()]);
  await database.drop();
});

/** Until the instance answers this for the token; fails when that takes five seconds. */
async function untilAnswered(instance: Instance, token: string, answer: string): Promise<void> {
  const begin = performance.now();
  while ((await tryToken(instance, token)) !== answer) {
    expect(performance.now() - begin).toBeLessThan(5000);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

async function newToken() {
  const client = await addClient(one);
  const { access_token: token } = (await one.token(client)).body;
  expect([await tryToken(one, token), await tryToken(two, token)]).toEqual(["accepted", "accepted"]);
  return { ...client, token };
}

describe("within 5 s on every instance,", () => {
  test("a suspended partner's tokens fail, and work again once it is not suspended", async () => {
    const { slug, token, ...client } = await newToken();
    await one.services.updatePartnerContract({ slug, status: "SUSPENDED" });
    expect(await tryToken(one, token)).toBe("TOKEN_REVOKED");
    await untilAnswered(two, token, "TOKEN_REVOKED");
    const refused = await two.token(client);
    expect([refused.status, refused.body.error]).toEqual([400, "unauthorized_client"]);
    await two.services.updatePartnerContract({ slug, status: "ACTIVE" });
    await untilAnswered(one, token, "accepted");
  });

  test("a contract's change counts for tokens that are out", async () => {
    const { slug, token } = await newToken();
    const before = await two.services.authenticate(`Bearer ${token}`);
    expect(before.contract).toMatchObject({ areas: null, makes: null });
    await one.services.updatePartnerContract({
      slug,
      areas: ["FR-ARA"],
      makes: ["Renault"],
      scopes: ["garages:read"],
    });
    const begin = performance.now();
    let after = before;
    while (after.contract.makes === null) {
      expect(performance.now() - begin).toBeLessThan(5000);
      await new Promise((resolve) => setTimeout(resolve, 50));
      after = await two.services.authenticate(`Bearer ${token}`);
    }
    expect(after.contract.makes).toEqual(["RENAULT"]);
    expect(after.contract.areas).toEqual(expect.arrayContaining(["FR-ARA", "FR-69", "FR-01"]));
    expect(after.contract.areas).not.toContain("FR");
    expect(after.contract.areas).not.toContain("FR-13");
    expect([...after.scopes]).toEqual(["garages:read"]);
  });

  test("a change that somebody makes by SQL counts as well", async () => {
    const { token, clientId, partnerId } = await newToken();
    await database.look("update partners set makes = '{FORD}' where id = $1", [partnerId]);
    const begin = performance.now();
    while ((await one.services.authenticate(`Bearer ${token}`)).contract.makes === null) {
      expect(performance.now() - begin).toBeLessThan(5000);
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    await database.look("update clients set revoked_at = now() where id = $1", [clientId]);
    await untilAnswered(two, token, "TOKEN_REVOKED");
  });

  test("every token of a client can be ended, and new ones work", async () => {
    const { clientId, token, ...client } = await newToken();
    await new Promise((resolve) => setTimeout(resolve, 1000));
    await one.services.revokeClientTokens(clientId);
    await untilAnswered(two, token, "TOKEN_REVOKED");
    await new Promise((resolve) => setTimeout(resolve, 1000));
    const { access_token } = (await two.token({ clientId, ...client })).body;
    expect(await tryToken(one, access_token)).toBe("accepted");
  });

  test("the day after a contract's last day its tokens fail, and no new one is given", async () => {
    const { slug, token, ...client } = await newToken();
    await one.services.updatePartnerContract({ slug, validUntil: "2026-06-15" });
    // Both have read the contract's end by now and remember the token with it.
    await new Promise((resolve) => setTimeout(resolve, 2500));
    expect([await tryToken(one, token), await tryToken(two, token)]).toEqual(["accepted", "accepted"]);
    today = new Date("2026-06-16T00:00:00Z");
    await untilAnswered(one, token, "TOKEN_REVOKED");
    await untilAnswered(two, token, "TOKEN_REVOKED");
    const { body } = await one.token(client);
    expect(body.error_description).toBe("The contract ended on 2026-06-15.");
    await one.services.updatePartnerContract({ slug, validFrom: "2026-07-01", validUntil: null });
    expect((await one.token(client)).body.error_description).toBe("The contract begins on 2026-07-01.");
    today = new Date("2026-06-15T10:00:00Z");
  });
});

test("a use of a client does not make its tokens be checked again", async () => {
  const { token, ...client } = await newToken();
  const before = await one.services.authenticate(`Bearer ${token}`);
  await database.look("update clients set last_used_at = null where id = $1", [client.clientId]);
  await two.token(client);
  await new Promise((resolve) => setTimeout(resolve, 2500));
  expect(await one.services.authenticate(`Bearer ${token}`)).toBe(before);
});

test("an instance that was out of touch for long hears of every token revoked meanwhile", async () => {
  const db = drizzle(database.pool("kimberlite_worker", 1));
  const keys = installationKeys("a secret for tests that is long enough");
  const directory = createAccessDirectory({
    db,
    keys,
    now: () => today,
    uptimeMs: () => performance.now(),
    noteUse: () => Promise.resolve(),
  });
  const heard: string[] = [];
  directory.onTokensRevoked((jtis) => heard.push(...jtis));
  const revoke = (jti: string, ago: string) =>
    database.look("insert into revoked_tokens values ($1, now() + interval '1 hour', now() - $2::interval)", [
      jti,
      ago,
    ]);
  await revoke("before", "10 minutes");
  await directory.refresh();
  expect(heard).toEqual(["before"]);
  await revoke("at the same moment", "59 seconds");
  await directory.refresh();
  expect(heard).toEqual(["before", "at the same moment"]);
});

describe("where the database", () => {
  let link: WeakLink;
  let weak: Instance;
  let pool: pg.Pool;
  beforeEach(async () => {
    link = await openWeakLink(database.appUrl);
    const role = "kimberlite_worker";
    pool = openPool({ url: link.url, role, max: 3, statementTimeoutMs: 5000, onIdleError: () => undefined });
    weak = await openInstance(database, { pool });
  });
  afterEach(async () => {
    link.restore();
    await weak.close();
    await pool.end();
    await link.close();
  });

  test.each([
    ["is lost", "cut"],
    ["is silent", "freeze"],
  ] as const)(
    "%s, remembered tokens are refused before five seconds are over, each answer is quick, and all is well after",
    async (_case, failure) => {
      const { token } = await newToken();
      expect(await tryToken(weak, token)).toBe("accepted");
      link[failure]();
      const begin = performance.now();
      let answer = "accepted";
      while (answer === "accepted") {
        const asked = performance.now();
        answer = await tryToken(weak, token);
        expect(performance.now() - asked).toBeLessThan(700);
        expect(performance.now() - begin).toBeLessThan(5000);
        await new Promise((resolve) => setTimeout(resolve, 50));
      }
      expect(answer).toBe("OVERLOADED");
      const asked = performance.now();
      const reply = await weak.token({ clientId: "kbc_000000000000000000000000", clientSecret: "x" });
      expect([reply.status, reply.body.error, reply.headers["retry-after"]]).toEqual([
        503,
        "temporarily_unavailable",
        "1",
      ]);
      expect(performance.now() - asked).toBeLessThan(700);
      link.restore();
      const back = performance.now();
      await untilAnswered(weak, token, "accepted");
      expect(performance.now() - back).toBeLessThan(1000);
    },
    30_000,
  );

  test("is lost while a token is revoked, the token is refused once the database is back", async () => {
    const { token, clientId } = await newToken();
    expect(await tryToken(weak, token)).toBe("accepted");
    link.cut();
    await one.services.revokeClient(clientId);
    await new Promise((resolve) => setTimeout(resolve, 5000));
    expect(await tryToken(weak, token)).toBe("OVERLOADED");
    link.restore();
    await untilAnswered(weak, token, "TOKEN_REVOKED");
  }, 30_000);
});

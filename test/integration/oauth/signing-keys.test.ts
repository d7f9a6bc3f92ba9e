import { generateKeyPair } from "jose";
import { afterAll, beforeAll, beforeEach, afterEach, describe, expect, test } from "vitest";
import { installationKeys } from "../../../src/platform/auth/installation-keys.ts";
import { createTestDatabase, type TestDatabase } from "../../support/database.ts";
import { addClient, ISSUER, openInstance, tryToken, type Instance, type NewClient } from "./instance.ts";
import { goodClaims, signToken } from "./tokens.ts";

let database: TestDatabase;
beforeAll(async () => (database = await createTestDatabase()));
afterAll(() => database.drop());

test("instances that start together on an empty database agree on the first key", async () => {
  const own = await createTestDatabase();
  const instances = await Promise.all(Array.from({ length: 4 }, () => openInstance(own)));
  const kids = new Set(instances.map((one) => one.services.oauth.signingKey().kid));
  expect(kids.size).toBe(1);
  expect(await own.look("select kid from signing_keys")).toHaveLength(1);
  const client = await addClient(instances[0]!);
  const { access_token } = (await instances[1]!.token(client)).body;
  for (const one of instances) expect(await tryToken(one, access_token)).toBe("accepted");
  await Promise.all(instances.map((one) => one.close()));
  await own.drop();
});

describe("C63 rotation", () => {
  let now: number;
  let one: Instance;
  let two: Instance;
  let client: NewClient;
  beforeEach(async () => {
    now = Date.now();
    const clock = () => now;
    [one, two] = [await openInstance(database, { clock }), await openInstance(database, { clock })];
    client = await addClient(one);
  });
  afterEach(() => Promise.all([one.close(), two.close()]));

  const kidsOf = (instance: Instance) => instance.services.oauth.publicJwks().keys.map((key) => key.kid);
  const newToken = async (instance: Instance) => (await instance.token(client)).body.access_token;
  /** As on its timer, which these tests do not wait for. */
  const readAgain = async (instance: Instance) => {
    await new Promise((resolve) => setTimeout(resolve, 1000));
    await instance.services.oauth.findPublicKey("unknown");
  };

  test("publishes a key a minute before it signs, and both keys verify until the old one's tokens have ended", async () => {
    const oldKid = one.services.oauth.signingKey().kid;
    const early = await newToken(one);
    const { kid, signsFrom } = await one.services.rotateSigningKey();
    expect(signsFrom.getTime()).toBe(now + 60_000);
    expect(one.services.oauth.signingKey().kid).toBe(oldKid);
    await readAgain(two);
    expect(kidsOf(two)).toEqual(expect.arrayContaining([oldKid, kid]));

    now += 59_000;
    const last = await newToken(two);
    now += 1_000;
    expect(two.services.oauth.signingKey().kid).toBe(kid);
    const late = await newToken(two);
    for (const instance of [one, two]) {
      for (const token of [early, last, late]) expect(await tryToken(instance, token)).toBe("accepted");
    }
    now += 599_000;
    expect(await tryToken(one, last)).toBe("accepted");
    now += 120_000;
    expect(kidsOf(one)).not.toContain(oldKid);
    expect(kidsOf(one)).toContain(kid);
    expect(kidsOf(two)).toEqual(kidsOf(one));
  });

  test("a key that leaked verifies nothing from now on, on other instances within a minute", async () => {
    const leaked = one.services.oauth.signingKey().kid;
    const token = await newToken(one);
    expect(await tryToken(two, token)).toBe("accepted");
    expect((await one.services.retireSigningKey(leaked)).userErrors).toEqual([]);
    expect(await tryToken(one, token)).toBe("TOKEN_INVALID");
    await readAgain(two);
    expect(await tryToken(two, token)).toBe("TOKEN_INVALID");
    const fresh = await newToken(one);
    expect(await tryToken(one, fresh)).toBe("accepted");
    expect(await tryToken(two, fresh)).toBe("accepted");
    expect((await one.services.retireSigningKey("no such key")).userErrors[0]?.code).toBe("NOT_FOUND");
  });

  test("two rotations in a row leave one key that signs and none that is lost too early", async () => {
    const first = await one.services.rotateSigningKey();
    const token = await newToken(one);
    now += 61_000;
    const second = await two.services.rotateSigningKey();
    await readAgain(one);
    expect(kidsOf(one)).toEqual(expect.arrayContaining([first.kid, second.kid]));
    expect(await tryToken(one, token)).toBe("accepted");
    now += 61_000;
    expect(one.services.oauth.signingKey().kid).toBe(second.kid);
  });
});

test("C63 ten thousand made-up key names cause one reading of the key set a second at most", async () => {
  const pool = database.pool("kimberlite_worker", 2);
  const seen: string[] = [];
  const query = pool.query.bind(pool) as (...given: unknown[]) => unknown;
  pool.query = ((...given: unknown[]) => {
    const text = typeof given[0] === "string" ? given[0] : (given[0] as { text: string }).text;
    if (text.includes('from "signing_keys"')) seen.push(text);
    return query(...given);
  }) as typeof pool.query;
  const instance = await openInstance(database, { pool });
  const { privateKey } = await generateKeyPair("ES256");
  const facts = { issuer: ISSUER, clientId: "kbc_x", partnerId: "x" };
  const token = await signToken(goodClaims(facts), { kid: "made-up", privateKey });
  const [, claims = "", signature = ""] = token.split(".");
  seen.length = 0;
  const begin = performance.now();
  for (let i = 0; i < 10_000; i++) {
    const header = Buffer.from(JSON.stringify({ alg: "ES256", typ: "at+jwt", kid: `made-up-${i}` })).toString(
      "base64url",
    );
    expect(await tryToken(instance, `${header}.${claims}.${signature}`)).toBe("TOKEN_INVALID");
  }
  // One for each full second, and one for the timer.
  expect(seen.length).toBeLessThanOrEqual(Math.ceil((performance.now() - begin) / 1000) + 1);
  await instance.close();
});

test("a key is rotated once it has signed for 90 days, and by one instance only", async () => {
  let now = Date.now();
  const own = await createTestDatabase();
  const instances = [
    await openInstance(own, { clock: () => now }),
    await openInstance(own, { clock: () => now }),
  ];
  const rotate = () => Promise.all(instances.map((one) => one.services.rotateOldSigningKey()));
  expect(await rotate()).toEqual([null, null]);
  now += 90 * 24 * 60 * 60 * 1000;
  expect((await rotate()).filter((rotated) => rotated !== null)).toHaveLength(1);
  expect(await rotate()).toEqual([null, null]);
  await Promise.all(instances.map((one) => one.close()));
  await own.drop();
});

test("an instance with another secret refuses to start, and says what to set", async () => {
  const keys = installationKeys("not the secret that this database knows");
  await expect(openInstance(database, { keys })).rejects.toThrow("KIMBERLITE_SECRET");
});

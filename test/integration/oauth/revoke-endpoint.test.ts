import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createTestDatabase, type TestDatabase } from "../../support/database.ts";
import { addClient, openInstance, tryToken, type Instance, type NewClient } from "./instance.ts";

let database: TestDatabase;
let instance: Instance;
let client: NewClient;
beforeAll(async () => {
  database = await createTestDatabase();
  instance = await openInstance(database, { takeAttempt: () => Promise.resolve(0) });
  client = await addClient(instance);
});
afterAll(async () => {
  await instance.close();
  await database.drop();
});

describe("POST /oauth/revoke", () => {
  const revoke = (who: NewClient, token: string) =>
    instance.post("/oauth/revoke", { token, client_id: who.clientId, client_secret: who.clientSecret });

  test("ends one token, and no other of the client", async () => {
    const first = (await instance.token(client)).body.access_token;
    const second = (await instance.token(client)).body.access_token;
    expect(await tryToken(instance, first)).toBe("accepted");
    const { status, text } = await revoke(client, first);
    expect([status, text]).toEqual([200, ""]);
    expect(await tryToken(instance, first)).toBe("TOKEN_REVOKED");
    expect(await tryToken(instance, second)).toBe("accepted");
    expect((await revoke(client, first)).status).toBe(200);
  });

  test("ends a token on other instances within 5 s, also where it is remembered", async () => {
    const other = await openInstance(database);
    const token = (await instance.token(client)).body.access_token;
    expect(await tryToken(other, token)).toBe("accepted");
    await revoke(client, token);
    const begin = performance.now();
    while ((await tryToken(other, token)) === "accepted") {
      expect(performance.now() - begin).toBeLessThan(5000);
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    expect(await tryToken(other, token)).toBe("TOKEN_REVOKED");
    await other.close();
  });

  test("takes a token that is none for one that is revoked, and asks who it is first", async () => {
    expect((await revoke(client, "garbage")).status).toBe(200);
    expect((await revoke({ ...client, clientSecret: "kbs_wrong" }, "garbage")).status).toBe(401);
    const { status, body } = await revoke(client, "");
    expect([status, body.error]).toEqual([400, "invalid_request"]);
  });

  test("leaves another client's token alone", async () => {
    const other = await addClient(instance);
    const token = (await instance.token(other)).body.access_token;
    const { status, body } = await revoke(client, token);
    expect([status, body.error]).toEqual([400, "unauthorized_client"]);
    expect(await tryToken(instance, token)).toBe("accepted");
  });
});

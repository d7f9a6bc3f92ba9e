import { afterAll, beforeAll, expect, test } from "vitest";
import { createTestServer, type TestServer } from "../../support/server.ts";

let server: TestServer;
beforeAll(async () => {
  server = await createTestServer();
});
afterAll(() => server.close());

test("a partner is told once of a secret that ends within seven days, and not of others", async () => {
  const { partnerId, clientId } = await server.partner({ scopes: ["events:read"] });
  const { partners } = server.api;
  await partners.tellOfEndingSecrets();
  await partners.rotateClientSecret({
    clientId,
    previousExpiresAt: new Date(Date.now() + 8 * 24 * 60 * 60 * 1000),
  });
  await partners.tellOfEndingSecrets();
  const told = () => server.database.look("select type, data from events where partner_id = $1", [partnerId]);
  expect(await told()).toEqual([]);

  const ends = new Date(Date.now() + 6 * 24 * 60 * 60 * 1000);
  await server.database.look(
    "update client_secrets set expires_at = $2 where client_id = $1 and expires_at is not null",
    [clientId, ends],
  );
  await partners.tellOfEndingSecrets();
  await partners.tellOfEndingSecrets();
  expect(await told()).toEqual([
    { type: "CLIENT_SECRET_EXPIRING", data: { clientId, expiresAt: ends.toISOString() } },
  ]);
});

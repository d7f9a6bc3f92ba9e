import { afterAll, beforeAll, expect, test } from "vitest";
import { createTestDatabase, type TestDatabase } from "../../support/database.ts";
import { addClient, openInstance, type Instance } from "../oauth/instance.ts";

let database: TestDatabase;
let instance: Instance;
beforeAll(async () => {
  database = await createTestDatabase();
  instance = await openInstance(database);
});
afterAll(async () => {
  await instance.close();
  await database.drop();
});

test("C68 a secret is told once, and then found in no table, log or answer", async () => {
  const fresh = await addClient(instance);
  const second = await instance.services.rotateClientSecret({ clientId: fresh.clientId });
  const secrets = [fresh.clientSecret, second.value!.clientSecret];
  for (const clientSecret of secrets)
    expect((await instance.token({ ...fresh, clientSecret })).status).toBe(200);
  const tables = await database.look("select tablename from pg_tables where schemaname = 'public'");
  let dump = "";
  for (const { tablename } of tables) {
    const rows = await database.look(`select t::text as row from "${String(tablename)}" t`);
    dump += rows.map(({ row }) => String(row)).join("\n");
  }
  expect(dump).toContain(fresh.clientId);
  const answers = JSON.stringify([
    await instance.services.showPartner(fresh.slug),
    await instance.services.listPartners(),
    instance.logs,
  ]);
  for (const secret of secrets) {
    for (const form of [
      secret,
      Buffer.from(secret).toString("base64"),
      Buffer.from(secret).toString("hex"),
    ]) {
      expect(dump.includes(form)).toBe(false);
      expect(answers.includes(form)).toBe(false);
    }
  }
});

test("deleteEnded deletes what has ended, and nothing that still counts", async () => {
  let now = Date.now();
  const timed = await openInstance(database, { clock: () => now });
  const client = await addClient(timed);
  const credential = { client_id: client.clientId, client_secret: client.clientSecret };
  const { access_token: token } = (await timed.token(client)).body;
  await timed.post("/oauth/revoke", { token, ...credential });
  await timed.services.rotateClientSecret({ clientId: client.clientId });
  await timed.services.rotateSigningKey();
  await database.look("insert into used_assertions values ($1, 'hash', $2)", [
    client.clientId,
    new Date(now + 60_000),
  ]);
  const counts = async () => {
    const [row] = await database.look(
      `select (select count(*) from revoked_tokens)::int as revoked, (select count(*) from used_assertions)::int as used,
         (select count(*) from client_secrets where client_id = $1)::int as secrets,
         (select count(*) from signing_keys)::int as keys`,
      [client.clientId],
    );
    return row;
  };
  await timed.services.deleteEnded();
  expect(await counts()).toEqual({ revoked: 1, used: 1, secrets: 2, keys: 2 });
  now += 12 * 60_000;
  await timed.services.deleteEnded();
  expect(await counts()).toEqual({ revoked: 0, used: 0, secrets: 2, keys: 2 });
  now += 32 * 24 * 60 * 60_000;
  await timed.services.deleteEnded();
  expect(await counts()).toEqual({ revoked: 0, used: 0, secrets: 1, keys: 1 });
  await timed.close();
});

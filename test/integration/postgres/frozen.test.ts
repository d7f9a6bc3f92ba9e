import { afterAll, beforeAll, expect, test } from "vitest";
import { createTestDatabase } from "../../support/database.ts";
import { createTestServer, type TestPartner, type TestServer } from "../../support/server.ts";
import { openWeakLink, type WeakLink } from "../oauth/weak-link.ts";

let link: WeakLink;
let server: TestServer;
let partner: TestPartner;
let dropDatabase: () => Promise<void>;

beforeAll(async () => {
  const database = await createTestDatabase();
  dropDatabase = () => database.drop();
  link = await openWeakLink(database.appUrl);
  server = await createTestServer({ ...database, appUrl: link.url });
  partner = await server.partner({ scopes: ["vehicles:read", "vehicles:write", "vehicles:identify"] });
});
afterAll(async () => {
  await server.close();
  await link.close();
  await dropDatabase();
});

const READ = { query: "{ vehicles(first: 1) { edges { node { make } } } }" };
const WRITE = {
  query: `mutation { upsertVehicles(input: { items: [
    { country: FR, make: "Renault", model: "Clio", postalCode: "69003", registration: "ZZ101ZZ" }] }) { results { result } } }`,
};

async function answerTo(body: object) {
  const response = await server.post(body, { authorization: `Bearer ${partner.token}` });
  const { errors } = (await response.json()) as {
    errors?: { extensions: { code: string; retryAfterMs?: number } }[];
  };
  return [response.status, errors?.[0]?.extensions.code, errors?.[0]?.extensions.retryAfterMs];
}
const REFUSED = [503, "OVERLOADED", 1000];
const readiness = async () => (await fetch(`${server.url}/readyz`)).status;

test("a database that falls silent is not waited for, by who asks meanwhile, by who had asked, and by /readyz", async () => {
  expect(await answerTo(READ)).toEqual([200, undefined, undefined]);
  link.freeze();
  // None of these would be answered before the operation's own limit of ten seconds, which the test does not have.
  expect(await Promise.all([answerTo(READ), answerTo(WRITE), readiness()])).toEqual([REFUSED, REFUSED, 503]);
  expect(await Promise.all([answerTo(READ), answerTo(WRITE), readiness()])).toEqual([REFUSED, REFUSED, 503]);
  link.restore();
  await expect.poll(readiness, { interval: 20, timeout: 5000 }).toBe(200);
  expect(await answerTo(READ)).toEqual([200, undefined, undefined]);
  const { values } = await server.metrics.operations.get();
  expect(values.find(({ labels }) => labels.code === "OVERLOADED")?.value).toBe(4);
}, 9000);

import { serverAudits } from "graphql-http";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createTestServer, type TestServer } from "../../support/server.ts";

let server: TestServer;
let authorization: string;

beforeAll(async () => {
  server = await createTestServer();
  const { token } = await server.partner({ scopes: ["vehicles:read"] });
  authorization = `Bearer ${token}`;
});
afterAll(() => server.close());

/** The audits as they are, with nothing added but the bearer token. */
const audits = serverAudits({
  url: () => `${server.url}/graphql`,
  fetchFn: (url: string, init: RequestInit = {}) => {
    const headers = new Headers(init.headers);
    headers.set("authorization", authorization);
    return fetch(url, { ...init, headers });
  },
});

/** Requests by GET, which the specification leaves to the server, and which this one does not take. */
const OPTIONAL = ["5A70", "D6D5", "6A70"];

describe("GraphQL over HTTP", () => {
  test.each(audits.map((audit) => [audit.id, audit.name, audit] as const))(
    "%s %s",
    async (id, _name, audit) => {
      const result = await audit.fn();
      const reason = "reason" in result ? result.reason : undefined;
      const expected = OPTIONAL.includes(id)
        ? { status: "notice", reason: "Response status code is not 200" }
        : { status: "ok", reason: undefined };
      expect({ status: result.status, reason }).toEqual(expected);
    },
  );

  test("has the number of audits that these are", () => {
    expect(audits).toHaveLength(61);
  });
});

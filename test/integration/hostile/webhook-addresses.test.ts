import { createServer, type AddressInfo, type Server } from "node:net";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { openSender } from "../../../src/modules/webhooks/send-message.ts";
import { createTestServer, type TestPartner, type TestServer } from "../../support/server.ts";
import { CREATE, SCOPES } from "../webhooks/scene.ts";

/** What names lead to, as long as nobody says otherwise: an address of the public internet. */
const names = new Map<string, string>();
const rules = {
  allowLoopback: false,
  resolve: async (name: string) => [{ address: names.get(name) ?? "93.184.216.34", family: 4 }],
};

let server: TestServer;
let partner: TestPartner;
let victim: Server;
let connections = 0;

beforeAll(async () => {
  server = await createTestServer(undefined, null, rules);
  partner = await server.partner({ scopes: SCOPES });
  victim = createServer((socket) => {
    connections += 1;
    socket.destroy();
  });
  await new Promise<void>((resolve) => victim.listen(0, "127.0.0.1", resolve));
  names.set("localhost", "127.0.0.1");
  names.set("localhost.", "127.0.0.1");
});
afterAll(async () => {
  victim.close();
  await server.close();
});

async function refusalsOf(url: string): Promise<string[]> {
  const { createWebhookEndpoint: made } = await partner.client.request<{
    createWebhookEndpoint: { endpoint: object | null; userErrors: { code: string }[] };
  }>(CREATE, { input: { url } });
  if (made.endpoint !== null) return [];
  return made.userErrors.map(({ code }) => code);
}

const HOSTS = [
  "127.0.0.1",
  "127.1",
  "0x7f000001",
  "2130706433",
  "0177.0.0.1",
  "0",
  "[::1]",
  "[::ffff:127.0.0.1]",
  "[::ffff:a9fe:a9fe]",
  "[64:ff9b::7f00:1]",
  "[2002:7f00:1::]",
  "①②⑦.⓪.⓪.①",
  "127。0。0。1",
  "169.254.169.254",
  "[fd00:ec2::254]",
  "100.64.0.1",
  "localhost.",
  "localhost",
];

describe("E94", () => {
  test.each(HOSTS)("%s is refused, and never connected to", async (host) => {
    const { port } = victim.address() as AddressInfo;
    expect(await refusalsOf(`https://${host}/hook`)).toEqual(["WEBHOOK_URL_FORBIDDEN"]);
    expect(await refusalsOf(`https://${host}:8443/hook`)).toEqual(["WEBHOOK_URL_FORBIDDEN"]);
    expect(await refusalsOf(`https://${host}:${port}/hook`)).toEqual(["WEBHOOK_URL_FORBIDDEN"]);
    expect(connections).toBe(0);
  });

  test.each([
    "https://user:pw@example.org/",
    "https://user@example.org/",
    "https://example.org:22/",
    "https://example.org:25/",
    "https://example.org:5432/",
    "https://example.org:6379/",
    "ftp://example.org/",
    "file:///etc/passwd",
    "http://example.org/",
    "javascript:alert(1)",
    "gopher://example.org/",
    "https://",
    "",
    "example.org",
    `https://example.org/${"x".repeat(2000)}`,
  ])("%s is refused", async (url) => {
    expect(await refusalsOf(url)).toEqual(["WEBHOOK_URL_FORBIDDEN"]);
  });

  test("a name of the public internet is taken", async () => {
    expect(await refusalsOf("https://hooks.example.org/kimberlite")).toEqual([]);
  });

  test.each([
    "https://rebound.example.org:PORT/",
    "https://127.0.0.1:PORT/",
    "https://[::ffff:127.0.0.1]:PORT/",
    "http://127.0.0.1:PORT/",
  ])("%s is checked again at each delivery: nobody is called", async (pattern) => {
    names.set("rebound.example.org", "127.0.0.1");
    const sender = openSender(rules, 2_000);
    const url = pattern.replace("PORT", String((victim.address() as AddressInfo).port));
    const answer = await sender.send(url, {}, "{}", new AbortController().signal);
    sender.close();
    expect(answer).toEqual({ outcome: "FORBIDDEN_ADDRESS", httpStatus: null, retryAfterMs: null });
    expect(connections).toBe(0);
  });
});

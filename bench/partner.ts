import { randomBytes, randomUUID } from "node:crypto";
import { openWorkerPool } from "./fleet.ts";
import { signToken } from "./peers/token.ts";
import { openPartnerServices, type Runtime } from "./product.ts";
import type { Engine } from "./questions.ts";

/** A region with its departments: enough rows to find, and a contract that limits them. */
export const AREAS = ["FR-ARA", "FR-IDF"];

const READING = [
  "vehicles:read",
  "vehicles:identify",
  "inspections:read",
  "garages:read",
  "signals:read",
  "demand:read",
];

export interface BenchPartner {
  readonly partnerId: string;
  readonly clients: readonly { readonly id: string; readonly secret: string }[];
  /** What peers know the partner by: its contract is in the token, areas with all below them. */
  readonly peerToken: string;
  readonly peerSecret: string;
}

/**
 * One partner with many clients: each has a budget of its own, and the load is far more than one may spend. What a
 * client may do stays as it is for everybody.
 */
export async function createBenchPartner(
  runtime: Runtime,
  clientCount: number,
  scopes: readonly string[] = READING,
): Promise<BenchPartner> {
  const pool = openWorkerPool(runtime, 4);
  const services = await openPartnerServices({
    pool,
    keys: runtime.keys,
    issuer: "http://127.0.0.1",
    now: runtime.now,
    logger: runtime.logger,
  });
  const slug = `bench-${randomUUID().slice(0, 8)}`;
  const { value: partner, userErrors } = await services.createPartner({
    slug,
    name: "Bench",
    scopes: [...scopes],
    areas: AREAS,
    makes: [],
    partFamilies: [],
    introspection: true,
    purposes: ["SERVICE"],
  });
  if (partner === null) throw new Error(`The partner was refused: ${JSON.stringify(userErrors)}`);
  const clients = [];
  for (let n = 0; n < clientCount; n += 1) {
    const { value } = await services.createClient({ partnerSlug: slug, name: `bench ${n}` });
    if (value?.clientSecret == null) throw new Error("A client was refused.");
    clients.push({ id: value.client.id, secret: value.clientSecret });
  }
  const { rows } = await pool.query<{ code: string }>(
    "with recursive below as (select code from areas where code = any ($1) union all select a.code from areas a join below b on a.parent_code = b.code) select code from below",
    [AREAS],
  );
  await services.close();
  await pool.end();
  const peerSecret = randomBytes(32).toString("base64url");
  const claims = { areas: rows.map(({ code }) => code), partner: partner.id };
  return { partnerId: partner.id, clients, peerSecret, peerToken: signToken(claims, peerSecret) };
}

/** Ours know each client by a token of its own; peers know the partner by one. */
export interface Tokens {
  readonly ours: readonly string[];
  readonly peer: string;
}

export const tokenAt = ({ ours, peer }: Tokens, engine: Engine, n: number): string =>
  engine === "ours" ? (ours[n % ours.length] ?? "") : peer;

/** An access token for each client. They live ten minutes: ask anew for each round. */
export async function tokensFor(url: string, { clients }: BenchPartner): Promise<string[]> {
  const tokens: string[] = [];
  for (let from = 0; from < clients.length; from += 8) {
    tokens.push(...(await Promise.all(clients.slice(from, from + 8).map((client) => tokenFor(url, client)))));
  }
  return tokens;
}

async function tokenFor(
  url: string,
  { id, secret }: BenchPartner["clients"][number],
  tries = 20,
): Promise<string> {
  const answer = await fetch(`${url}/oauth/token`, {
    method: "POST",
    headers: { authorization: `Basic ${btoa(`${id}:${secret}`)}` },
    body: new URLSearchParams({ grant_type: "client_credentials" }),
  });
  if (answer.ok) return ((await answer.json()) as { access_token: string }).access_token;
  if (answer.status !== 503 || tries === 0)
    throw new Error(`No token: ${answer.status} ${await answer.text()}`);
  await new Promise((resolve) => setTimeout(resolve, 200));
  return tokenFor(url, { id, secret }, tries - 1);
}

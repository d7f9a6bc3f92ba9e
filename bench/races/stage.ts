import { kimberlite } from "../fleet.ts";
import { migrate, openPartnerServices, openPool, type Runtime } from "../product.ts";

const SCOPES = [
  "vehicles:read",
  "vehicles:identify",
  "vehicles:write",
  "inspections:read",
  "inspections:write",
  "signals:read",
  "signals:write",
  "signals:act",
  "repairs:write",
  "consents:manage",
];

/** Each client may spend its own budget, and the load is more than one may spend. */
const CLIENTS = 60;

export interface Racer {
  /** A client of the partner's, another one at each call, with a token that is good at every instance. */
  token(url: string): Promise<string>;
  /** A row's id as this partner knows it. */
  id(kind: "V" | "S", uuid: string): string;
}

export interface Stage {
  readonly racers: readonly [Racer, Racer];
  /** Of different vehicles. */
  readonly vehicleIds: readonly string[];
  readonly openSignalIds: readonly string[];
  count(statement: string): Promise<number>;
  close(): Promise<void>;
}

/** A synthetic fleet, and two partners who may work all of it. */
export async function openStage(
  runtime: Runtime,
  settings: Record<string, string>,
  vehicles: number,
): Promise<Stage> {
  await migrate(runtime.ownerUrl);
  kimberlite(settings, "seed", "--vehicles", String(vehicles));
  kimberlite(settings, "score");
  const { appUrl: url, keys, logger, now } = runtime;
  const pool = openPool({
    url,
    role: "kimberlite_worker",
    max: 4,
    statementTimeoutMs: 0,
    connectionTimeoutMs: 30_000,
    onIdleError: () => undefined,
  });
  const partners = await openPartnerServices({ pool, keys, issuer: "http://localhost", now, logger });
  const idsOf = async (statement: string) =>
    (await pool.query<{ id: string }>(statement)).rows.map(({ id }) => id);

  async function racer(slug: string): Promise<Racer> {
    const terms = { scopes: SCOPES, areas: [], makes: [], partFamilies: [], introspection: true };
    await partners.createPartner({ slug, name: slug, ...terms, purposes: ["SERVICE"] });
    const clients: Client[] = [];
    for (let n = 0; n < CLIENTS; n += 1) {
      const { value } = await partners.createClient({ partnerSlug: slug, name: `racer ${n}` });
      if (value?.clientSecret == null) throw new Error("A client was refused.");
      clients.push({ id: value.client.id, secret: value.clientSecret, token: "", freshUntilMs: 0 });
    }
    const access = await partners.accessOf(clients[0]?.id ?? "");
    if (access === null) throw new Error("A partner was refused.");
    let turn = 0;
    return {
      token: (api) => tokenOf(clients[(turn += 1) % CLIENTS] as Client, api),
      id: (kind, uuid) => access.ids.encode(kind, uuid),
    };
  }

  return {
    racers: [await racer("races-one"), await racer("races-two")],
    vehicleIds: await idsOf("select id from vehicles where erased_at is null order by id"),
    openSignalIds: await idsOf("select id from intent_signals where status = 'OPEN' order by md5(id::text)"),
    count: async (statement) => Number((await pool.query<{ count: string }>(statement)).rows[0]?.count),
    async close() {
      await partners.close();
      await pool.end();
    },
  };
}

interface Client {
  readonly id: string;
  readonly secret: string;
  token: string;
  freshUntilMs: number;
}

const TOKEN_KEPT_MS = 8 * 60_000;

async function tokenOf(client: Client, url: string): Promise<string> {
  if (Date.now() < client.freshUntilMs) return client.token;
  const response = await fetch(`${url}/oauth/token`, {
    method: "POST",
    headers: { authorization: `Basic ${btoa(`${client.id}:${client.secret}`)}` },
    body: new URLSearchParams({ grant_type: "client_credentials" }),
  });
  if (response.ok) {
    client.token = ((await response.json()) as { access_token: string }).access_token;
    client.freshUntilMs = Date.now() + TOKEN_KEPT_MS;
  } else await new Promise((resolve) => setTimeout(resolve, 500));
  return tokenOf(client, url);
}

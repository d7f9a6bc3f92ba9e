/**
 * Mercurius with its compiler and its loaders, as one would write it by hand for the same schema: resolvers ask prepared
 * statements, loaders gather, one transaction with the contract of a verified token for each request. It hashes no ids,
 * which favours it.
 */
import { readFileSync } from "node:fs";
import fastify from "fastify";
import mercurius, { type MercuriusContext } from "mercurius";
import { peerSettings, setting } from "./settings.ts";
import { scopedPool, type ScopedClient } from "./scoped.ts";
import { spherePointOf } from "../sphere.ts";
import { claimsOf, type Claims } from "./token.ts";

type Row = Record<string, unknown>;
interface Context extends MercuriusContext {
  readonly db: ScopedClient;
  readonly claims: Claims;
}
interface Asked<Params = Row> {
  readonly obj: Row;
  readonly params: Params;
}

const { port, ...database } = peerSettings();
const secret = setting("BENCH_TOKEN_SECRET");
const scoped = scopedPool(database);
const app = fastify();

const VEHICLE = `id, make, model, variant, fuel, first_registered_on::text as "firstRegisteredOn"`;
const edges = (rows: readonly Row[]) => ({ edges: rows.map((node) => ({ node })) });

/** Rows of many parents, each parent's own in order. */
const gathered = (asked: readonly Asked[], rows: readonly Row[], key: string, of = "id") => {
  const lists = new Map<unknown, Row[]>();
  for (const row of rows) {
    const list = lists.get(row[key]);
    if (list === undefined) lists.set(row[key], [row]);
    else list.push(row);
  }
  return asked.map(({ obj }) => lists.get(obj[of]) ?? []);
};
const single = (asked: readonly Asked[], rows: readonly Row[], of: string) => {
  const byId = new Map(rows.map((row) => [row["id"], row]));
  return asked.map(({ obj }) => byId.get(obj[of]) ?? null);
};
const idsOf = (asked: readonly Asked[], of = "id") => asked.map(({ obj }) => obj[of]);
const db = (context: unknown) => (context as Context).db;

await app.register(mercurius, {
  schema: readFileSync(new URL("mercurius.graphql", import.meta.url), "utf8"),
  jit: 1,
  routes: false,
  resolvers: {
    Query: {
      vehicleByRegistration: async (_root: unknown, { country, registration }: Row, context: unknown) =>
        (
          await db(context).query<Row>(
            "vehicle",
            `select ${VEHICLE} from vehicles where country = $1 and registration = $2`,
            [country, registration],
          )
        )[0] ?? null,
      vehicles: async (_root: unknown, { first, filter }: Row, context: unknown) =>
        edges(
          await db(context).query<Row>(
            "vehicles",
            `select ${VEHICLE} from vehicles where make = $1 and erased_at is null and area_code = any ($3) order by make, model, id limit $2`,
            [(filter as Row)["make"], first, (context as Context).claims.areas],
          ),
        ),
      intentSignals: async (_root: unknown, { first, filter }: Row, context: unknown) => {
        const { area, partCategory, minProbability, status } = filter as Row;
        const rows = await db(context).query<Row>(
          "signals",
          `select id, vehicle_id, garage_id, kind, probability, moment_likely::text as likely from intent_signals
           where area_code = $1 and part_category = $2 and probability >= $3 and status = any ($4)
           order by probability desc, id desc limit $5`,
          [area, partCategory, minProbability, status, Number(first) + 1],
        );
        const page = rows.slice(0, Number(first)).map((row) => {
          const cursor = Buffer.from(JSON.stringify([row["probability"], row["id"]])).toString("base64url");
          return { cursor, node: { ...row, moment: { likely: row["likely"] } } };
        });
        return {
          edges: page,
          pageInfo: { hasNextPage: rows.length > page.length, endCursor: page.at(-1)?.cursor ?? null },
        };
      },
      garages: async (_root: unknown, { near, first }: Row, context: unknown) =>
        edges(
          await db(context).query<Row>(
            "garages",
            "select id, name from garages where position is not null order by position <-> $1::cube limit $2",
            [spherePointOf(near as Row), first],
          ),
        ),
      demand: async (_root: unknown, { filter }: Row, context: unknown) => {
        const rows = await db(context).query<Row>(
          "demand",
          `select part_category as "partCategory", week::text, units, vehicles from bench_peers.demand_by_week($1)`,
          [(filter as Row)["area"]],
        );
        return {
          cells: rows.map((row) => ({ ...row, units: row["units"] == null ? null : { p50: row["units"] } })),
        };
      },
    },
  } as never,
  loaders: {
    Vehicle: {
      inspections: async (asked: Asked<{ first: number }>[], context: unknown) => {
        const rows = await db(context).query<Row>(
          "inspections",
          `select i.* from unnest($1::uuid[]) v(id) cross join lateral (
             select id, vehicle_id, garage_id, performed_on::text as "performedOn", kind, result from inspections
             where vehicle_id = v.id order by performed_on desc, id desc limit $2) i`,
          [idsOf(asked), asked[0]?.params.first ?? 25],
        );
        return gathered(asked, rows, "vehicle_id").map(edges);
      },
      intentSignals: async (asked: Asked<{ first: number }>[], context: unknown) => {
        const rows = await db(context).query<Row>(
          "vehicle_signals",
          `select s.* from unnest($1::uuid[]) v(id) cross join lateral (
             select id, vehicle_id, kind, probability from intent_signals
             where vehicle_id = v.id order by probability desc, id desc limit $2) s`,
          [idsOf(asked), asked[0]?.params.first ?? 25],
        );
        return gathered(asked, rows, "vehicle_id").map(edges);
      },
    },
    Inspection: {
      defects: async (asked: Asked[], context: unknown) => {
        const rows = await db(context).query<Row>(
          "defects",
          `select d.inspection_id, d.severity, d.code, d.annex_item as "annexItem"
           from unnest($1::uuid[], $2::uuid[]) i(vehicle_id, id)
           join defects d on d.vehicle_id = i.vehicle_id and d.inspection_id = i.id order by d.ordinal`,
          [idsOf(asked, "vehicle_id"), idsOf(asked)],
        );
        return gathered(asked, rows, "inspection_id");
      },
      garage: garageOf,
    },
    IntentSignal: {
      garage: garageOf,
      vehicle: async (asked: Asked[], context: unknown) => {
        const rows = await db(context).query<Row>(
          "vehicles_by_id",
          "select id, make, model from vehicles where id = any ($1)",
          [idsOf(asked, "vehicle_id")],
        );
        return single(asked, rows, "vehicle_id");
      },
    },
    Garage: {
      openSignals: async (asked: Asked[], context: unknown) => {
        const rows = await db(context).query<{ id: string; count: number }>(
          "open_signals",
          `select garage_id as id, least(sum(signals), 1000)::int as count
           from open_signal_counts where garage_id = any ($1::uuid[]) group by garage_id`,
          [idsOf(asked)],
        );
        const counts = new Map(rows.map(({ id, count }) => [id as unknown, count]));
        return asked.map(({ obj }) => counts.get(obj["id"]) ?? 0);
      },
    },
  } as never,
});

async function garageOf(asked: Asked[], context: unknown) {
  const ids = [...new Set(idsOf(asked, "garage_id").filter((id) => id != null))];
  if (ids.length === 0) return asked.map(() => null);
  const rows = await db(context).query<Row>(
    "garages_by_id",
    "select id, name from garages where id = any ($1)",
    [ids],
  );
  return single(asked, rows, "garage_id");
}

app.get("/readyz", () => "ok");
app.route({
  method: "POST",
  url: "/graphql",
  // Mercurius's own route has no hook around a whole operation, and the contract needs one transaction.
  handler: (request, reply) => {
    const { query, variables } = request.body as { query: string; variables?: Row };
    const claims = claimsOf(request.headers.authorization, secret);
    return scoped(claims, (client) => reply.graphql(query, { db: client, claims }, variables));
  },
});
await app.listen({ host: "127.0.0.1", port });

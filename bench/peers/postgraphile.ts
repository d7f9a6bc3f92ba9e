/**
 * PostGraphile 5 as its documentation recommends it: the Amber preset on Fastify, settings for row-level security in
 * `pgSettings` from a token that is verified for each request, prepared statements kept, no GraphiQL, no explain. It
 * hashes no ids, which favours it.
 */
import fastify, { type FastifyRequest } from "fastify";
import { postgraphile } from "postgraphile";
import { makePgService } from "postgraphile/adaptors/pg";
import { grafserv } from "postgraphile/grafserv/fastify/v5";
import { PostGraphileAmberPreset } from "postgraphile/presets/amber";
import { jsonPgSmartTags } from "postgraphile/utils";
import { PostGraphileConnectionFilterPreset } from "postgraphile-plugin-connection-filter";
import { peerSettings, setting } from "./settings.ts";
import { claimsOf, settingsOf } from "./token.ts";

const { databaseUrl, port, poolMax } = peerSettings();
const secret = setting("BENCH_TOKEN_SECRET");

// Relations that the tables do not declare, since checking them would cost at each write.
const relations = jsonPgSmartTags({
  version: 1,
  config: {
    class: {
      "public.defects": {
        tags: { foreignKey: "(vehicle_id, inspection_id) references inspections (vehicle_id, id)" },
      },
      "public.inspections": {
        tags: { foreignKey: "(vehicle_id) references vehicles (id)" },
      },
      "public.intent_signals": {
        tags: {
          foreignKey: ["(vehicle_id) references vehicles (id)", "(garage_id) references garages (id)"],
        },
      },
    },
  },
});

const pgl = postgraphile({
  // Which columns have an index says nothing about what may be asked.
  disablePlugins: ["PgIndexBehaviorsPlugin"],
  extends: [PostGraphileAmberPreset, PostGraphileConnectionFilterPreset],
  plugins: [relations],
  pgServices: [
    makePgService({
      connectionString: databaseUrl,
      schemas: ["public", "bench_peers"],
      poolConfig: { max: poolMax, options: "-c role=kimberlite_api -c timezone=UTC" },
    }),
  ],
  gather: { pgIdentifiers: "qualified" } as never,
  schema: { connectionFilterRelations: false } as never,
  grafserv: { graphqlPath: "/graphql", graphiql: false, watch: false, websockets: false } as never,
  grafast: {
    explain: false,
    context: ({ fastifyv5 }: { fastifyv5: { request: FastifyRequest } }) => ({
      pgSettings: settingsOf(claimsOf(fastifyv5.request.headers.authorization, secret)),
    }),
  } as never,
});

if (process.argv.includes("--print-schema")) {
  const { printSchema } = await import("postgraphile/graphql");
  process.stdout.write(printSchema((await pgl.getSchema()) as never));
  process.exit(0);
}
const app = fastify();
await pgl.createServ(grafserv).addTo(app);
app.get("/readyz", () => "ok");
await app.listen({ host: "127.0.0.1", port });

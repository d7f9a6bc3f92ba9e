/**
 * How fast it could be: one hand-written statement for each question, JSON made by PostgreSQL, `node:http` and no
 * GraphQL, under the same row-level security in one round trip. It knows these questions and one contract, and no other.
 */
import { createServer, type IncomingMessage } from "node:http";
import { openPool, prepareContext, readRows } from "../product.ts";
import { spherePointOf } from "../sphere.ts";
import { peerSettings, setting } from "./settings.ts";
import { claimsOf, settingsOf } from "./token.ts";

const { databaseUrl, port, poolMax } = peerSettings();
const settings = settingsOf(claimsOf(`Bearer ${setting("BENCH_TOKEN")}`, setting("BENCH_TOKEN_SECRET")));
const pool = openPool({
  url: databaseUrl,
  role: "kimberlite_api",
  max: poolMax,
  statementTimeoutMs: 5000,
  onConnect: prepareContext,
  onIdleError: () => undefined,
});
const scope = {
  areas: settings["kimberlite.areas"] ?? "",
  makes: settings["kimberlite.makes"] ?? "",
  partFamilies: settings["kimberlite.part_families"] ?? "",
  partner: settings["kimberlite.partner"] ?? "",
};
const CONTRACT = `'${scope.areas}'::text[]`;

type Variables = Readonly<Record<string, unknown>>;
interface Handler {
  readonly text: string;
  readonly values: (variables: Variables) => unknown[];
}

const defectsOf = (i: string) =>
  `(select coalesce(json_agg(d), '[]') from (select severity, code, annex_item as "annexItem" from defects d
     where d.vehicle_id = ${i}.vehicle_id and d.inspection_id = ${i}.id order by ordinal) d)`;
const garageOf = (row: string) =>
  `(select row_to_json(g) from (select name from garages where id = ${row}.garage_id) g)`;
const nodes = (rows: string) =>
  `(select json_build_object('edges', coalesce(json_agg(json_build_object('node', n)), '[]')) from (${rows}) n)`;

const page = (withDefects: boolean): Handler => ({
  text: `select json_build_object('vehicles', ${nodes(`
    select make as brand, model, fuel, first_registered_on as "firstRegisteredOn",
      ${nodes(`select performed_on as "performedOn", result, ${withDefects ? `${defectsOf("i")} as defects,` : ""} ${garageOf("i")} as garage
        from (select * from inspections where vehicle_id = v.id order by performed_on desc, id desc limit 3) i`)} as latest,
      ${nodes("select kind, probability as chance from intent_signals where vehicle_id = v.id order by probability desc, id desc limit 2")} as needs
    from (select * from vehicles where make = $1 and erased_at is null and area_code = any (${CONTRACT}) order by make, model, id limit 25) v`)})::text`,
  values: ({ make }) => [make],
});

const HANDLERS: Readonly<Record<string, Handler | ((variables: Variables) => Handler)>> = {
  q1: {
    text: `select json_build_object('vehicleByRegistration', (select row_to_json(v) from (
      select make, model, variant, fuel, first_registered_on as "firstRegisteredOn",
        ${nodes(`select performed_on as "performedOn", kind, result, ${defectsOf("i")} as defects, ${garageOf("i")} as garage
          from (select * from inspections where vehicle_id = v.id order by performed_on desc, id desc limit 5) i`)} as inspections
      from vehicles v where country = 'FR' and registration = $1 and area_code = any (${CONTRACT}) and erased_at is null) v))::text`,
    values: ({ registration }) => [registration],
  },
  q2: {
    text: `select json_build_object('intentSignals', json_build_object('edges', coalesce(json_agg(json_build_object('cursor', s.id, 'node', json_build_object(
        'kind', kind, 'probability', probability, 'moment', json_build_object('likely', moment_likely),
        'vehicle', (select row_to_json(v) from (select make, model from vehicles where id = s.vehicle_id) v),
        'garage', ${garageOf("s")})) order by probability desc, id desc), '[]')))::text
      from (select * from intent_signals where area_code = $1 and part_category = $2 and probability >= 0.3 and status = 'OPEN'
        and area_code = any (${CONTRACT}) order by probability desc, id desc limit 50) s`,
    values: ({ area, partCategory }) => [area, partCategory],
  },
  q3: {
    text: `select json_build_object('garages', ${nodes(`select name, (select least(coalesce(sum(signals), 0), 1000)
        from open_signal_counts where garage_id = g.id) as "openSignals"
      from (select * from garages where position is not null order by position <-> $1::cube limit 20) g`)})::text`,
    values: (place) => [spherePointOf(place)],
  },
  q4: {
    text: `select json_build_object('demand', json_build_object('cells', (select json_agg(json_build_object(
        'partCategory', part_category, 'week', week, 'units', case when units is not null then json_build_object('p50', units) end,
        'vehicles', vehicles)) from bench_peers.demand_by_week($1))))::text`,
    values: ({ area }) => [area],
  },
  q5: { text: `select '{"__typename":"Query"}'`, values: () => [] },
  q6: page(true),
  q7: ({ x }) => page(x === true),
};

createServer((request, response) => {
  if (request.url === "/readyz") response.end("ok");
  else
    void answer(request).then(
      (text) => response.setHeader("content-type", "application/json").end(text),
      (error: unknown) => response.writeHead(500).end(String(error)),
    );
}).listen(port, "127.0.0.1");

async function answer(request: IncomingMessage): Promise<string> {
  let body = "";
  for await (const piece of request) body += String(piece);
  const variables = JSON.parse(body) as Variables;
  const name = request.url?.slice(1) ?? "";
  const found = HANDLERS[name];
  if (found === undefined) throw new Error("There is no such question.");
  const handler = typeof found === "function" ? found(variables) : found;
  const statement = {
    name: `${name}_${handler.text.length}`,
    // Planned anew for each request, most of them would take longer than ours.
    hasOnePlan: true,
    text: handler.text,
    values: handler.values(variables),
  };
  const rows = await readRows(pool, statement, scope);
  return `{"data":${String(rows[0]?.[0])}}`;
}

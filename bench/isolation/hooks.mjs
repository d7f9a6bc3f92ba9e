// Takes one part of the isolation out of the compiled product, for measuring what it costs. Names of the parts to
// leave out stand in KIMBERLITE_BENCH_WITHOUT, separated by commas. Nothing of this is in the product.
import { registerHooks } from "node:module";

const without = new Set((process.env.KIMBERLITE_BENCH_WITHOUT ?? "").split(",").filter(Boolean));

/** For each part: the compiled file, and what stands in its place. `original` names the true module. */
const STUBS = {
  gate: { "platform/read/scopes.js": () => "export const requiredScopes = () => new Map();" },
  cost: {
    "platform/budget/cost-budget.js": () =>
      "export const openCostBudget = () => ({ spend: async (_c, requested) => ({ requested, available: 2000 }), refund: () => 2000, close: async () => undefined });",
  },
  predicate: {
    "platform/read/guard.js": (original) =>
      `import { Guard as True } from ${original}; export class Guard extends True { visible() { return []; } }`,
  },
  ids: {
    "platform/read/ids.js": (original) =>
      `import { IdCodec as True } from ${original}; export class IdCodec extends True {
        encodeAll(uuids) { return uuids; }
        encode(prefix, uuid) { return prefix + uuid; }
        decode(prefix, id) { return typeof id === "string" && id.startsWith(prefix) ? id.slice(1) : null; } }`,
  },
  policies: {
    // The worker's policies let every row pass, and PostgreSQL leaves such a condition out of the plan.
    "platform/db/verify-row-security.js": () => "export const verifyRowSecurity = async () => undefined;",
    "platform/db/pool.js": (original) =>
      `import { openPool as True } from ${original}; export const openPool = (s) => True({ ...s, role: "kimberlite_worker" });`,
    "platform/read/scoped-pool.js": (original) =>
      `import { connect } from "../db/overload.js"; const asText = (value) => value; const types = { getTypeParser: () => asText };
       export const prepareContext = async () => undefined;
       export async function readRows(pool, statement) {
         const client = await connect(pool);
         try { return (await client.query({ ...statement, values: [...statement.values], rowMode: "array", types })).rows; }
         finally { client.release(); } }`,
  },
};

const stubOf = new Map(
  Object.entries(STUBS).flatMap(([part, files]) => (without.has(part) ? Object.entries(files) : [])),
);

registerHooks({
  load(url, context, next) {
    const path = /\/dist\/(.+\.js)$/.exec(url)?.[1];
    const stub = path === undefined ? undefined : stubOf.get(path);
    if (stub === undefined) return next(url, context);
    const original = JSON.stringify(`${url}?true`);
    // What the stub exports itself hides the original's.
    const source = `export * from ${original}; ${stub(original)}`;
    return { format: "module", shortCircuit: true, source };
  },
});

import { Readable } from "node:stream";
import { openErasedIdentities } from "../../src/modules/consents/erased-identities.ts";
import { installationKeys } from "../../src/platform/auth/installation-keys.ts";
import { ingest, type IngestionFormat } from "../../src/modules/ingestion/index.ts";
import { openPool } from "../../src/platform/db/pool.ts";

/*
 * One run in a process of its own, which a test may kill: `node ingest-child.ts URL FORMAT SOURCE`. Writes a line after
 * every batch, and a last one with the counts and how much the memory grew.
 */
const [url = "", format = "", source = ""] = process.argv.slice(2);
const pool = openPool({
  url,
  role: "kimberlite_worker",
  max: 1,
  statementTimeoutMs: 0,
  connectionTimeoutMs: 10_000,
  onIdleError: () => undefined,
});
const { erasedAmong: findErased } = openErasedIdentities(
  installationKeys("a secret for tests that is long enough"),
);
const now = new Date("2026-06-15T10:00:00Z");
const options = { pool, format: format as IngestionFormat, now, findErased };
// What every run loads is no part of what this one holds.
await ingest({ ...options, format: "uk-mot-history", source: "-", stdin: Readable.from([]) });
const before = process.memoryUsage().rss;
let peak = before;
const watch = setInterval(() => (peak = Math.max(peak, process.memoryUsage().rss)), 20);
const summary = await ingest({
  ...options,
  source,
  stdin: process.stdin,
  onProgress: (progress) => void process.stdout.write(`${JSON.stringify({ progress })}\n`),
});
clearInterval(watch);
process.stdout.write(`${JSON.stringify({ summary, grownBytes: peak - before })}\n`);
await pool.end();

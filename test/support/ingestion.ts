import { randomBytes } from "node:crypto";
import { rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { Readable } from "node:stream";
import { onTestFinished } from "vitest";
import { openErasedIdentities } from "../../src/modules/consents/index.ts";
import { ingest, type IngestionFormat, type IngestionSummary } from "../../src/modules/ingestion/index.ts";
import { openPool } from "../../src/platform/db/pool.ts";
import type { TestDatabase } from "./database.ts";
import { TEST_KEYS } from "./server.ts";

/** Recognises what was erased under the test servers' secret. */
const erasedIdentities = openErasedIdentities(TEST_KEYS);

/** The day that tests live in. */
const NOW = new Date("2026-06-15T10:00:00Z");

type Extra = Partial<Omit<Parameters<typeof ingest>[0], "pool" | "format" | "source">>;

/** Reads a file as the worker does. */
export async function ingestFile(
  database: TestDatabase,
  format: IngestionFormat,
  source: string,
  extra: Extra = {},
): Promise<IngestionSummary> {
  const pool = openPool({
    url: database.appUrl,
    role: "kimberlite_worker",
    max: 1,
    statementTimeoutMs: 0,
    // Several runs at once on a busy machine: a connection may take its time.
    connectionTimeoutMs: 30_000,
    onIdleError: () => undefined,
  });
  const findErased = erasedIdentities.erasedAmong;
  try {
    return await ingest({ stdin: Readable.from([]), now: NOW, findErased, ...extra, pool, format, source });
  } finally {
    await pool.end();
  }
}

/** Reads text as standard input, in pieces of `size` bytes. */
export function ingestText(
  database: TestDatabase,
  format: IngestionFormat,
  text: string | Buffer,
  size = 1000,
): Promise<IngestionSummary> {
  const bytes = Buffer.from(text);
  const pieces = Array.from({ length: Math.ceil(bytes.length / size) }, (_, at) =>
    bytes.subarray(at * size, (at + 1) * size),
  );
  return ingestFile(database, format, "-", { stdin: Readable.from(pieces, { objectMode: false }) });
}

/** A file that is removed when the test ends. */
export async function temporaryFile(content: string | Buffer, ending = ""): Promise<string> {
  const file = path.join(tmpdir(), `kimberlite-test-${randomBytes(6).toString("hex")}${ending}`);
  onTestFinished(() => rm(file));
  await writeFile(file, content);
  return file;
}

/** Everything the tables say, without the keys and times that differ from run to run. */
const CONTENT = `
  with
    v as (select * from vehicles),
    i as (select i.*, v.registration, v.vin from inspections i join v on v.id = i.vehicle_id),
    lines as (
      select concat_ws('|', 'v', to_jsonb(v) - 'id' - 'created_at' - 'updated_at') as line from v
      union all
      select concat_ws('|', 'i', to_jsonb(i) - 'id' - 'vehicle_id' - 'garage_id' - 'retest_of' - 'created_at' - 'updated_at',
        g.external_id, answered.source_key)
      from i
        left join garages g on g.id = i.garage_id
        left join i answered on answered.vehicle_id = i.vehicle_id and answered.id = i.retest_of
      union all
      select concat_ws('|', 'o', i.source_key, i.registration, to_jsonb(o) - 'id' - 'vehicle_id')
      from odometer_readings o join i on i.vehicle_id = o.vehicle_id and i.id = o.id
      union all
      select concat_ws('|', 'd', i.source_key, i.registration,
        to_jsonb(d) - 'id' - 'vehicle_id' - 'inspection_id' - 'repeat_of', repeated.ordinal, before.source_key)
      from defects d
        join i on i.vehicle_id = d.vehicle_id and i.id = d.inspection_id
        left join defects repeated on repeated.vehicle_id = d.vehicle_id and repeated.id = d.repeat_of
        left join i before on before.vehicle_id = d.vehicle_id and before.id = repeated.inspection_id
      union all
      select concat_ws('|', 'g', to_jsonb(g) - 'id' - 'created_at' - 'updated_at') from garages g
    )
  select count(*)::integer as rows, md5(string_agg(line, E'\\n' order by line collate "C")) as hash from lines`;

/** How many rows there are and a hash of what they say: equal where two databases say the same. */
export async function contentOf(database: TestDatabase): Promise<{ rows: number; hash: string }> {
  const [content] = await database.look(CONTENT);
  return content as { rows: number; hash: string };
}

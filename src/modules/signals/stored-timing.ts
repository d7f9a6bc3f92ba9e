import { createHash } from "node:crypto";
import type pg from "pg";
import { openVisitTiming, type VisitTiming } from "./visit-timing.ts";
import type { VisitTimingParameters } from "./visit-timing.types.ts";

const KIND = "VISIT_TIMING";

/** The version in use is opened once: a version never changes. */
let opened: VisitTiming = openVisitTiming();
const published = opened;

/** How visits spread around due dates: what was learnt last, or else what is published. */
export async function readVisitTiming(client: pg.ClientBase): Promise<VisitTiming> {
  const newest = await client.query<{ version: string }>(
    "select version from model_parameters where kind = $1 order by learnt_at desc, version desc limit 1",
    [KIND],
  );
  const version = newest.rows[0]?.version;
  if (version === undefined) return published;
  if (opened.version !== version) {
    const { rows } = await client.query<{ parameters: VisitTimingParameters }>(
      "select parameters from model_parameters where kind = $1 and version = $2",
      [KIND, version],
    );
    opened = openVisitTiming(rows[0]?.parameters, version);
  }
  return opened;
}

/** Keeps what was learnt, under a version named after its contents. Later scoring goes by it. */
export async function storeVisitTiming(
  client: pg.ClientBase,
  parameters: VisitTimingParameters,
): Promise<string> {
  const text = JSON.stringify(parameters);
  const version = `learnt-${createHash("sha256").update(text).digest("hex").slice(0, 8)}`;
  // Learnt once more, an earlier version is the newest again.
  await client.query(
    `insert into model_parameters (kind, version, parameters) values ($1, $2, $3::jsonb)
     on conflict (kind, version) do update set learnt_at = excluded.learnt_at`,
    [KIND, version, text],
  );
  return version;
}

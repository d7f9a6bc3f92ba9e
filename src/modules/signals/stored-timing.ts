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

/** Keeps what was learnt. Later scoring goes by it. */
export async function storeVisitTiming(
  client: pg.ClientBase,
  version: string,
  parameters: VisitTimingParameters,
): Promise<void> {
  await client.query("insert into model_parameters (kind, version, parameters) values ($1, $2, $3::jsonb)", [
    KIND,
    version,
    JSON.stringify(parameters),
  ]);
}

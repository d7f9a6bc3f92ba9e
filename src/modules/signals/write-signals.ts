import type pg from "pg";
import { binaryRows, copyBinary } from "../../platform/db/copy-binary.ts";
import type { TypedColumns } from "../../platform/db/update-rows.ts";
import type { SignalChange, SignalStatus } from "../vocabulary/index.ts";
import { insertEvents } from "../events/index.ts";
import { liftOf, scoreOf } from "./chances.ts";
import type { DerivedSignal } from "./derived-signal.ts";
import type { VehicleFacts } from "./facts.ts";
import type { Route } from "./route-garages.ts";
import { fingerprintOf } from "./signal-id.ts";

/** A derived signal as it is stored, without its status. */
export interface SignalContent {
  readonly id: string;
  readonly vehicleId: string;
  readonly areaCode: string;
  readonly make: string;
  readonly signal: DerivedSignal;
  readonly garageId: string | null;
  /** JSON. */
  readonly evidence: string;
  readonly modelVersion: string;
  readonly fingerprint: string;
  readonly before: Before;
}

/** What there was when the vehicle was read: this very signal, others of its vehicle, or none. */
export type Before = "ITSELF" | "OTHERS" | "NONE";

export function contentOf(
  facts: VehicleFacts,
  signal: DerivedSignal,
  route: Route,
  modelVersion: string,
  before: Before,
): SignalContent {
  const { id: vehicleId, areaCode, make } = facts;
  const { offer, moment, expiresOn, chance } = signal;
  const garageId = signal.garageId ?? (offer === null ? route.inspection : route.repair);
  const evidence = JSON.stringify(signal.evidence);
  const { probability, interval, baseline } = chance;
  const fingerprint = fingerprintOf(
    `${areaCode}|${make}|${signal.origin}|${offer?.operation}|${offer?.quantity}|${garageId}|${moment.from}|` +
      `${moment.likely}|${moment.until}|${expiresOn}|${probability}|${interval.low}|${interval.high}|` +
      `${baseline.name}|${baseline.rate}|${baseline.population}|${modelVersion}|${evidence}`,
  );
  return {
    id: signal.id,
    vehicleId,
    areaCode,
    make,
    signal,
    garageId,
    evidence,
    modelVersion,
    fingerprint,
    before,
  };
}

export const SIGNAL_COLUMNS: TypedColumns<SignalContent> = [
  ["id", "uuid", (c) => c.id],
  ["vehicle_id", "uuid", (c) => c.vehicleId],
  ["area_code", "text", (c) => c.areaCode],
  ["make", "text", (c) => c.make],
  ["kind", "text", ({ signal }) => signal.kind],
  ["origin", "text", ({ signal }) => signal.origin],
  ["status", "text", () => "OPEN"],
  ["status_by", "text", () => "SCORING"],
  ["inspection_kind", "text", ({ signal }) => signal.inspectionKind],
  ["part_category", "text", ({ signal }) => signal.offer?.partCategory ?? null],
  ["part_family", "text", ({ signal }) => signal.offer?.partFamily ?? null],
  ["operation", "text", ({ signal }) => signal.offer?.operation ?? null],
  ["axle", "text", ({ signal }) => signal.offer?.axle ?? null],
  ["side", "text", ({ signal }) => signal.offer?.side ?? null],
  ["spot", "text", ({ signal }) => signal.offer?.spot ?? null],
  ["axle_number", "smallint", ({ signal }) => signal.offer?.axleNumber ?? null],
  ["quantity", "smallint", ({ signal }) => signal.offer?.quantity ?? null],
  ["source_id", "uuid", ({ signal }) => signal.sourceId],
  ["garage_id", "uuid", (c) => c.garageId],
  ["moment_from", "date", ({ signal }) => signal.moment.from],
  ["moment_likely", "date", ({ signal }) => signal.moment.likely],
  ["moment_until", "date", ({ signal }) => signal.moment.until],
  ["expires_on", "date", ({ signal }) => signal.expiresOn],
  ["probability", "double precision", ({ signal }) => signal.chance.probability],
  ["interval_low", "double precision", ({ signal }) => signal.chance.interval.low],
  ["interval_high", "double precision", ({ signal }) => signal.chance.interval.high],
  ["baseline_name", "text", ({ signal }) => signal.chance.baseline.name],
  ["baseline_rate", "double precision", ({ signal }) => signal.chance.baseline.rate],
  ["baseline_population", "integer", ({ signal }) => signal.chance.baseline.population],
  ["lift", "double precision", ({ signal }) => liftOf(signal.chance)],
  ["score", "smallint", ({ signal }) => scoreOf(signal.chance)],
  ["evidence", "text", (c) => c.evidence],
  ["model_version", "text", (c) => c.modelVersion],
  ["fingerprint", "bigint", (c) => c.fingerprint],
];

const NAMES = SIGNAL_COLUMNS.map(([column]) => column);
/** What a new derivation may change of a signal. Its need and its status are not among them. */
const CHANGING = NAMES.filter(
  (name) => !["id", "vehicle_id", "kind", "status", "status_by", "source_id"].includes(name),
);

/** What a partner would plan anew for: another week, a chance that is another by a twentieth, other work, another place. */
const IS_NEWS = `old.id is null
  or (old.moment_likely - date '2000-01-03') / 7 <> (new.moment_likely - date '2000-01-03') / 7
  or floor(old.probability * 20) <> floor(new.probability * 20)
  or (old.operation, old.quantity, old.garage_id, old.area_code)
    is distinct from (new.operation, new.quantity, new.garage_id, new.area_code)`;

const TOLD = `id, vehicle_id, area_code, make, part_family, null::uuid,
  jsonb_build_object('signalKind', kind, 'signalStatus', status, 'partCategory', part_category)`;

// The vehicle may have been erased since it was read: then nothing is written about it.
const insertFrom = (source: string): string => `
    insert into intent_signals as stored (${NAMES.join(", ")})
    select ${NAMES.map((name) => `s.${name}`).join(", ")} from ${source} s
    where not exists (select from vehicles v where v.id = s.vehicle_id and v.erased_at is not null)`;

const setTo = (row: string): string =>
  `set ${CHANGING.map((name) => `${name} = ${row}.${name}`).join(", ")}, updated_at = now()`;

const WRITTEN = `new.id, new.vehicle_id, new.area_code, new.make, new.part_family, new.kind, new.status,
      new.part_category, old.id is null as is_new, ${IS_NEWS} as is_news`;

const mergeOf = (source: string): string => `${insertFrom(source)}
    on conflict (id) do update ${setTo("excluded")} where stored.fingerprint <> excluded.fingerprint
    returning ${WRITTEN}`;

const tellOf = (written: string, isTold: string): string =>
  insertEvents(`select case when is_new then 'SIGNAL_CREATED' else 'SIGNAL_UPDATED' end, ${TOLD}
  from ${written} where is_news and ${isTold}`);

/**
 * A fleet that is scored for the first time is read as a list: an event for each of its signals would tell nobody
 * anything new, at the price of writing every one of them twice.
 */
const MERGE_STAGED = `with merged as (${mergeOf("(select * from signal_staging where before <> 'ITSELF')")})
  ${tellOf("merged", "not exists (select from signal_staging t where t.id = merged.id and t.before = 'NONE')")}`;
/** What is there already is found by a join: a conflict finds it too, at a quarter more. */
const UPDATE_STAGED = `with changed as (
    update intent_signals as stored ${setTo("s")} from signal_staging s
    where s.before = 'ITSELF' and stored.id = s.id and stored.fingerprint <> s.fingerprint
    returning ${WRITTEN}
  )
  ${tellOf("changed", "true")}`;
const INSERT_STAGED = insertFrom("signal_staging");
const MERGE_GIVEN = `with merged as (${mergeOf("json_populate_recordset(null::intent_signals, $1::json)")})
  ${tellOf("merged", "true")}`;

const STAGED_COLUMNS: TypedColumns<SignalContent> = [
  ...SIGNAL_COLUMNS,
  ["before", "text", ({ before }) => before],
];
const STAGED_NAMES = STAGED_COLUMNS.map(([column]) => column);

/** Has the staging table of `writeManySignals` on a connection of its own. Once for each connection. */
export async function prepareStaging(client: pg.ClientBase): Promise<void> {
  // What a crash takes of the last moments is derived again, since the run did not come to its end.
  await client.query("set synchronous_commit = off");
  await client.query(
    `create temp table signal_staging (like intent_signals including defaults, before text not null)
     on commit delete rows`,
  );
}

/** Writes new and changed signals of thousands of vehicles, in the caller's transaction. New ones are open. */
export async function writeManySignals(
  client: pg.ClientBase,
  contents: readonly SignalContent[],
): Promise<void> {
  if (contents.length === 0) return;
  await copyBinary(client, "signal_staging", STAGED_NAMES, binaryRows(STAGED_COLUMNS, contents));
  const isThere = (wanted: Before) => contents.some(({ before }) => before === wanted);
  if (isThere("ITSELF")) await client.query({ name: "update_staged_signals", text: UPDATE_STAGED });
  else if (!isThere("OTHERS") && (await insertStaged(client))) return;
  if (isThere("OTHERS") || isThere("NONE"))
    await client.query({ name: "merge_staged_signals", text: MERGE_STAGED });
}

/**
 * Of vehicles that had no signal, all signals are new and none is told of. Looking for each one's earlier self would
 * cost a sixth of writing it.
 * @returns false where some are there after all, written since the vehicles were read; then nothing was inserted
 */
async function insertStaged(client: pg.ClientBase): Promise<boolean> {
  await client.query("savepoint staged");
  try {
    await client.query({ name: "insert_staged_signals", text: INSERT_STAGED });
  } catch (error) {
    if ((error as Partial<pg.DatabaseError>).code !== UNIQUE_VIOLATION) throw error;
    await client.query("rollback to savepoint staged");
    return false;
  }
  await client.query("release savepoint staged");
  return true;
}

const UNIQUE_VIOLATION = "23505";

/** The same for a few vehicles, on any connection. */
export async function writeSignals(client: pg.ClientBase, contents: readonly SignalContent[]): Promise<void> {
  if (contents.length === 0) return;
  const rows = contents.map((content) =>
    Object.fromEntries(SIGNAL_COLUMNS.map(([name, , value]) => [name, value(content)])),
  );
  await client.query({ name: "merge_given_signals", text: MERGE_GIVEN, values: [JSON.stringify(rows)] });
}

/** A change of a signal's status. */
export interface StatusChange {
  readonly id: string;
  readonly status: SignalStatus;
  readonly reason: SignalChange;
}

// A partner may have moved it since it was read: what a partner settled stays settled.
const CHANGE = `
  with given as (
    select * from unnest($1::uuid[], $2::text[], $3::text[]) as given(id, status, reason)
  ), changed as (
    update intent_signals s set status = given.status, status_by = 'SCORING', updated_at = now()
    from given join intent_signals old on old.id = given.id
    where s.id = given.id and s.status <> given.status
      and (s.status in ('OPEN', 'CLAIMED') or s.status_by = 'SCORING')
    returning s.id, s.vehicle_id, s.area_code, s.make, s.part_family, s.kind, s.part_category,
      old.status as from_status, given.status, given.reason
  ), noted as (
    insert into signal_history
      (signal_id, ordinal, area_code, make, part_family, at, from_status, to_status, reason, changed_by)
    select id, 1 + coalesce((select max(ordinal) from signal_history h where h.signal_id = changed.id), 0),
      area_code, make, part_family, now(), from_status, status, reason, 'SCORING'
    from changed
  )
  ${insertEvents(`select case status when 'FULFILLED' then 'SIGNAL_FULFILLED' when 'EXPIRED' then 'SIGNAL_EXPIRED'
    else 'SIGNAL_UPDATED' end, ${TOLD}
  from changed`)}`;

/** Moves signals to another status, notes why and tells of it, in the caller's transaction. */
export async function changeStatuses(client: pg.ClientBase, changes: readonly StatusChange[]): Promise<void> {
  if (changes.length === 0) return;
  await client.query({
    name: "change_signal_statuses",
    text: CHANGE,
    values: [
      changes.map(({ id }) => id),
      changes.map(({ status }) => status),
      changes.map(({ reason }) => reason),
    ],
  });
}

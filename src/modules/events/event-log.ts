import { sql, type SQL } from "drizzle-orm";
import { PgDialect } from "drizzle-orm/pg-core";
import type pg from "pg";
import { onConnection } from "../../platform/db/overload.ts";
import { contractOf, restrictionsOf, type Reader } from "../../platform/graphql/run-reads.ts";
import { allOf } from "../../platform/read/conditions.ts";
import type { IdentityRules } from "../../platform/read/identity.ts";
import { readRows } from "../../platform/read/scoped-pool.ts";
import type { EventType } from "../vocabulary/index.ts";
import { typesFor } from "./event-facts.ts";
import { LONGEST_TRANSACTION_DAYS } from "./keep-events.ts";
import type { Position } from "./position.ts";

export interface EventLogDeps {
  /** Works as kimberlite_api: row-level security says what a partner hears. */
  readonly readPool: pg.Pool;
  /** Works as kimberlite_worker: where the log ends is no secret. */
  readonly workerPool: pg.Pool;
  readonly identityRules: IdentityRules;
  readonly now: () => Date;
}

/** An event as it is stored, for somebody who may hear of it. */
export interface LoggedEvent {
  readonly id: string;
  readonly position: Position;
  readonly type: EventType;
  readonly subjectId: string;
  readonly vehicleId: string | null;
  readonly areaCode: string | null;
  readonly data: object;
}

export interface LogPage {
  readonly events: readonly LoggedEvent[];
  /** Where to go on. */
  readonly next: Position;
  /** Whether something was left unread, though perhaps nothing for this reader. */
  readonly hasMore: boolean;
}

export interface LogQuestion {
  readonly after: Position;
  /** Among those that the reader's scopes let it hear of. */
  readonly types: readonly EventType[];
  readonly first: number;
  /** A condition on the columns of `e`, the log. */
  readonly where?: SQL | undefined;
}

/** Rows of the log that one statement looks at, so that a partner to whom little belongs waits for no long search. */
const SLICE = 20_000;
/** Slices of one page; then it is handed out as it is, with more to come. */
const SLICES = 10;
const LAST_SEQ = "9223372036854775807";

/**
 * The log as readers see it. Transactions get their number at their first write and may commit in any order; so nothing
 * is read of those that are as young as the oldest one still under way. What is below it is there for good: a reader
 * that goes on from its last position misses nothing, whoever commits late.
 */
export class EventLog {
  readonly #deps: EventLogDeps;

  constructor(deps: EventLogDeps) {
    this.#deps = deps;
  }

  /** The newest position: whoever begins here hears of what happens from now on. */
  async end(): Promise<Position> {
    const { end } = await this.#lookAhead({ tx: LAST_SEQ, seq: LAST_SEQ, atMs: Date.now() });
    return end;
  }

  /** The next events that a reader may hear of. */
  async read(reader: Reader, question: LogQuestion): Promise<LogPage> {
    const events: LoggedEvent[] = [];
    let { after } = question;
    for (let slice = 0; slice < SLICES; slice++) {
      const { end, isWhole } = await this.#lookAhead(after);
      const wanted = question.first - events.length;
      const found = await this.#select(reader, question, between(after, end), wanted + 1);
      events.push(...found.slice(0, wanted));
      const last = events.at(-1);
      if (found.length > wanted && last !== undefined) return { events, next: last.position, hasMore: true };
      if (isWhole) return { events, next: end, hasMore: false };
      after = end;
    }
    return { events, next: after, hasMore: true };
  }

  /** Those of the events at these positions that a reader may hear of now. */
  async find(reader: Reader, positions: readonly Position[]): Promise<LoggedEvent[]> {
    if (positions.length === 0) return [];
    const oldest = Math.min(...positions.map(({ atMs }) => atMs));
    const at = sql`(e.tx, e.seq) in (select * from unnest(${sql.param(positions.map(({ tx }) => tx))}::bigint[], ${sql.param(positions.map(({ seq }) => seq))}::bigint[])) and e.occurred_at >= ${new Date(oldest).toISOString()}::timestamptz`;
    const types = typesFor(reader.scopes);
    return this.#select(reader, { types }, at, positions.length);
  }

  /** How far a slice reaches: to a row of the log, or to its end. */
  async #lookAhead(after: Position): Promise<{ end: Position; isWhole: boolean }> {
    const statement = {
      name: "events_look_ahead",
      text: `with horizon as materialized (select pg_snapshot_xmin(pg_current_snapshot())::text::bigint as tx)
        select horizon.tx as horizon, ${MS("clock_timestamp()")} as now_ms, slice.tx, slice.seq, slice.at_ms, ${ON_DISK}
        from horizon left join lateral (
          select e.tx, e.seq, ${MS("e.occurred_at")} as at_ms from events e
          where (e.tx, e.seq) > ($1::bigint, $2::bigint) and e.tx < horizon.tx and e.occurred_at >= $3::timestamptz
          order by e.tx, e.seq offset ${SLICE - 1} limit 1
        ) slice on true`,
      values: [after.tx, after.seq, oldestAfter(after)],
    };
    const { rows } = await onConnection(this.#deps.workerPool, (client) =>
      client.query<{
        horizon: string;
        now_ms: string;
        tx: string | null;
        seq: string;
        at_ms: string;
      }>(statement),
    );
    const [row] = rows;
    if (row === undefined) throw new Error("The log has an end.");
    if (row.tx !== null)
      return { end: { tx: row.tx, seq: row.seq, atMs: Number(row.at_ms) }, isWhole: false };
    const tx = String(BigInt(row.horizon) - 1n);
    return { end: { tx, seq: LAST_SEQ, atMs: Number(row.now_ms) }, isWhole: true };
  }

  async #select(
    reader: Reader,
    { types, where }: Pick<LogQuestion, "types" | "where">,
    place: SQL,
    limit: number,
  ): Promise<LoggedEvent[]> {
    const scope = contractOf(reader);
    const statement = sql`
      select e.id, e.tx, e.seq, ${sql.raw(MS("e.occurred_at"))}, e.type, e.subject_id, e.vehicle_id, e.area_code, e.data
      from events e where ${allOf(place, contractSql(reader), sql`e.type = any (${sql.param([...types])}::text[])`, this.#vehicleIsShown(reader), where)}
      order by e.tx, e.seq limit ${limit}`;
    const { sql: text, params } = new PgDialect().sqlToQuery(statement);
    const rows = await readRows(this.#deps.readPool, { text, values: params }, scope);
    return rows.map(eventOf);
  }

  /**
   * Of a vehicle that the reader may not list (any more) it hears only that its identity was erased or its consent
   * withdrawn. Row-level security hides those that are erased or outside the contract.
   */
  #vehicleIsShown(reader: Reader): SQL {
    const { partner, purposes } = contractOf(reader);
    const asker = {
      partner: sql`${partner}::uuid`,
      purposes: sql`${purposes}::text[]`,
      now: sql`${this.#deps.now().toISOString()}::timestamptz`,
    };
    const listed = restrictionsOf(reader).identity
      ? sql`(not v.has_consents or ${this.#deps.identityRules.isListed(sql`v.id`, asker)})`
      : sql`true`;
    return sql`(e.vehicle_id is null or e.type in ('VEHICLE_ERASED', 'CONSENT_WITHDRAWN')
      or exists (select from vehicles v where v.id = e.vehicle_id and ${listed}))`;
  }
}

/** The contract's rule, which row-level security enforces once more. */
function contractSql(reader: Reader): SQL | undefined {
  const { areas, makes, partFamilies, partner } = contractOf(reader);
  const limits = restrictionsOf(reader);
  const within = (column: string, list: string) =>
    sql`(${sql.raw(column)} is null or ${sql.raw(column)} = any (${list}::text[]))`;
  return allOf(
    sql`(e.partner_id is null or e.partner_id = ${partner}::uuid)`,
    limits.areas ? within("e.area_code", areas) : undefined,
    limits.makes ? within("e.make", makes) : undefined,
    limits.partFamilies ? within("e.part_family", partFamilies) : undefined,
  );
}

/**
 * Waits until all that the statement sees is on the disk. Some transactions do not wait for it themselves, and a server
 * that crashes gives the numbers of those it forgot to others: a reader that was told of them would miss what these say.
 */
const ON_DISK = `case when pg_current_wal_flush_lsn() < pg_current_wal_insert_lsn()
  then pg_logical_emit_message(false, 'kimberlite', '', true) end as on_disk`;

const MS = (instant: string) => `(extract(epoch from ${instant}) * 1000)::bigint`;

/** Rows behind a position may be older than it by what a transaction lasts. Spares looking into older partitions. */
const oldestAfter = ({ atMs }: Position): string =>
  new Date(atMs - LONGEST_TRANSACTION_DAYS * 24 * 60 * 60 * 1000).toISOString();

function between(after: Position, end: Position): SQL {
  return sql`(e.tx, e.seq) > (${after.tx}::bigint, ${after.seq}::bigint) and (e.tx, e.seq) <= (${end.tx}::bigint, ${end.seq}::bigint) and e.occurred_at >= ${oldestAfter(after)}::timestamptz`;
}

/** @param row texts, as PostgreSQL writes them */
function eventOf(row: readonly unknown[]): LoggedEvent {
  const [id, tx, seq, atMs, type, subjectId, vehicleId, areaCode, data] = row as readonly (string | null)[];
  return {
    id: String(id),
    position: { tx: String(tx), seq: String(seq), atMs: Number(atMs) },
    type: type as EventType,
    subjectId: String(subjectId),
    vehicleId: vehicleId ?? null,
    areaCode: areaCode ?? null,
    data: JSON.parse(data ?? "{}") as object,
  };
}

import { bigint, index, integer, jsonb, pgTable, primaryKey, text, uuid } from "drizzle-orm/pg-core";
import { instant, oneOf, word } from "../../platform/db/columns.ts";

export const INGESTION_FORMATS = [
  "uk-mot-history",
  "uk-mot-stations",
  "nl-rdw",
  "fr-controle-technique",
  "fr-centres",
  "kimberlite",
] as const;
export type IngestionFormat = (typeof INGESTION_FORMATS)[number];

/** What became of the records of one kind. `read` is the sum of the others. */
export interface RecordCounts {
  readonly read: number;
  readonly inserted: number;
  readonly updated: number;
  readonly unchanged: number;
  readonly rejected: number;
}

const RUN_STATUSES = ["RUNNING", "COMPLETED", "FAILED"] as const;

/** One reading of one input. A run that was killed is taken up again where its last committed batch ended. */
export const ingestionRuns = pgTable(
  "ingestion_runs",
  {
    id: uuid("id").primaryKey(),
    format: word("format", INGESTION_FORMATS).notNull(),
    /** Base name of the file, or `-` for standard input. */
    fileName: text("file_name").notNull(),
    /** SHA-256 of the file's size and first megabyte; null for standard input, which cannot be resumed. */
    fingerprint: text("fingerprint"),
    status: word("status", RUN_STATUSES).notNull(),
    /** Lines (rows) of the input whose effects are committed: where a later run goes on. */
    lineCount: bigint("line_count", { mode: "number" }).notNull().default(0),
    /** Counts by kind of record; the five columns below are their sums. */
    counts: jsonb("counts").$type<Record<string, RecordCounts>>().notNull().default({}),
    /** Why the run failed; null unless it did. */
    failureCode: text("failure_code"),
    /** Records whose effects are committed. */
    readCount: bigint("read_count", { mode: "number" }).notNull().default(0),
    insertedCount: bigint("inserted_count", { mode: "number" }).notNull().default(0),
    updatedCount: bigint("updated_count", { mode: "number" }).notNull().default(0),
    unchangedCount: bigint("unchanged_count", { mode: "number" }).notNull().default(0),
    rejectedCount: bigint("rejected_count", { mode: "number" }).notNull().default(0),
    startedAt: instant("started_at").notNull().defaultNow(),
    finishedAt: instant("finished_at"),
  },
  (t) => [
    // Finds an interrupted run of the same input.
    index("ingestion_runs_fingerprint_idx").on(t.fingerprint),
    oneOf("ingestion_runs_status_check", t.status, RUN_STATUSES),
  ],
);

/** Records that a run refused. Never holds the record itself, which may name a person's vehicle. */
export const rejectedRows = pgTable(
  "rejected_rows",
  {
    runId: uuid("run_id")
      .notNull()
      .references(() => ingestionRuns.id, { onDelete: "cascade" }),
    /** From 1, as an editor counts. */
    lineNumber: integer("line_number").notNull(),
    /** Several things may be wrong inside one line. */
    ordinal: integer("ordinal").notNull(),
    code: text("code").notNull(),
    reason: text("reason").notNull(),
  },
  (t) => [primaryKey({ columns: [t.runId, t.lineNumber, t.ordinal] })],
);

import { sql } from "drizzle-orm";
import { bigint, bigserial, index, integer, jsonb, pgTable, text, uuid } from "drizzle-orm/pg-core";
import { instant, oneOf, word } from "../../platform/db/columns.ts";
import { partners } from "../partners/partner.table.ts";

export const EXPORT_DATASETS = ["VEHICLES", "INSPECTIONS", "GARAGES", "INTENT_SIGNALS", "DEMAND"] as const;
export const EXPORT_FORMATS = ["NDJSON", "CSV"] as const;
export const EXPORT_STATUSES = [
  "QUEUED",
  "RUNNING",
  "COMPLETED",
  "REVISING",
  "FAILED",
  "CANCELLED",
  "EXPIRED",
] as const;

/** A finished file. */
export interface ExportFile {
  readonly name: string;
  readonly rows: number;
  readonly bytes: number;
  /** Lower-case hexadecimal. */
  readonly sha256: string;
}

/**
 * Bulk exports that partners asked for. The files lie in the exports folder under the id and the attempt; a file counts
 * only while its row says COMPLETED and names that attempt, so nothing half written is ever visible.
 */
export const exports = pgTable(
  "exports",
  {
    id: uuid("id").primaryKey(),
    partnerId: uuid("partner_id")
      .notNull()
      .references(() => partners.id),
    clientId: text("client_id").notNull(),
    dataset: word("dataset", EXPORT_DATASETS).notNull(),
    format: word("format", EXPORT_FORMATS).notNull(),
    /** As it was sent, checked; holds no plate and no VIN. Null: everything in the contract. */
    filter: jsonb("filter").$type<Readonly<Record<string, unknown>>>(),
    /** Scopes of the token that asked: columns beyond them are absent. Downloading takes the same. */
    scopes: text("scopes").array().notNull(),
    status: word("status", EXPORT_STATUSES).notNull(),
    /** Counts the tries; who holds an older number may write nothing here any more. */
    attempt: integer("attempt").notNull().default(0),
    rows: bigint("rows", { mode: "number" }).notNull().default(0),
    /** By the planner's estimate; null before it runs. */
    expectedRows: bigint("expected_rows", { mode: "number" }),
    files: jsonb("files").$type<readonly ExportFile[]>().notNull().default([]),
    /** Contract that the rows were narrowed to: where it has changed, the files are given out no longer. */
    contract: text("contract"),
    /** Vehicles to be taken out of the files since they were written: erased, or their consent withdrawn. */
    removedVehicleIds: uuid("removed_vehicle_ids")
      .array()
      .notNull()
      .default(sql`'{}'`),
    /** Instant of the data. */
    snapshotAt: instant("snapshot_at"),
    requestedAt: instant("requested_at").notNull(),
    startedAt: instant("started_at"),
    finishedAt: instant("finished_at"),
    /** When the files go. Null before it is over. */
    expiresAt: instant("expires_at"),
  },
  (t) => [
    // Serves Query.exports, newest first, and the count of a partner's open ones.
    index("exports_partner_id_requested_at_id_idx").on(t.partnerId, t.requestedAt, t.id),
    // Serves housekeeping and erasure: what has files, or will.
    index("exports_status_idx").on(t.status),
    oneOf("exports_dataset_check", t.dataset, EXPORT_DATASETS),
    oneOf("exports_format_check", t.format, EXPORT_FORMATS),
    oneOf("exports_status_check", t.status, EXPORT_STATUSES),
  ],
);

/** Who waits, in order, and nothing about whom: so everybody may count who is before them. */
export const exportPlaces = pgTable("export_places", {
  place: bigserial("place", { mode: "number" }).primaryKey(),
  exportId: uuid("export_id").notNull().unique(),
});

export type ExportRow = typeof exports.$inferSelect;
export type ExportDataset = ExportRow["dataset"];
export type ExportFormat = ExportRow["format"];
export type ExportStatus = ExportRow["status"];

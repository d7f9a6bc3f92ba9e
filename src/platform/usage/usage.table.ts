import { bigint, index, integer, pgTable, primaryKey, text } from "drizzle-orm/pg-core";
import { instant } from "../db/columns.ts";

/**
 * The request log: what each client asked for in each hour, by operation, without any value. Kept for 30 days. A row
 * for each operation a client uses in an hour, however often.
 */
export const operationUsage = pgTable(
  "operation_usage",
  {
    hour: instant("hour").notNull(),
    clientId: text("client_id").notNull(),
    /** Empty where the document names none. */
    operationName: text("operation_name").notNull(),
    /** SHA-256 of the document, which may hold values and so is not kept. Empty where none was read. */
    documentHash: text("document_hash").notNull(),
    /** Empty for success. */
    errorCode: text("error_code").notNull(),
    requests: integer("requests").notNull(),
    cost: bigint("cost", { mode: "number" }).notNull(),
    durationMs: bigint("duration_ms", { mode: "number" }).notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.hour, t.clientId, t.operationName, t.documentHash, t.errorCode] }),
    // Serves viewer.usage.
    index("operation_usage_client_id_hour_idx").on(t.clientId, t.hour),
  ],
);

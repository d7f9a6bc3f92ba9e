import { index, pgTable, primaryKey, text, uuid } from "drizzle-orm/pg-core";
import { instant } from "../db/columns.ts";

/**
 * Mutations that were done under a key of their sender's, written in the same transaction as what they did. Kept for a
 * day, for the sender alone; no partner's connection reads it.
 */
export const idempotencyKeys = pgTable(
  "idempotency_keys",
  {
    clientId: text("client_id").notNull(),
    /** SHA-256 of the key, base64url: it may be anything its sender chose. */
    keyHash: text("key_hash").notNull(),
    /** SHA-256 of document, operation and variables. */
    fingerprint: text("fingerprint").notNull(),
    /** Sealed under the installation's key and the sender's. Null once somebody whom it is about was erased. */
    answer: text("answer"),
    /** Whom the answer is about. */
    subjectIds: uuid("subject_ids").array().notNull(),
    createdAt: instant("created_at").notNull().defaultNow(),
  },
  (t) => [
    primaryKey({ columns: [t.clientId, t.keyHash] }),
    // Finds what is over.
    index("idempotency_keys_created_at_idx").on(t.createdAt),
  ],
);

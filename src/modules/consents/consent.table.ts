import { sql } from "drizzle-orm";
import { index, pgTable, text, uniqueIndex, uuid } from "drizzle-orm/pg-core";
import { instant, oneOf, word } from "../../platform/db/columns.ts";
import { partners } from "../partners/partner.table.ts";
import { vehicles } from "../vehicles/vehicle.table.ts";
import { LAWFUL_BASES, PURPOSES } from "../vocabulary/index.ts";

/**
 * Why a partner may use the identity of a vehicle for a purpose, as that partner recorded it: consent given to one
 * company says nothing about another. A newer record for the same purpose replaces the one before, which stays as proof.
 * No row holds an address or a number: only which channels may be used.
 */
export const consents = pgTable(
  "consents",
  {
    id: uuid("id").primaryKey(),
    vehicleId: uuid("vehicle_id")
      .notNull()
      .references(() => vehicles.id),
    partnerId: uuid("partner_id")
      .notNull()
      .references(() => partners.id),
    /** The credential that recorded it. */
    clientId: text("client_id").notNull(),
    purpose: word("purpose", PURPOSES).notNull(),
    lawfulBasis: word("lawful_basis", LAWFUL_BASES).notNull(),
    /** Words of CONTACT_CHANNELS that may be used for the purpose. */
    channels: text("channels").array().notNull(),
    grantedAt: instant("granted_at").notNull(),
    /** The first instant at which it no longer holds; null: until it is withdrawn. */
    expiresAt: instant("expires_at"),
    withdrawnAt: instant("withdrawn_at"),
    /** When a newer record took its place. */
    replacedAt: instant("replaced_at"),
    /** SHA-256 of what proves it (a signed form, a recording), 64 hexadecimal digits; null where none is kept. */
    proofHash: text("proof_hash"),
    /** Which text the driver agreed to, by the partner's own name for it; null where there is none. */
    sourceText: text("source_text"),
    recordedAt: instant("recorded_at").notNull(),
  },
  (t) => [
    // Serves every read of a vehicle that has consents, and keeps one record in force for each purpose.
    uniqueIndex("consents_vehicle_id_partner_id_purpose_key")
      .on(t.vehicleId, t.partnerId, t.purpose)
      .where(sql`replaced_at is null`),
    // Tells whether a partner has anything that its lists must leave out.
    index("consents_partner_id_withdrawn_idx")
      .on(t.partnerId)
      .where(sql`withdrawn_at is not null and replaced_at is null`),
    // Finds all that erasure has to clear.
    index("consents_vehicle_id_idx").on(t.vehicleId),
    oneOf("consents_purpose_check", t.purpose, PURPOSES),
    oneOf("consents_lawful_basis_check", t.lawfulBasis, LAWFUL_BASES),
  ],
);

/**
 * Tombstones: what was erased, in a form that recognises it when it comes again and tells nothing else. HMAC-SHA-256
 * under a key of the installation, base64url. A few thousand rows.
 */
export const erasedIdentities = pgTable(
  "erased_identities",
  {
    vehicleId: uuid("vehicle_id").primaryKey(),
    /** Of the country and the mark. Null where none was known. */
    registrationHash: text("registration_hash"),
    /** Null where none was known. */
    vinHash: text("vin_hash"),
    erasedAt: instant("erased_at").notNull(),
  },
  (t) => [
    // Serve ingestion, which asks for each batch.
    index("erased_identities_registration_hash_idx").on(t.registrationHash),
    index("erased_identities_vin_hash_idx").on(t.vinHash),
  ],
);

export type ConsentRow = typeof consents.$inferSelect;

import { boolean, date, index, jsonb, pgTable, primaryKey, text, uuid } from "drizzle-orm/pg-core";
import { instant, oneOf, word } from "../../platform/db/columns.ts";

export const PARTNER_STATUSES = ["ACTIVE", "SUSPENDED"] as const;

/** A company that reads or supplies data, with the contract that says what it may. A few thousand rows. */
export const partners = pgTable(
  "partners",
  {
    id: uuid("id").primaryKey(),
    /** Lower-case words joined by hyphens; how the command line names it. */
    slug: text("slug").notNull().unique(),
    name: text("name").notNull(),
    status: word("status", PARTNER_STATUSES).notNull().default("ACTIVE"),
    /** Words of SCOPES: the most that any of its clients may hold. */
    scopes: text("scopes").array().notNull(),
    /** Area codes; an area stands for everything below it. Empty: everywhere. */
    areas: text("areas").array().notNull(),
    /** Upper-case makes. Empty: all. */
    makes: text("makes").array().notNull(),
    /** Words of PART_FAMILIES. Empty: all. */
    partFamilies: text("part_families").array().notNull(),
    /** What the partner may use personal data for: words of PURPOSES. Empty: nothing. */
    purposes: text("purposes").array().notNull(),
    /** Whether its clients may read the schema through introspection. */
    introspection: boolean("introspection").notNull().default(true),
    validFrom: date("valid_from", { mode: "string" }).notNull(),
    /** Last day of the contract; null: open-ended. */
    validUntil: date("valid_until", { mode: "string" }),
    createdAt: instant("created_at").notNull().defaultNow(),
    updatedAt: instant("updated_at").notNull().defaultNow(),
  },
  (t) => [oneOf("partners_status_check", t.status, PARTNER_STATUSES)],
);

/** A credential of a partner: one program of theirs. */
export const clients = pgTable(
  "clients",
  {
    /** Public and random: `kbc_` and 24 characters. */
    id: text("id").primaryKey(),
    partnerId: uuid("partner_id")
      .notNull()
      .references(() => partners.id),
    name: text("name").notNull(),
    /** A subset of the partner's scopes; what the contract no longer holds is not granted. */
    scopes: text("scopes").array().notNull(),
    /** Public keys for private_key_jwt, a JWK set; null where the client uses a secret. */
    jwks: jsonb("jwks").$type<{ keys: Record<string, unknown>[] }>(),
    /** The client's name at the external issuer (its `client_id` or `azp`); null where only we issue its tokens. */
    externalId: text("external_id").unique(),
    createdAt: instant("created_at").notNull().defaultNow(),
    lastUsedAt: instant("last_used_at"),
    /** Tokens issued before this instant are refused; set on revocation of a token family. */
    tokensValidAfter: instant("tokens_valid_after"),
    revokedAt: instant("revoked_at"),
  },
  // Lists a partner's clients.
  (t) => [index("clients_partner_id_idx").on(t.partnerId)],
);

/** At most two live per client, so that one can be replaced without an outage. The secret itself is never stored. */
export const clientSecrets = pgTable(
  "client_secrets",
  {
    id: uuid("id").primaryKey(),
    clientId: text("client_id")
      .notNull()
      .references(() => clients.id),
    /** HMAC-SHA-256 under the installation's key, base64url. */
    hash: text("hash").notNull(),
    createdAt: instant("created_at").notNull().defaultNow(),
    expiresAt: instant("expires_at"),
    /** When its partner was told that it ends soon. */
    endToldAt: instant("end_told_at"),
    lastUsedAt: instant("last_used_at"),
  },
  // Serves the token endpoint.
  (t) => [index("client_secrets_client_id_idx").on(t.clientId)],
);

const KEY_USES = ["SIGN", "RETIRED"] as const;

/** Keys that sign access tokens. A new one is published before it signs; a retired one until its last token ended. */
export const signingKeys = pgTable(
  "signing_keys",
  {
    kid: text("kid").primaryKey(),
    alg: text("alg").notNull(),
    publicJwk: jsonb("public_jwk").$type<Record<string, unknown>>().notNull(),
    /** The private JWK, AES-256-GCM under the installation's key, base64url. */
    sealedPrivateJwk: text("sealed_private_jwk").notNull(),
    status: word("status", KEY_USES).notNull(),
    createdAt: instant("created_at").notNull().defaultNow(),
    /** From when it signs: other instances have read it by then. */
    signsFrom: instant("signs_from").notNull(),
    /** When it leaves the key set. */
    publishedUntil: instant("published_until"),
  },
  (t) => [oneOf("signing_keys_status_check", t.status, KEY_USES)],
);

/** Single access tokens revoked before their time, by `jti`; kept until the token would have ended. */
export const revokedTokens = pgTable(
  "revoked_tokens",
  {
    jti: text("jti").primaryKey(),
    expiresAt: instant("expires_at").notNull(),
    revokedAt: instant("revoked_at").notNull().defaultNow(),
  },
  // Every instance reads what was revoked lately; the worker deletes what has ended.
  (t) => [
    index("revoked_tokens_revoked_at_idx").on(t.revokedAt),
    index("revoked_tokens_expires_at_idx").on(t.expiresAt),
  ],
);

/** Assertions that clients have signed in with (private_key_jwt), each good for once; kept until they would have ended. */
export const usedAssertions = pgTable(
  "used_assertions",
  {
    clientId: text("client_id")
      .notNull()
      .references(() => clients.id),
    /** SHA-256 of its `jti`, base64url: the client chooses the text, at any length. */
    jtiHash: text("jti_hash").notNull(),
    expiresAt: instant("expires_at").notNull(),
  },
  // The worker deletes what has ended.
  (t) => [
    primaryKey({ columns: [t.clientId, t.jtiHash] }),
    index("used_assertions_expires_at_idx").on(t.expiresAt),
  ],
);

export type PartnerRow = typeof partners.$inferSelect;
export type ClientRow = typeof clients.$inferSelect;

import type { CursorCodec } from "../read/cursor.ts";
import type { IdCodec } from "../read/ids.ts";

/** Everything that a token can be allowed to do. Append only: tokens and contracts hold these words. */
export const SCOPES = [
  "vehicles:read",
  "vehicles:identify",
  "vehicles:write",
  "inspections:read",
  "inspections:write",
  "garages:read",
  "garages:write",
  "signals:read",
  "signals:write",
  "signals:act",
  "repairs:write",
  "demand:read",
  "exports:run",
  "events:read",
  "webhooks:manage",
  "consents:manage",
  "admin",
] as const;
export type Scope = (typeof SCOPES)[number];

const KNOWN: ReadonlySet<string> = new Set(SCOPES);

export function isScope(text: string): text is Scope {
  return KNOWN.has(text);
}

const WRITING: readonly Scope[] = [
  "vehicles:write",
  "inspections:write",
  "garages:write",
  "signals:write",
  "signals:act",
  "repairs:write",
  "exports:run",
  "webhooks:manage",
  "consents:manage",
  "admin",
];

/** Whether any of these scopes changes something. */
export const mayWrite = (scopes: ReadonlySet<Scope>): boolean => WRITING.some((scope) => scopes.has(scope));

/** What a partner's contract lets its clients see. Null lists are unlimited; empty ones allow nothing. */
export interface Contract {
  /** The contract's areas and everything below them: a row whose department is unknown carries a wider area. */
  readonly areas: readonly string[] | null;
  readonly makes: readonly string[] | null;
  readonly partFamilies: readonly string[] | null;
  readonly purposes: readonly string[];
  readonly introspection: boolean;
}

/** Who is asking, and on whose behalf. Made once per token and kept while the token lives. */
export interface Principal {
  readonly partnerId: string;
  readonly clientId: string;
  readonly scopes: ReadonlySet<Scope>;
  readonly contract: Contract;
  /** Whether the client may change anything, with whichever of its tokens. */
  readonly mayWrite: boolean;
  /** Ids as this partner, and no other, knows them. */
  readonly ids: IdCodec;
  /** Seals and opens this partner's page cursors. */
  readonly cursors: CursorCodec;
}

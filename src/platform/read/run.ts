import type { FieldNode } from "graphql";
import type { Contract } from "../auth/principal.ts";
import type { CursorCodec } from "./cursor.ts";
import type { IdentityKind, Viewer } from "./entity.ts";
import type { IdCodec } from "./ids.ts";

/** Is told of every row that shows whom it is about. @throws {AppError} where that cannot be noted */
export interface IdentityWitness {
  note(subject: string, kind: IdentityKind): void;
}

/** What an operation was asked with. */
export interface Asked {
  readonly variables: Readonly<Record<string, unknown>>;
  /** Arguments of fields with these variables, by the node that gives them: many ask for them, and one finds them out. */
  readonly given: Map<FieldNode, GivenArguments>;
}

export interface GivenArguments {
  /** A node of a fragment belongs to a field of each type that the fragment is used on. */
  readonly field: object;
  readonly values: Record<string, unknown>;
}

/** What one execution of a compiled operation is bound to. */
export interface Run extends Asked {
  readonly viewer: Viewer;
  readonly ids: IdCodec;
  readonly cursors: CursorCodec;
  readonly contract: Contract;
  /** The contract as PostgreSQL array literals; `*` is everything. */
  readonly areas: string;
  readonly makes: string;
  readonly partFamilies: string;
  /** The partner's UUID. */
  readonly partner: string;
  /** What the contract lets personal data be used for, as a PostgreSQL array literal. */
  readonly purposes: string;
  readonly witness: IdentityWitness;
  /** UUIDs of the rows wanted, where they are read by key. */
  readonly keys?: readonly string[];
  /** Whether the executor will read the answer and so must be told the types of nodes. */
  readonly forExecutor: boolean;
}

/** A value of a statement, read when it runs. */
export type Value = (run: Run) => unknown;

/** Values that a statement holds in many places: one and the same function each, by which it binds them once. */
export const VALUES = {
  partner: (run) => run.partner,
  purposes: (run) => run.purposes,
  now: (run) => run.viewer.now,
} satisfies Record<string, Value>;

/** What a contract lists: as an array, and as a JSON object of the same words, in which one is found by halving. */
export const CONTRACT_LISTS = {
  areas: { list: (run) => run.areas, set: ({ contract }) => setOf(contract.areas) },
  makes: { list: (run) => run.makes, set: ({ contract }) => setOf(contract.makes) },
  partFamilies: { list: (run) => run.partFamilies, set: ({ contract }) => setOf(contract.partFamilies) },
} satisfies Record<string, { readonly list: Value; readonly set: Value }>;

const sets = new WeakMap<readonly string[], string>();

function setOf(list: readonly string[] | null): string {
  if (list === null) return "{}";
  const known = sets.get(list) ?? JSON.stringify(Object.fromEntries(list.map((word) => [word, true])));
  sets.set(list, known);
  return known;
}

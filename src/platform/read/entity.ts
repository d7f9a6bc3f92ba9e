import "reflect-metadata/lite";
import type { SQL } from "drizzle-orm";
import type { AnyPgColumn, PgTable } from "drizzle-orm/pg-core";
import { Extensions, Field, ObjectType } from "type-graphql";
import type { Contract, Scope } from "../auth/principal.ts";
import type { ReadStatement } from "./scoped-pool.ts";

/** The columns of a table under the alias that the compiler gave it, by their TypeScript names. */
export type Columns<T extends PgTable> = T["_"]["columns"];

/** Arguments of a field as bound parameters; undefined where absent or null. Paths reach into input objects. */
export interface Args {
  (...path: string[]): SQL | undefined;
  /** An id argument of an entity, decoded to the row's UUID; a forged one becomes null and finds nothing. */
  id(entity: string, ...path: string[]): SQL | undefined;
  /** A value as the database knows it: normalised, or spread out into a list. Without a path, made of all arguments. */
  map(convert: (value: never) => unknown, ...path: string[]): SQL | undefined;
  /** The instant at which it is asked. */
  readonly now: SQL;
  /** The word that the root field made of its argument values; empty where it makes none. */
  readonly variant: string;
}

/** Who reads, and when: what a computed field may depend on besides its row. */
export interface Viewer {
  readonly scopes: ReadonlySet<Scope>;
  /** ISO 8601, UTC. */
  readonly now: string;
  readonly today: string;
}

/** Who asks for a report, and under which contract. */
export interface Reader {
  readonly viewer: Viewer;
  readonly contract: Contract;
}

/** A total order: ends in a unique column, all terms in one direction, so that one row comparison pages through it. */
// eslint-disable-next-line @typescript-eslint/no-explicit-any -- each declaration names its own table's columns
export interface Order<C = any> {
  readonly by: (
    columns: C,
    args: Args,
  ) => readonly (AnyPgColumn | { readonly sql: SQL; readonly type: string })[];
  readonly descending?: boolean;
  /** Needed to order by it, besides the field's own. */
  readonly scope?: Scope;
  /** Ranges of the filter over the first of these: where a walk in this order begins and ends, whatever their values. */
  readonly bounds?: readonly string[];
}

// eslint-disable-next-line @typescript-eslint/no-explicit-any -- as above
type Any = any;

interface Relation {
  /**
   * A SELECT that makes the rows from columns of the parent's row instead of reading a table: a part of the row that is
   * an object of its own, or the items of its JSON. Its columns are named as the entity's table names them.
   */
  readonly from?: (parent: Any) => SQL;
  /** Whether the rows are about the same vehicle as the parent's: `on` must see to it. Spares asking its consents again. */
  readonly sameSubject?: boolean;
  /**
   * Whether the rows carry the parent's area and make, which whoever writes keeps equal. Then they are compared with the
   * parent's, which the contract holds, instead of being looked for in the contract once more: a fifth of the time of a page.
   */
  readonly sameContract?: boolean;
}

/** What the compiler needs to know of a GraphQL field to read it. One kind per way of reading. */
export interface ReadKinds {
  /** The row's UUID, as the partner's own id. */
  id: object;
  /** A column of the same name, another column, or an expression. */
  column: { readonly sql?: (columns: Any, now: SQL) => SQL | AnyPgColumn };
  /** An object whose fields are columns of the row: those that are asked for are read. */
  parts: { readonly columns: Readonly<Record<string, string>> };
  /** Made in JavaScript from columns of the row. Pure and synchronous. */
  computed: {
    readonly needs: readonly string[];
    /** Those of them that are given as stored, though others see them rounded: the value must not give them away. */
    readonly exact?: readonly string[];
    /** Name of a number that the root field defines (see `root`): given to `value` beside the columns, else null. */
    readonly context?: string;
    /** What making it costs, where that is as much work as reading rows; else nothing, as with every column. */
    readonly work?: number;
    readonly value: (row: Any, viewer: Viewer, args: Any) => unknown;
  };
  /** At most one row of another entity. */
  one: { readonly on: (parent: Any, child: Any) => SQL } & Relation;
  /** A list or a connection of another entity's rows. */
  many: {
    readonly on: (parent: Any, child: Any, args: Args) => SQL | undefined;
    readonly order: Order;
    /** For lists without `first`: how many rows the cost takes for granted. */
    readonly usualSize?: number;
  } & Relation;
  /** A field of Query. */
  root: {
    readonly where?: (columns: Any, args: Args) => SQL | undefined;
    /** Orders by name of the `orderBy` enum's values; `default` without the argument. */
    readonly orders?: Readonly<Record<string, Order>> & { readonly default: Order };
    /** Which order the arguments ask for where it is not the argument `orderBy` that says so. */
    readonly orderName?: (args: Args) => string;
    /** Numbers reckoned from the arguments that computed fields of the entity may show, for example a distance. */
    readonly context?: (columns: Any, args: Args) => Readonly<Record<string, SQL>>;
    /** Checks argument values before anything runs. @throws {AppError} */
    readonly check?: (args: Any) => void;
    /**
     * A word that argument values decide, for each of which there is a statement of its own: `Args.variant`. Few words:
     * each is another plan.
     */
    readonly variant?: (args: Any) => string;
    readonly usualSize?: number;
  };
  /** `node` and `nodes`: the id says which entity. */
  node: { readonly check?: (args: Any) => void };
  /** A field of Query that condenses rows into one value, which is not an entity. */
  report: {
    /** Row-level security holds for it; what it does not read, it cannot show. */
    readonly statement: (args: Any, asker: Reader) => ReadStatement;
    /** @param rows their columns as PostgreSQL's text */
    readonly value: (rows: readonly Columnwise[], args: Any, asker: Reader) => object;
    /** Checks argument values before anything runs. @throws {AppError} */
    readonly check?: (args: Any) => void;
    /** What it costs, by its arguments alone. */
    readonly work: (args: Any) => number;
  };
}

/** The columns of a row as PostgreSQL's text, null where they are. */
export type Columnwise = readonly (string | null)[];

export type ReadMeta = {
  [K in keyof ReadKinds]: ReadKinds[K] & { readonly kind: K; readonly scope?: Scope };
}[keyof ReadKinds];

/** What a reader learns of whom a row is about; the access log's words. Append only. */
export const IDENTITY_KINDS = ["REGISTRATION", "VIN", "CERTIFICATE"] as const;
export type IdentityKind = (typeof IDENTITY_KINDS)[number];

/**
 * `MONTH`: of a date, its first day, for conditions too, which would find out the day otherwise. `DAY`: of an instant, its
 * beginning; rows are ordered by the instant all the same. Or words in place of others.
 */
export type Grain = "MONTH" | "DAY" | Readonly<Record<string, string>>;

/** What of a row is personal. The engine shows it to those only whom the application's IdentityRules let see it. */
export interface Personal {
  /** Column with the UUID of whom (which vehicle) the row is about. */
  readonly subject: string;
  /** Columns that are null to all others; conditions on them find nothing for all others. */
  readonly hidden: Readonly<Record<string, IdentityKind>>;
  /** Integer columns that all others see as multiples of an even number. */
  readonly rounded?: Readonly<Record<string, number>>;
  /** Columns that are coarser to whoever may know nobody's identity. */
  readonly coarse?: Readonly<Record<string, Grain>>;
  /** The same where every row is read at once: of all that two such readers hold, these would tell which are the same. */
  readonly coarseInBulk?: Readonly<Record<string, Grain>>;
  /** Boolean column that is false where no rule needs to be looked up. */
  readonly marker?: string;
}

export interface EntityMeta {
  readonly name: string;
  readonly table: PgTable;
  /** First character of its ids; absent where the entity is not addressed by id. */
  readonly prefix?: string;
  /** Needed for each of its fields; null: any valid token may read it. */
  readonly scope: Scope | null;
  /** Columns that the contract filters on, by TypeScript name. */
  readonly contract?: { readonly area: string; readonly make?: string; readonly partFamily?: string };
  /** Column with the partner that the row belongs to: nobody else reads it. */
  readonly owner?: string;
  /** Column that is not null once nobody may read the row any more. */
  readonly erased?: string;
  readonly personal?: Personal;
  /** The unique column, `id` unless said otherwise. */
  readonly key: string;
}

type TypeOf = Parameters<typeof Field>[0] & (() => unknown);
type Decorate = PropertyDecorator & MethodDecorator;

interface FieldFacts {
  readonly description: string;
  readonly nullable?: boolean;
  readonly scope?: Scope;
  readonly name?: string;
  readonly complexity?: never;
}

function reading<K extends "id" | "column" | "parts" | "computed">(kind: K) {
  return (type: TypeOf, facts: ReadKinds[K] & FieldFacts): Decorate =>
    (target: object, key: string | symbol, descriptor?: PropertyDescriptor) => {
      const { description, nullable = false } = facts;
      Field(type, { description, nullable })(target, key, descriptor as never);
      (Extensions({ read: { ...facts, kind } }) as Decorate)(target, key, descriptor as never);
    };
}

/** Fields of an entity's class. Types say what GraphQL shows; the rest says where it comes from. */
export const Id = reading("id");
export const Column = reading("column");
export const Parts = reading("parts");
export const Computed = reading("computed");

const declare =
  <K extends keyof ReadKinds>(kind: K) =>
  (facts: ReadKinds[K] & { readonly scope?: Scope }): MethodDecorator =>
    Extensions({ read: { ...facts, kind } });

/** Beside `@FieldResolver` or `@Query`, whose methods only carry the declaration: the compiler answers, they never run. */
export const ColumnBy = declare("column");
export const ComputedBy = declare("computed");
export const One = declare("one");
export const Many = declare("many");
export const Read = declare("root");
export const ReadNode = declare("node");
export const Report = declare("report");

/** Body of a method that the compiler answers. */
export function compiled(): never {
  throw new Error("This field is answered by the read engine.");
}

/** Declares a class as a GraphQL type whose rows are read from a table. */
export const Entity =
  (
    name: string,
    facts: Omit<EntityMeta, "name" | "key"> & { key?: string; description: string; implements?: Any },
  ) =>
  (target: object): void => {
    const { description, ...entity } = facts;
    const options = entity.implements === undefined ? {} : { implements: entity.implements as never };
    ObjectType(name, { simpleResolvers: true, description, ...options })(target as never);
    Extensions({ entity: { key: "id", ...entity, name } })(target as never);
  };

/**
 * Who may see what is not an entity: on a type, all its fields; on a field, that one. `null` declares it open to
 * every valid token. A coordinate without any declaration fails the build.
 */
export const Access = (scope: Scope | null) => Extensions({ access: { scope } });

/** Declares a type that is a page of rows without being a connection: `first` of its field sizes this list of it. */
export const PageOf = (list: string) => Extensions({ page: { list } });

/** Declares a type whose values only appear inside entities and need what the field that holds them needs. */
export const PartOfEntity = Extensions({ access: { scope: null, inherited: true } });

import {
  getNamedType,
  getNullableType,
  isEnumType,
  isListType,
  isNonNullType,
  type GraphQLOutputType,
} from "graphql";
import type { IdentityKind } from "./entity.ts";
import type { IdentityWitness, Run } from "./run.ts";

/** Where a value lies in its row. */
export type Key = number;
// eslint-disable-next-line @typescript-eslint/no-explicit-any -- values of rows: text from the wire or parsed JSON
export type Values = Record<Key, any>;
/** Turns a row, or one value of it, into JSON text. */
export type Write<T> = (source: T, run: Run) => string;

/** Which values of a row are ids to encode, which are nested rows, and which tell whom the row is about. */
export interface RowPlan {
  readonly ids: { readonly key: Key; readonly prefix: string }[];
  readonly many: { readonly key: Key; readonly rows: RowPlan }[];
  /** UUIDs of subjects, each told where the value at `value` is not null, or always. */
  readonly identities: { readonly subject: Key; readonly value: Key | null; readonly kind: IdentityKind }[];
  /** What one row costs, without the rows nested in it. */
  unitCost: number;
  /** How many rows are shown; another may have been read to tell whether there is a next page. All where absent. */
  shown?: (run: Run) => number;
}

export function objectWriter<T>(cells: readonly (readonly [string, Write<T>])[]): Write<T> {
  // All of it may be left out by @include and @skip.
  if (cells.length === 0) return () => "{}";
  const heads = cells.map(([key], i) => `${i === 0 ? "{" : ","}${JSON.stringify(key)}:`);
  const writes = cells.map(([, write]) => write);
  return (source, run) => {
    let text = "";
    for (let i = 0; i < heads.length; i += 1) text += (heads[i] ?? "") + (writes[i]?.(source, run) ?? "");
    return `${text}}`;
  };
}

/**
 * A list is put together in one piece. Added to each other, texts stay a tree of their pieces until they are sent, many
 * times as large as what they say, and an answer of a thousand rows would be that as long as its client takes to read.
 */
export const listWriter =
  <T>(write: Write<T>): Write<readonly T[]> =>
  (items, run) => {
    const texts = new Array<string>(items.length);
    for (let i = 0; i < items.length; i += 1) texts[i] = write(items[i] as T, run);
    return `[${texts.join()}]`;
  };

const quote = (value: unknown): string => `"${String(value)}"`;

/** What JSON escapes, and halves of surrogate pairs, which most texts hold none of. */
// eslint-disable-next-line no-control-regex -- JSON escapes control characters
const ESCAPED = /["\\\u0000-\u001f\ud800-\udfff]/;

/** Scalars that are written without JSON.stringify, or that PostgreSQL writes unlike GraphQL. */
const LEAVES: Readonly<Record<string, (value: unknown) => string>> = {
  ID: quote,
  Int: String,
  Float: String,
  Date: quote,
  DateTime: (value) => quote(isoInstant(String(value))),
  String: (value) =>
    typeof value === "string" && !ESCAPED.test(value) ? quote(value) : JSON.stringify(value),
  Boolean: (value) => String(value === true || value === "t" || value === "true"),
};

/** A root row holds `2026-01-05 08:30:00.12+00`, a nested one `2026-01-05T08:30:00.12+00:00`, JavaScript a Date. */
function isoInstant(text: string): string {
  const [, day, time, fraction = ""] = /^(\d{4}-\d\d-\d\d)[ T](\d\d:\d\d:\d\d)(?:\.(\d+))?/.exec(text) ?? [];
  return `${day ?? ""}T${time ?? ""}.${fraction.padEnd(3, "0").slice(0, 3)}Z`;
}

/** Lists come as JSON text (root rows) or as arrays. The values of an enum are names, in which nothing is escaped. */
export function leafWriter(type: GraphQLOutputType, path: string): Write<unknown> {
  const named = getNamedType(type);
  const leaf = LEAVES[named.name] ?? (isEnumType(named) ? quote : (value: unknown) => JSON.stringify(value));
  if (!isListType(getNullableType(type))) return required(type, path, leaf);
  return required(type, path, (value: unknown) => {
    const items = (typeof value === "string" ? JSON.parse(value) : value) as unknown[];
    return `[${items.map((item) => (item == null ? "null" : leaf(item))).join(",")}]`;
  });
}

/** Null where the schema allows it. Where it does not, the row breaks our own promise: a bug, reported as one. */
export function required<T>(
  type: GraphQLOutputType,
  path: string,
  write: Write<T>,
): Write<T | null | undefined> {
  if (!isNonNullType(type)) return (value, run) => (value == null ? "null" : write(value, run));
  return (value, run) => {
    if (value == null) throw new Error(`${path} is null`);
    return write(value, run);
  };
}

/**
 * Parses nested rows, tells the witness whom those that are shown are about, then encodes every id of the answer at once
 * and in place.
 * @returns what the rows shown cost
 */
export function prepareRows(
  rows: readonly Values[],
  plan: RowPlan,
  run: Run,
  witness: IdentityWitness = run.witness,
): number {
  const found: { row: Values; key: Key; prefix: string }[] = [];
  let cost = 0;
  const walk = (list: readonly Values[], { ids, many, identities, unitCost, shown }: RowPlan): void => {
    const seen = shown === undefined ? list : list.slice(0, shown(run));
    cost += unitCost * seen.length;
    for (const row of seen) {
      for (const { subject, value, kind } of identities) {
        if (row[subject] !== null && (value === null || row[value] !== null)) {
          witness.note(row[subject] as string, kind);
        }
      }
      for (const { key, prefix } of ids) if (row[key] !== null) found.push({ row, key, prefix });
      for (const { key, rows: nested } of many) {
        if (typeof row[key] === "string") row[key] = JSON.parse(row[key]) as unknown;
        walk(row[key] as Values[], nested);
      }
    }
  };
  walk(rows, plan);
  const encoded = run.ids.encodeAll(found.map(({ row, key }) => row[key] as string));
  found.forEach(({ row, key, prefix }, i) => (row[key] = prefix + (encoded[i] ?? "")));
  return cost;
}

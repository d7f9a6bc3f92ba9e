import { PAGE_SIZE } from "./read/page-size.ts";

/** Every limit of the API in one place; `viewer { limits }` reads them out. */
export const LIMITS = {
  pageSize: PAGE_SIZE,
  nodes: 100,
  cost: { perOperation: 1000, bucket: 2000, restorePerSecond: 100 },
  depth: 12,
  /** Of `__schema` and `__type`: the usual introspection query nests nine references to types. */
  introspectionDepth: 16,
  aliases: 30,
  tokens: 2000,
  documentChars: 64 * 1024,
  /** Fields and fragments of a document, counted as often as its fragments are used. */
  selections: 1000,
  /** Of one response key in one selection. */
  repetitions: 20,
  directives: 50,
  operations: 10,
  bodyBytes: 256 * 1024,
  /** Of a text to filter by. */
  textChars: 500,
  batchItems: 250,
  idempotencyKeysKeptHours: 24,
  /** Of one partner that wait or run. */
  openExports: 5,
  statementTimeoutMs: 5000,
  requestTimeoutMs: 10_000,
  concurrentOperations: 20,
} as const;

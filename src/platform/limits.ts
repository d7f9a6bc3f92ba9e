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
  /** Of one client, signed in. */
  tokenRequestsPerMinute: 30,
  /** Of one partner. */
  webhookEndpoints: 20,
  eventsKeptDays: 30,
  /** Of one partner that wait or run. */
  openExports: 5,
  exportsKeptDays: 7,
  /** Fewest that a published figure rests on; of fewer, one could be told from the rest. */
  aggregate: { vehicles: 11, sources: 3 },
  statementTimeoutMs: 5000,
  requestTimeoutMs: 10_000,
  concurrentOperations: 20,
  /**
   * Of all clients together in one process: what it answers in some hundredths of a second, one after the other. What
   * comes beyond is refused.
   */
  operationsAtOnce: 128,
  /** From so many at once on, connections take turns: more at a time are answered no sooner. */
  operationsBeforeTurns: 64,
  /** Longest that a connection waits for its turn, unread. */
  turnMs: 1000,
} as const;

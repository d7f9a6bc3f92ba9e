import { PAGE_SIZE } from "./read/page-size.ts";

/** Every limit of the API in one place; `viewer { limits }` reads them out. */
export const LIMITS = {
  pageSize: PAGE_SIZE,
  nodes: 100,
  cost: { perOperation: 1000, bucket: 2000, restorePerSecond: 100 },
  depth: 12,
  aliases: 30,
  tokens: 2000,
  directives: 50,
  operations: 10,
  /** Of one response key in one selection. */
  repetitions: 20,
  bodyBytes: 256 * 1024,
  batchItems: 250,
  statementTimeoutMs: 5000,
  requestTimeoutMs: 10_000,
  concurrentOperations: 20,
} as const;

import { cpus, loadavg, totalmem } from "node:os";

/** What figures depend on, in words: processors, memory, and what else ran when the program began. */
export const machine = (): string =>
  `${cpus().length} × ${cpus()[0]?.model ?? "unknown"}, ${Math.round(totalmem() / 2 ** 30)} GB, Node ${process.version}, PostgreSQL 18 embedded; ${loadBefore.toFixed(1)} other programs running on average in the minute before`;

const loadBefore = loadavg()[0] ?? NaN;

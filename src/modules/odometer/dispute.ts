import type { Block, Conflict } from "./blocks.ts";
import type { Mark } from "./line.ts";

/** A history that contradicts itself. */
export interface Dispute {
  /** In the order of time. */
  readonly blocks: readonly Block[];
  /** At least one. */
  readonly conflicts: readonly Conflict[];
  /** Zero kilometres at first registration; empty when that is unknown or lies after the first reading. */
  readonly origin: readonly [] | readonly [Mark];
  /** Days since 1970; null when unknown. */
  readonly firstRegisteredDay: number | null;
}

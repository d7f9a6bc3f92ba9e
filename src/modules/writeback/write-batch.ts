import type pg from "pg";
import type { Principal } from "../../platform/auth/principal.ts";
import { noteSubjects } from "../../platform/db/outer-transaction.ts";
import { inTransaction } from "../../platform/db/transaction.ts";
import type { FindErased } from "../ingestion/index.ts";
import type { Item, ItemOutcome, WriteOptions } from "./items.ts";

export interface WriteBackDeps {
  /** Connections as kimberlite_worker with staging tables (`openStaging`). */
  readonly pool: pg.Pool;
  /** Which of these vehicles the asker's contract shows it now. */
  readonly visibleVehicles: (asker: Principal, ids: readonly string[]) => Promise<ReadonlySet<string>>;
  readonly findErased: FindErased;
  /** Brings the signals of vehicles up to date after what was written about them, in the same transaction. */
  readonly rescore: (client: pg.ClientBase, vehicleIds: readonly string[]) => Promise<void>;
  readonly now: () => Date;
}

/** Ends a transaction without keeping what it did, and carries out what would have come of it. */
class NothingKept extends Error {
  override readonly name = "NothingKept";
  readonly outcomes: readonly ItemOutcome[];
  constructor(outcomes: readonly ItemOutcome[]) {
    super("nothing is kept");
    this.outcomes = outcomes;
  }
}

/** What one batch did: per item where it is, and which vehicles it is about. */
export interface Written {
  readonly outcomes: readonly ItemOutcome[];
  readonly vehicleIds: readonly string[];
}

/**
 * Writes a batch in one transaction. Where only validation is asked for, or an atomic batch holds anything that is
 * refused, all of it is undone; the answer tells what is wrong with each.
 */
export async function writeBatch<Record>(
  deps: WriteBackDeps,
  items: readonly Item<Record>[],
  { mode, validateOnly }: WriteOptions,
  write: (client: pg.ClientBase) => Promise<Written>,
): Promise<readonly ItemOutcome[]> {
  try {
    return await inTransaction(deps.pool, async (client) => {
      const { outcomes, vehicleIds } = await write(client);
      const isRefused = mode === "ATOMIC" && items.some(({ isTaken }) => !isTaken);
      if (validateOnly) throw new NothingKept(outcomes.map((outcome) => ({ ...outcome, id: null })));
      if (isRefused) {
        throw new NothingKept(outcomes.map(({ userErrors }) => ({ id: null, result: null, userErrors })));
      }
      noteSubjects(vehicleIds);
      return outcomes;
    });
  } catch (error) {
    if (error instanceof NothingKept) return error.outcomes;
    throw error;
  }
}

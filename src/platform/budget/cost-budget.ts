import type pg from "pg";
import { onConnection } from "../db/overload.ts";
import { AppError } from "../errors/app-error.ts";
import { LIMITS } from "../limits.ts";

const { bucket, restorePerSecond } = LIMITS.cost;

/** What a client that was silent for so long left of its loan goes back, for other instances. */
const RETURN_AFTER_MS = 5_000;
const LOOK_FOR_IDLE_EVERY_MS = 1000;
const CLIENTS = 10_000;

interface Loan {
  /** Taken from the bucket and not yet spent here. */
  left: number;
  /** What the bucket itself held when it was last asked. */
  inBucket: number;
  askedAt: number;
  usedAt: number;
  asking: Promise<void> | null;
}

export interface Spending {
  readonly requested: number;
  /** What the client can spend now: at least this, as far as this instance knows. */
  readonly available: number;
}

/** What each client may spend, correct over any number of instances: nothing is spent that the bucket did not give. */
export interface CostBudget {
  /** @throws {AppError} RATE_LIMITED with retryAfterMs, OVERLOADED where the database does not answer */
  spend(clientId: string, cost: number): Promise<Spending>;
  /** Gives back what an operation did not use. Returns what is available then. */
  refund(clientId: string, amount: number): number;
  /** Gives every loan back. */
  close(): Promise<void>;
}

/** What a bucket holds now: what it held, and what came back since. */
const holds = (row: string): string =>
  `least($3::float8, ${row}.available + $4::float8 * greatest(0, extract(epoch from now() - ${row}.refilled_at)))`;

/**
 * Lends an instance half of what the bucket holds, so that not every operation asks the database and yet something is left
 * for other instances; `least` where that is more; nothing where the bucket holds less than that. The bucket refills as
 * it is asked; a client without a row has a full one. One statement, and nobody waits for the disk: what a crash of the
 * database forgets of it is made up for by the refilling.
 */
const TAKE = `
  with hurried as materialized (select set_config('synchronous_commit', 'off', true))
  insert into client_budgets as bucket (client_id, available, refilled_at)
  select $1::text, $3::float8 - greatest($2::float8, floor($3::float8 / 2)), now() from hurried
  on conflict (client_id) do update set
    available = ${holds("bucket")}
      - case when ${holds("bucket")} < $2::float8 then 0 else greatest($2::float8, floor(${holds("bucket")} / 2)) end,
    refilled_at = greatest(now(), bucket.refilled_at)
  returning new.available as left_over, coalesce(${holds("old")}, $3::float8) - new.available as taken`;

/** Rows are locked in one order, so that instances which give back at the same moment take turns. */
const KEEP = `
  with kept as (
    select b.client_id, g.amount
    from unnest($1::text[], $2::float8[]) as g (client_id, amount) join client_budgets b using (client_id)
    order by b.client_id for update of b
  )
  update client_budgets b set available = least($3, b.available + kept.amount)
  from kept where b.client_id = kept.client_id`;

/** The budget over a database. The pool works as kimberlite_worker. */
export function openCostBudget(pool: pg.Pool, clock: () => number = Date.now): CostBudget {
  const budget = new LoanedBudget(pool, clock);
  const returning = setInterval(() => {
    budget.returnIdle();
  }, LOOK_FOR_IDLE_EVERY_MS).unref();
  return {
    spend: (clientId, cost) => budget.spend(clientId, cost),
    refund: (clientId, amount) => budget.refund(clientId, amount),
    async close() {
      clearInterval(returning);
      await budget.returnAll();
    },
  };
}

class LoanedBudget {
  readonly #pool: pg.Pool;
  readonly #clock: () => number;
  readonly #loans = new Map<string, Loan>();

  constructor(pool: pg.Pool, clock: () => number) {
    this.#pool = pool;
    this.#clock = clock;
  }

  async spend(clientId: string, cost: number): Promise<Spending> {
    const loan = this.#loanOf(clientId);
    loan.usedAt = this.#clock();
    // Operations that wait together ask together; each then looks again at what is left.
    for (let attempt = 0; loan.left < cost && attempt < 3; attempt += 1) {
      loan.asking ??= this.#borrow(clientId, loan, cost - loan.left).finally(() => (loan.asking = null));
      await loan.asking;
    }
    if (loan.left < cost) throw this.#refusal(loan, cost);
    loan.left -= cost;
    return { requested: cost, available: this.#availableTo(loan) };
  }

  refund(clientId: string, amount: number): number {
    const loan = this.#loans.get(clientId);
    if (loan === undefined) return bucket;
    if (amount > 0) loan.left += amount;
    return this.#availableTo(loan);
  }

  returnIdle(): void {
    const silentSince = this.#clock() - RETURN_AFTER_MS;
    const idle = [...this.#loans].filter(([, { asking, usedAt }]) => asking === null && usedAt < silentSince);
    void this.#giveBack(idle.map(([clientId]) => clientId));
  }

  returnAll(): Promise<void> {
    return this.#giveBack([...this.#loans.keys()]);
  }

  async #borrow(clientId: string, loan: Loan, least: number): Promise<void> {
    const values = [clientId, least, bucket, restorePerSecond];
    const { rows } = await onConnection(this.#pool, (client) =>
      client.query<{ left_over: number; taken: number }>({ name: "take_from_budget", text: TAKE, values }),
    );
    const [{ left_over: leftOver, taken } = { left_over: 0, taken: 0 }] = rows;
    loan.left += taken;
    loan.inBucket = leftOver;
    loan.askedAt = this.#clock();
  }

  #refusal(loan: Loan, cost: number): AppError {
    const available = this.#availableTo(loan);
    const retryAfterMs = Math.max(100, Math.ceil(((cost - available) / restorePerSecond) * 1000));
    return new AppError(
      "RATE_LIMITED",
      `This client has spent its budget: the operation costs ${cost}. ${restorePerSecond} come back each second.`,
      { retryAfterMs, cost, available },
    );
  }

  /** Bucket and loan together, refilled to this moment. */
  #availableTo(loan: Loan): number {
    const restored = (restorePerSecond * (this.#clock() - loan.askedAt)) / 1000;
    return Math.floor(Math.min(bucket, loan.inBucket + restored + loan.left));
  }

  #loanOf(clientId: string): Loan {
    const known = this.#loans.get(clientId);
    if (known !== undefined) return known;
    const [oldest] = this.#loans.keys();
    if (oldest !== undefined && this.#loans.size >= CLIENTS) void this.#giveBack([oldest]);
    const now = this.#clock();
    const loan = { left: 0, inBucket: bucket, askedAt: now, usedAt: now, asking: null };
    this.#loans.set(clientId, loan);
    return loan;
  }

  async #giveBack(clientIds: readonly string[]): Promise<void> {
    const given = clientIds.flatMap((clientId) => {
      const left = this.#loans.get(clientId)?.left ?? 0;
      this.#loans.delete(clientId);
      return left > 0 ? [{ clientId, left }] : [];
    });
    if (given.length === 0) return;
    const values = [given.map(({ clientId }) => clientId), given.map(({ left }) => left), bucket];
    // What cannot be given back is made up for by the bucket's refilling.
    await this.#pool.query(KEEP, values).catch(() => undefined);
  }
}

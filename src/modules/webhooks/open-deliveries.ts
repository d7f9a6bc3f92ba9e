import { repeatEvery } from "../../platform/tasks/repeat-every.ts";
import type { Logger } from "../../platform/telemetry/logger.ts";
import { claimDue, extendLeases, releaseDeliveries, type HeldDelivery } from "./delivery.repository.ts";
import { deliver, prepare, type DeliverDeps, type Prepared } from "./deliver.ts";
import { fanOut } from "./fan-out.ts";

export interface DeliveriesDeps extends DeliverDeps {
  readonly logger: Logger;
}

export interface Deliveries {
  /** Takes nothing more, lets what is under way end for a moment, gives the rest back. */
  close(): Promise<void>;
}

const LOOK_EVERY_MS = 100;
const RETRY_MS = 1_000;
/** A worker that dies holds what it held for so long. */
const LEASE_MS = 10_000;
const EXTEND_EVERY_MS = 3_000;
/** Attempts of one worker at the same time. */
const MOST_AT_ONCE = 256;
const LIMITS = { perEndpoint: 32, perFailingEndpoint: 2, leaseMs: LEASE_MS } as const;
const CLOSE_WITHIN_MS = 5_000;

interface UnderWay {
  readonly held: HeldDelivery;
  readonly abort: AbortController;
  readonly done: Promise<void>;
}

/** What one worker has under way. */
class DeliveriesUnderWay {
  readonly #deps: DeliveriesDeps;
  readonly #all = new Map<string, UnderWay>();

  constructor(deps: DeliveriesDeps) {
    this.#deps = deps;
  }

  /** Takes what is due, as long as there is room. */
  async takeDue(): Promise<void> {
    for (;;) {
      const free = MOST_AT_ONCE - this.#all.size;
      if (free <= 0) return;
      const due = await claimDue(this.#deps.pool, LIMITS, free);
      const held = due.filter(({ id }) => !this.#all.has(id));
      if (held.length === 0) return;
      for (const prepared of await prepare(this.#deps, held)) this.#start(prepared);
    }
  }

  #start(prepared: Prepared): void {
    const { held } = prepared;
    const abort = new AbortController();
    const done = deliver(this.#deps, prepared, abort.signal)
      .catch((error: unknown) => {
        // Nothing is noted, so its lease runs out and it is tried again.
        this.#deps.logger.warn({ err: error }, "a delivery's end could not be noted; it is tried again");
      })
      .finally(() => this.#all.delete(held.id));
    this.#all.set(held.id, { held, abort, done });
  }

  /** Says that it still holds what it has; what it has lost it lets go of. */
  async keepHold(): Promise<void> {
    if (this.#all.size === 0) return;
    const all = [...this.#all.values()];
    const kept = await extendLeases(
      this.#deps.pool,
      all.map(({ held }) => held),
      LEASE_MS,
    );
    for (const { held, abort } of all) if (!kept.has(held.id)) abort.abort();
  }

  /** Lets attempts end for a moment and gives the rest back. */
  async close(): Promise<void> {
    const ended = Promise.all([...this.#all.values()].map(({ done }) => done));
    await Promise.race([ended, new Promise((resolve) => setTimeout(resolve, CLOSE_WITHIN_MS).unref())]);
    const rest = [...this.#all.values()];
    for (const { abort } of rest) abort.abort();
    const held = rest.map((each) => each.held);
    if (held.length > 0) await releaseDeliveries(this.#deps.pool, held);
  }
}

/**
 * Brings events to endpoints for as long as it is open. Any number of workers may: each takes what is due and not held,
 * and a dead one's deliveries are taken over after LEASE_MS. Asking several times a second beats LISTEN: a notification is
 * lost with its connection, and a pooler carries none.
 */
export function openDeliveries(deps: DeliveriesDeps): Deliveries {
  const underWay = new DeliveriesUnderWay(deps);
  const repeat = (everyMs: number, task: () => Promise<void>, failure: string) =>
    repeatEvery(everyMs, RETRY_MS, task, (error) => {
      deps.logger.warn({ err: error }, failure);
    });
  const tasks = [
    repeat(LOOK_EVERY_MS, () => fanOut(deps), "events not made into deliveries; it is tried again"),
    repeat(LOOK_EVERY_MS, () => underWay.takeDue(), "deliveries not taken; it is tried again"),
    repeat(EXTEND_EVERY_MS, () => underWay.keepHold(), "deliveries not held; it is tried again"),
  ];
  return {
    async close() {
      await Promise.all(tasks.map((task) => task.stop()));
      await underWay.close();
      deps.sender.close();
    },
  };
}

import type pg from "pg";
import { AppError } from "../errors/app-error.ts";

/** How often the database is asked. */
const ASK_EVERY_MS = 100;
/** Without an answer for this long it is taken for silent: a healthy one answers within milliseconds, also under load. */
const SILENT_AFTER_MS = 450;
/** Then the connection itself is doubted, and another one tried. */
const GIVE_UP_AFTER_MS = 2_000;

/**
 * Whether a database answers, known without waiting for it. A server that is down refuses connections, which says
 * enough; one that is frozen, or behind a broken network, says nothing, and whoever asks it would wait for as long.
 */
export interface Pulse {
  /** False while the database is silent. One that refuses connections is not: whoever asks it hears of that at once. */
  isBeating(): boolean;
  /**
   * Runs work that asks the database, and waits for it no longer once the database is silent; what it began may still be
   * done when the database wakes.
   * @throws {AppError} OVERLOADED
   */
  during<T>(work: () => Promise<T>): Promise<T>;
  close(): Promise<void>;
}

/** @param pool used by the pulse alone; one connection is enough */
export function openPulse(pool: pg.Pool): Pulse {
  const waiting = new Set<(error: Error) => void>();
  let isSilent = false;
  let askedAt: number | null = null;

  const isOverdue = () => askedAt !== null && performance.now() - askedAt > SILENT_AFTER_MS;
  const fallSilent = () => {
    if (!isOverdue()) return;
    isSilent = true;
    for (const reject of waiting) reject(silence());
  };
  const ask = async () => {
    askedAt = performance.now();
    try {
      await pool.query(QUESTION);
      isSilent = false;
    } catch {
      // A refusal is an answer; what took too long to come is none.
      isSilent = isOverdue();
    } finally {
      askedAt = null;
    }
  };
  const timer = setInterval(() => {
    if (askedAt === null) void ask();
    // Where this process itself was held up, the answer may lie in the socket: it is read before anything is said.
    else if (isOverdue()) setImmediate(fallSilent);
  }, ASK_EVERY_MS).unref();

  return {
    isBeating: () => !isSilent,
    during: (work) =>
      new Promise((resolve, reject) => {
        if (isSilent) {
          reject(silence());
          return;
        }
        waiting.add(reject);
        const done = () => waiting.delete(reject);
        work().then(resolve, reject).finally(done);
      }),
    async close() {
      clearInterval(timer);
      await pool.end();
    },
  };
}

/** `query_timeout` is the driver's own: it ends the wait also where nobody is there to end the statement. */
const QUESTION = { text: "select 1", query_timeout: GIVE_UP_AFTER_MS };

function silence(): AppError {
  return new AppError("OVERLOADED", "The database does not answer. Try again shortly.", {
    retryAfterMs: 1000,
  });
}

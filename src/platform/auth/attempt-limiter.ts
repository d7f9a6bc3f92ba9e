import { BoundedMap } from "./bounded-map.ts";

/** At most so many within so long, at any moment. */
export interface AttemptLimit {
  readonly max: number;
  readonly perMs: number;
}

/**
 * Counts attempts under a name and answers 0, or counts none and answers for how many milliseconds there can be none.
 * With 0 attempts it only asks. Behind a type, so that a count that all instances share can stand in for this one.
 */
export type TakeAttempt = (name: string, limit: AttemptLimit, attempts: number) => Promise<number>;

/** Names kept: those used lately. A name that leaves takes its count along. */
const NAMES = 50_000;

/** Counts in this process's memory: of several instances each allows as much. */
export function inMemoryAttempts(uptimeMs: () => number): TakeAttempt {
  const timesByName = new BoundedMap<readonly number[]>(NAMES);
  return async (name, limit, attempts) => {
    const now = uptimeMs();
    const times = (timesByName.get(name) ?? []).filter((time) => now - time < limit.perMs);
    const tooMany = times.length + Math.max(attempts, 1) - limit.max;
    if (tooMany > 0) return Math.max(1, Math.ceil((times[tooMany - 1] ?? now) + limit.perMs - now));
    if (attempts > 0) timesByName.set(name, [...times, ...Array<number>(attempts).fill(now)]);
    return 0;
  };
}

/** So many units within so long, refilled evenly. */
export interface AttemptLimit {
  readonly max: number;
  readonly perMs: number;
}

/**
 * Takes units from a bucket and answers 0, or takes none and answers for how many milliseconds there will be none.
 * With 0 units it only asks. Behind a type, so that one that all instances share can stand in for one in memory.
 */
export type TakeAttempt = (bucket: string, limit: AttemptLimit, units: number) => Promise<number>;

/** Buckets kept; the one used least recently leaves, which fills it. */
const BUCKETS = 50_000;

interface Bucket {
  units: number;
  atMs: number;
}

/** Buckets in this process's memory: with several instances each allows as much. */
export function inMemoryAttempts(uptimeMs: () => number = () => performance.now()): TakeAttempt {
  const buckets = new Map<string, Bucket>();
  return async (name, limit, units) => {
    const now = uptimeMs();
    const bucket = buckets.get(name) ?? { units: limit.max, atMs: now };
    const perMs = limit.max / limit.perMs;
    bucket.units = Math.min(limit.max, bucket.units + (now - bucket.atMs) * perMs);
    bucket.atMs = now;
    const needed = Math.max(units, 1);
    if (bucket.units < needed) return Math.ceil((needed - bucket.units) / perMs);
    if (units === 0) return 0;
    bucket.units -= units;
    buckets.delete(name);
    buckets.set(name, bucket);
    if (buckets.size > BUCKETS) {
      const oldest = buckets.keys().next();
      if (oldest.done !== true) buckets.delete(oldest.value);
    }
    return 0;
  };
}

const SECOND_MS = 1000;
const MINUTE_MS = 60 * SECOND_MS;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;

/** When deliveries are tried again, and for how long. Tests live faster. */
export interface RetrySchedule {
  /** Pause before each attempt; the first one is at once. */
  readonly pausesMs: readonly number[];
  /** The longest `Retry-After` that is honoured. */
  readonly retryAfterMaxMs: number;
  /** An endpoint that acknowledged nothing for so long is paused. */
  readonly pauseAfterMs: number;
}

/** Ten attempts in about 75 hours: a weekend's outage loses nothing. */
export const RETRY_SCHEDULE: RetrySchedule = {
  pausesMs: [
    0,
    5 * SECOND_MS,
    5 * MINUTE_MS,
    30 * MINUTE_MS,
    2 * HOUR_MS,
    5 * HOUR_MS,
    10 * HOUR_MS,
    14 * HOUR_MS,
    20 * HOUR_MS,
    24 * HOUR_MS,
  ],
  retryAfterMaxMs: HOUR_MS,
  pauseAfterMs: 5 * DAY_MS,
};

/** Part of a pause that chance adds at most, so that an outage's messages do not come back all at once. */
const JITTER = 0.1;

/**
 * How long to wait after the attempts so far; null: there is no further one.
 * @param attemptCount attempts that failed, this one included
 * @param retryAfterMs what the receiver asked for; null: nothing
 * @param chance 0 to 1
 */
export function pauseBeforeNext(
  { pausesMs, retryAfterMaxMs }: RetrySchedule,
  attemptCount: number,
  retryAfterMs: number | null,
  chance: number,
): number | null {
  const pauseMs = pausesMs[attemptCount];
  if (pauseMs === undefined) return null;
  const asked = Math.min(retryAfterMs ?? 0, retryAfterMaxMs);
  return Math.round(Math.max(pauseMs * (1 + JITTER * chance), asked));
}

/** `Retry-After` as milliseconds from now: seconds or a date; null where it is neither. */
export function retryAfterOf(header: string | undefined, nowMs: number): number | null {
  if (header === undefined) return null;
  if (/^\d{1,9}$/.test(header)) return Number(header) * SECOND_MS;
  const atMs = /^[A-Z][a-z]{2}, /.test(header) ? Date.parse(header) : Number.NaN;
  return Number.isNaN(atMs) ? null : Math.max(0, atMs - nowMs);
}

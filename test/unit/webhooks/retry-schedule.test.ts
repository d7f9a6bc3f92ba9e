import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  pauseBeforeNext,
  RETRY_SCHEDULE,
  retryAfterOf,
} from "../../../src/modules/webhooks/retry-schedule.ts";

const S = 1000;
const M = 60 * S;
const H = 60 * M;

describe("deliveries", () => {
  test("are tried at 0 s, 5 s, 5 min, 30 min, 2 h, 5 h, 10 h, 14 h, 20 h and 24 h, and then no more", () => {
    const pauses = Array.from({ length: 10 }, (_, failed) =>
      pauseBeforeNext(RETRY_SCHEDULE, failed, null, 0),
    );
    expect(pauses).toEqual([0, 5 * S, 5 * M, 30 * M, 2 * H, 5 * H, 10 * H, 14 * H, 20 * H, 24 * H]);
    expect(pauseBeforeNext(RETRY_SCHEDULE, 10, null, 0)).toBeNull();
  });

  test("wait as long as Retry-After asks, up to an hour, and never less than the schedule or more than a tenth above it", () => {
    expect(pauseBeforeNext(RETRY_SCHEDULE, 1, 90 * S, 0)).toBe(90 * S);
    expect(pauseBeforeNext(RETRY_SCHEDULE, 1, 48 * H, 0)).toBe(H);
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 9 }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        (failed, chance) => {
          const least = RETRY_SCHEDULE.pausesMs[failed] ?? 0;
          const pause = pauseBeforeNext(RETRY_SCHEDULE, failed, 1, chance) ?? -1;
          expect(pause).toBeGreaterThanOrEqual(least);
          expect(pause).toBeLessThanOrEqual(least * 1.1 + 1);
        },
      ),
    );
  });
});

test("Retry-After is seconds or a date; anything else says nothing", () => {
  const now = Date.parse("2026-06-15T10:00:00Z");
  expect(retryAfterOf("120", now)).toBe(120 * S);
  expect(retryAfterOf("Mon, 15 Jun 2026 10:01:00 GMT", now)).toBe(M);
  expect(retryAfterOf("Mon, 15 Jun 2026 09:00:00 GMT", now)).toBe(0);
  for (const text of [undefined, "", "soon", "-1", "1e9", "9".repeat(50)])
    expect(retryAfterOf(text, now)).toBeNull();
});

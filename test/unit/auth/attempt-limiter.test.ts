import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { inMemoryAttempts } from "../../../src/platform/auth/attempt-limiter.ts";

describe("inMemoryAttempts", () => {
  const limit = { max: 3, perMs: 1000 };

  test("refuses once there were as many as allowed, and says until when", async () => {
    let now = 0;
    const take = inMemoryAttempts(() => now);
    for (const at of [0, 100, 200]) {
      now = at;
      expect(await take("a", limit, 1)).toBe(0);
    }
    now = 300;
    expect(await take("a", limit, 0)).toBe(700);
    expect(await take("a", limit, 1)).toBe(700);
    expect(await take("b", limit, 1)).toBe(0);
    now = 1000;
    expect(await take("a", limit, 1)).toBe(0);
    expect(await take("a", limit, 1)).toBe(100);
  });

  test("asking counts nothing", async () => {
    const take = inMemoryAttempts(() => 0);
    for (let i = 0; i < 10; i++) expect(await take("a", limit, 0)).toBe(0);
    expect(await take("a", limit, 3)).toBe(0);
  });

  test("never allows more than the maximum within any span, and always after the wait that it names", async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.nat(600), { maxLength: 60 }), async (pauses) => {
        let now = 0;
        const take = inMemoryAttempts(() => now);
        const allowed: number[] = [];
        for (const pause of pauses) {
          now += pause;
          const waitMs = await take("a", limit, 1);
          if (waitMs > 0) {
            now += waitMs;
            expect(await take("a", limit, 1)).toBe(0);
          }
          allowed.push(now);
          expect(allowed.filter((at) => now - at < limit.perMs).length).toBeLessThanOrEqual(limit.max);
        }
      }),
    );
  });
});

import fc from "fast-check";
import { expect, test } from "vitest";
import { TokenCache } from "../../../src/platform/auth/token-cache.ts";

test("keeps what was used last, however it is used", () => {
  const key = fc.integer({ min: 0, max: 9 }).map(String);
  const step = fc.oneof(
    fc.record({ do: fc.constant("put" as const), key }),
    fc.record({ do: fc.constant("get" as const), key }),
    fc.record({ do: fc.constant("delete" as const), key }),
    fc.record({ do: fc.constant("deleteByJti" as const), key }),
  );
  fc.assert(
    fc.property(fc.array(step, { maxLength: 100 }), (steps) => {
      const cache = new TokenCache<{ jti: string }>(4);
      let used: string[] = [];
      for (const { do: action, key } of steps) {
        if (action === "put") {
          cache.put(key, { jti: `jti-${key}` });
          used = [...used.filter((one) => one !== key), key].slice(-4);
        } else if (action === "get") {
          expect(cache.get(key)?.jti).toBe(used.includes(key) ? `jti-${key}` : undefined);
          if (used.includes(key)) used = [...used.filter((one) => one !== key), key];
        } else {
          if (action === "delete") cache.delete(key);
          else cache.deleteByJti(`jti-${key}`);
          used = used.filter((one) => one !== key);
        }
        expect(cache.size).toBe(used.length);
      }
    }),
  );
});

test("keeps tokens without a jti, each by its own key", () => {
  const cache = new TokenCache<{ jti: null; n: number }>(2);
  cache.put("a", { jti: null, n: 1 });
  cache.put("b", { jti: null, n: 2 });
  cache.delete("a");
  expect(cache.get("a")).toBeUndefined();
  expect(cache.get("b")?.n).toBe(2);
});

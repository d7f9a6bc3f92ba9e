import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { BoundedMap } from "../../../src/platform/auth/bounded-map.ts";

describe("BoundedMap", () => {
  test("keeps the half of its capacity that was used last, never more than its capacity, and nothing wrong", () => {
    const key = fc.integer({ min: 0, max: 11 }).map(String);
    const action = fc.constantFrom("set" as const, "get" as const, "delete" as const, "deleteWhere" as const);
    fc.assert(
      fc.property(fc.array(fc.tuple(action, key, fc.nat()), { maxLength: 200 }), (steps) => {
        const map = new BoundedMap<number>(8);
        const values = new Map<string, number>();
        let used: string[] = [];
        const use = (one: string) => (used = [...used.filter((other) => other !== one), one]);
        for (const [what, one, value] of steps) {
          if (what === "set") {
            map.set(one, value);
            values.set(one, value);
            use(one);
          } else if (what === "get") {
            const found = map.get(one);
            if (found !== undefined) expect(found).toBe(values.get(one));
            if (used.slice(-4).includes(one)) expect(found).toBe(values.get(one));
            if (found !== undefined) use(one);
            else used = used.filter((other) => other !== one);
          } else {
            if (what === "delete") map.delete(one);
            else map.deleteWhere((candidate) => candidate === values.get(one));
            const gone =
              what === "delete"
                ? [one]
                : [...values].filter(([, v]) => v === values.get(one)).map(([k]) => k);
            used = used.filter((other) => !gone.includes(other));
            for (const each of gone) expect(map.get(each)).toBeUndefined();
          }
          expect(map.size).toBeLessThanOrEqual(8);
        }
      }),
    );
  });

  test("a key that is always used stays, whatever else comes and goes", () => {
    const map = new BoundedMap<number>(10);
    map.set("hot", 1);
    for (let i = 0; i < 1000; i++) {
      map.set(`cold ${i}`, i);
      expect(map.get("hot")).toBe(1);
    }
    expect(map.get("cold 0")).toBeUndefined();
  });
});

import { describe, expect, test } from "vitest";
import { TokenMemory } from "../../../src/platform/auth/token-memory.ts";

const MINUTE_MS = 60_000;

describe("what is remembered of tokens", () => {
  test("ends with the token, to the millisecond", () => {
    let nowMs = 0;
    const memory = new TokenMemory<{ endsAtMs: number }>(() => nowMs);
    memory.set("token", { endsAtMs: 10 });
    nowMs = 9;
    expect(memory.get("token")).toEqual({ endsAtMs: 10 });
    nowMs = 10;
    expect(memory.get("token")).toBeUndefined();
  });

  test("holds no more than the tokens that are alive and a minute's dead, though new ones come all day", () => {
    let nowMs = 0;
    const memory = new TokenMemory<{ endsAtMs: number }>(() => nowMs);
    let most = 0;
    // Ten a second, each for a minute: 600 are alive at a time, and 864,000 come.
    for (let n = 0; nowMs < 24 * 60 * MINUTE_MS; n += 1, nowMs += 100) {
      memory.set(String(n), { endsAtMs: nowMs + MINUTE_MS });
      most = Math.max(most, memory.size);
    }
    expect(most).toBeLessThanOrEqual(1_200);
    nowMs += 2 * MINUTE_MS;
    memory.set("alone", { endsAtMs: nowMs + MINUTE_MS });
    expect(memory.size).toBe(1);
  });
});

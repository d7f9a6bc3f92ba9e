import { describe, expect, test } from "vitest";
import { uuidV7 } from "../../../src/platform/db/uuid-v7.ts";

describe("uuidV7", () => {
  test("has the form of RFC 9562: version 7, variant 10, time in its first 48 bits", () => {
    const now = Date.now() + 60_000;
    const uuid = uuidV7(now);
    expect(uuid).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
    expect(Number.parseInt(uuid.slice(0, 13).replace("-", ""), 16)).toBe(now);
  });

  test("ascends and repeats nothing, in one millisecond and when the clock is set back", () => {
    const start = Date.now() + 120_000;
    const uuids = Array.from({ length: 20_000 }, (_, at) => uuidV7(at < 10_000 ? start : start - 5000));
    expect(uuids).toEqual(uuids.toSorted());
    expect(new Set(uuids).size).toBe(uuids.length);
  });

  test("draws its last 62 bits anew for each key", () => {
    const tails = Array.from({ length: 5000 }, () => uuidV7().slice(19));
    expect(new Set(tails).size).toBe(tails.length);
  });
});

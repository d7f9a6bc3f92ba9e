import { expect, test } from "vitest";
import { GUESSING_ADDRESSES, watchGuessing } from "../../../src/modules/partners/guess-alarm.ts";

test("C65 a thousand addresses with one guess each trip the alarm of that client, once", () => {
  const note = watchGuessing(() => 0);
  const alarms = Array.from({ length: 1000 }, (_, i) => note("kbc_victim", `10.0.${i >> 8}.${i & 255}`));
  expect(alarms.filter(Boolean)).toHaveLength(1);
  expect(alarms.indexOf(true)).toBe(GUESSING_ADDRESSES - 1);
});

test("one address that fails often, and many that fail slowly, trip nothing", () => {
  let now = 0;
  const note = watchGuessing(() => now);
  for (let i = 0; i < 1000; i++) expect(note("kbc_client", "10.0.0.1")).toBe(false);
  for (let i = 0; i < 100; i++) {
    now += 60_000;
    expect(note("kbc_client", `10.0.1.${i}`)).toBe(false);
  }
});

test("the alarm sounds again in the next window", () => {
  let now = 0;
  const note = watchGuessing(() => now);
  const attack = () =>
    Array.from({ length: 50 }, (_, i) => note("kbc_client", `10.0.0.${i}`)).filter(Boolean).length;
  expect(attack()).toBe(1);
  now += 601_000;
  expect(attack()).toBe(1);
});

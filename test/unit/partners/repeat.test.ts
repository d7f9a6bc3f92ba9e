import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { repeatEvery } from "../../../src/platform/tasks/repeat-every.ts";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

test("runs at its pace, sooner after a failure, and tells of a row of failures once", async () => {
  let runs = 0;
  let isDown = false;
  const failures: unknown[] = [];
  const run = async () => {
    runs += 1;
    if (isDown) throw new Error("down");
  };
  const task = repeatEvery(2000, 500, run, (error) => failures.push(error));
  await vi.advanceTimersByTimeAsync(6000);
  expect(runs).toBe(3);
  isDown = true;
  await vi.advanceTimersByTimeAsync(4000);
  expect(runs).toBe(8);
  expect(failures).toHaveLength(1);
  isDown = false;
  await vi.advanceTimersByTimeAsync(500);
  isDown = true;
  await vi.advanceTimersByTimeAsync(2000);
  expect(failures).toHaveLength(2);
  await task.stop();
  const before = runs;
  await vi.advanceTimersByTimeAsync(60_000);
  expect(runs).toBe(before);
});

test("never runs twice at a time, and stops only once a run under way is over", async () => {
  let end = (): void => undefined;
  let runs = 0;
  const task = repeatEvery(
    100,
    100,
    () => {
      runs += 1;
      return new Promise<void>((resolve) => (end = resolve));
    },
    () => undefined,
  );
  await vi.advanceTimersByTimeAsync(1000);
  expect(runs).toBe(1);
  let isStopped = false;
  const stopping = task.stop().then(() => (isStopped = true));
  await vi.advanceTimersByTimeAsync(100);
  expect(isStopped).toBe(false);
  end();
  await stopping;
  await vi.advanceTimersByTimeAsync(1000);
  expect(runs).toBe(1);
});

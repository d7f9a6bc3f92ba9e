import { describe, expect, test } from "vitest";
import { chanceByOffset, drawOffset, HABITS } from "../../../src/modules/demo/habits.ts";
import { RandomStream } from "../../../src/modules/demo/random.ts";

describe("habits", () => {
  test("share out all owners of each country", () => {
    for (const country of ["FR", "GB"] as const)
      expect(HABITS.reduce((sum, habit) => sum + habit.share[country], 0)).toBeCloseTo(1);
    for (const habit of HABITS) expect(habit.legs.reduce((sum, leg) => sum + leg.share, 0)).toBeCloseTo(1);
  });

  test.each(HABITS.map((habit, index) => [habit.key, index] as const))(
    "draw the visits of %s as their chances say",
    (_key, habit) => {
      const random = new RandomStream(3, "VEHICLE", habit);
      const draws = Array.from({ length: 40_000 }, () => drawOffset(random, habit));
      for (const offset of [-60, -30, -10, -5, -1, 0, 1, 5, 20, 90, 300]) {
        const share = draws.filter((drawn) => drawn <= offset).length / draws.length;
        expect(Math.abs(share - chanceByOffset(habit, offset)), `by ${offset}`).toBeLessThan(0.01);
      }
      expect(chanceByOffset(habit, -400)).toBe(0);
      expect(chanceByOffset(habit, 1000)).toBe(1);
    },
  );
});

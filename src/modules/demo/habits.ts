import { at } from "./at.ts";
import type { RandomStream } from "./random.ts";
import type { DemoCountry } from "./wear.ts";

/**
 * When owners come, in days after the last day that is in time (negative: before it). Each owner keeps to one habit for
 * life. A habit is a mixture of exponential legs, so that its densities are exact.
 * Fitted to: more than 20 % late in France (DEKRA); 16 % late in Britain, half of those within ten days (DVSA).
 */
interface Leg {
  readonly share: number;
  /** −1: before the last day, 1: after it. */
  readonly direction: -1 | 1;
  readonly nearestDays: number;
  readonly meanDays: number;
}

export interface Habit {
  readonly key: "PLANNER" | "ROUTINE" | "TARDY";
  readonly share: Readonly<Record<DemoCountry, number>>;
  readonly legs: readonly Leg[];
}

const early = (share: number, nearestDays: number, meanDays: number): Leg => {
  return { share, direction: -1, nearestDays, meanDays };
};
const late = (share: number, nearestDays: number, meanDays: number): Leg => {
  return { share, direction: 1, nearestDays, meanDays };
};

export const HABITS: readonly Habit[] = [
  { key: "PLANNER", share: { FR: 0.42, GB: 0.52 }, legs: [early(0.97, 4, 24), late(0.03, 1, 20)] },
  { key: "ROUTINE", share: { FR: 0.33, GB: 0.34 }, legs: [early(0.86, 0, 7), late(0.14, 1, 12)] },
  {
    key: "TARDY",
    share: { FR: 0.25, GB: 0.14 },
    legs: [early(0.3, 0, 6), late(0.5, 1, 10), late(0.2, 5, 75)],
  },
];

/** No one comes earlier than this: the French first inspection opens six months before its last day. */
const EARLIEST_DAYS = -175;
/** Beyond this the owner gives in. */
const LATEST_DAYS = 540;

export function drawHabit(random: RandomStream, country: DemoCountry): number {
  let rest = random.unit();
  let index = 0;
  for (const habit of HABITS) {
    rest -= habit.share[country];
    if (rest < 0) return index;
    index += 1;
  }
  return HABITS.length - 1;
}

/** Days between the last day in time and the visit. */
export function drawOffset(random: RandomStream, habit: number): number {
  const { legs } = at(HABITS, habit);
  let rest = random.unit();
  let leg = at(legs, 0);
  for (const candidate of legs) {
    leg = candidate;
    rest -= candidate.share;
    if (rest < 0) break;
  }
  const days = leg.nearestDays + Math.floor(random.exponential() * leg.meanDays);
  return Math.max(EARLIEST_DAYS, Math.min(LATEST_DAYS, leg.direction * days));
}

/** The chance that a visit of this habit falls on or before `offset`. */
export function chanceByOffset(habit: number, offset: number): number {
  if (offset >= LATEST_DAYS) return 1;
  if (offset < EARLIEST_DAYS) return 0;
  let chance = 0;
  for (const leg of at(HABITS, habit).legs) {
    // A leg's days are whole: nearest + floor(exponential).
    const reach = (days: number) =>
      days < leg.nearestDays ? 0 : 1 - Math.exp(-(days - leg.nearestDays + 1) / leg.meanDays);
    chance += leg.share * (leg.direction === 1 ? reach(offset) : 1 - reach(-offset - 1));
  }
  return chance;
}

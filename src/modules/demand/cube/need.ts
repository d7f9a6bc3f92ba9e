/**
 * A need as a vehicle's contribution keeps it, in this order: part category (`*`: an inspection), probability, pieces,
 * the days by which it is acted on with 10, 50 and 90 % and the last one (all as days since 1970-01-01), and whether a
 * model predicts it (1) or it is known (0).
 */
export type VehicleNeed = readonly [
  part: string,
  probability: number,
  pieces: number,
  from: number,
  likely: number,
  until: number,
  lastDay: number,
  isPredicted: number,
];

const DAY_MS = 86_400_000;

/** Days since 1970-01-01. */
export const dayNumber = (day: string): number => Date.parse(day) / DAY_MS;

/**
 * Chance that a need which is acted on is acted on before a day. Between the days of 10, 50 and 90 % it is spread evenly;
 * the tenth before and the tenth after thin out at the rate of their neighbours, the latter by the last day at the most.
 */
export function chanceBefore([, , , from, likely, until, lastDay]: VehicleNeed, day: number): number {
  // Each of the days stands for its end.
  const at = day - 1;
  if (at < from) return Math.max(0, 0.1 - (0.4 * (from - at)) / (likely - from || 1));
  if (at < likely) return 0.1 + (0.4 * (at - from)) / (likely - from);
  if (at < until) return 0.5 + (0.4 * (at - likely)) / (until - likely);
  const tail = Math.max(0, Math.min(lastDay - until, (until - likely || 1) / 4));
  return tail === 0 ? 1 : Math.min(1, 0.9 + (0.1 * (at - until)) / tail);
}

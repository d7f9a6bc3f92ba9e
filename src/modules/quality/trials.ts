import type { Forecast } from "./forecast.ts";

/**
 * Trials, and those that had an event. Trials that had several events count as trials with one, which is all that a
 * group's number of events can say of them.
 */
export function trialsOf(forecast: Forecast | undefined): { readonly n: number; readonly hit: number } {
  const { n, events } = forecast ?? { n: 0, events: 0 };
  return { n, hit: Math.min(events, n) };
}

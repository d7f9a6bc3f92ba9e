import {
  DECLARED_KEPT,
  IN_TIME_ELSEWHERE,
  IN_TIME_RATES,
  WEAR_ACTED_ON,
  type BaseRate,
} from "./base-rates.data.ts";

const PUBLISHED = new Map<string, string>(
  [...Object.values(IN_TIME_RATES), IN_TIME_ELSEWHERE, WEAR_ACTED_ON, DECLARED_KEPT].map((rate: BaseRate) => [
    rate.name,
    `${rate.source}: ${rate.reading}`,
  ]),
);

/** Who published a baseline's rate, and how it was read; null of one that was learnt. */
export function baseRateSource(name: string): string | null {
  return PUBLISHED.get(name) ?? null;
}

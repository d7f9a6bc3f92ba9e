/**
 * How often observed needs are acted on, as far as anybody has published it. Reviewed by hand. Where no figure exists
 * for a need, the nearest published one stands in for it, and says so. What is learnt from ingested histories replaces
 * the figures on coming in time.
 */
import type { CountryCode } from "../vocabulary/index.ts";

export interface BaseRate {
  /** Key of the population; stored with each signal that is compared with it. */
  readonly name: string;
  /** 0 to 1. */
  readonly rate: number;
  /** How many the figure counts; null where the source does not say. */
  readonly population: number | null;
  readonly source: string;
  /** How the source's figure became this rate, and where it stands in for another. */
  readonly reading: string;
}

/** Share of vehicles that come to their inspection by the last day in time. */
export const IN_TIME_RATES: Readonly<Partial<Record<CountryCode, BaseRate>>> & { readonly FR: BaseRate } = {
  FR: {
    name: "INSPECTED_IN_TIME_FR",
    rate: 0.8,
    population: null,
    source: "DEKRA, France",
    reading: "More than 20 % of inspections are late. Taken as 20 %, so the rate is at most this.",
  },
  GB: {
    name: "INSPECTED_IN_TIME_GB",
    rate: 0.84,
    population: 26_875_000,
    source: "DVSA, Great Britain",
    reading: "16 % are booked after expiry; 4.3 million, so of 26.9 million.",
  },
};

/** For countries without a figure of their own. */
export const IN_TIME_ELSEWHERE: BaseRate = {
  name: "INSPECTED_IN_TIME_ELSEWHERE",
  rate: 0.82,
  population: null,
  source: "DEKRA, France; DVSA, Great Britain",
  reading: "The mean of the French and the British rate, for want of one of the country's own.",
};

/** Of inspections after their last day in Great Britain, half come within this many days (DVSA). */
export const HALF_OF_LATE_WITHIN_DAYS = 10;

/** Share of reported wear that is put right before the next inspection. */
export const WEAR_ACTED_ON: BaseRate = {
  name: "ADVISORY_ACTED_ON",
  rate: 0.46,
  population: null,
  source: "RAC survey of drivers, United Kingdom",
  reading: "54 % of drivers ignore an advisory. Used for all countries, since no other has been asked.",
};

/** Share of drivers who do what they asked a price or an appointment for. */
export const DECLARED_KEPT: BaseRate = {
  name: "DECLARED_DONE",
  rate: 0.5,
  population: null,
  source: "Nobody",
  reading: "No figure is published. Taken as one in two until outcomes have been reported.",
};

/** Of how many observations a figure counts as where its source does not say of how many. Ours. */
export const PRESUMED_POPULATION = 100;

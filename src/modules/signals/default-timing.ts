import {
  HALF_OF_LATE_WITHIN_DAYS,
  IN_TIME_ELSEWHERE,
  IN_TIME_RATES,
  type BaseRate,
} from "./base-rates.data.ts";
import {
  OFFSET_EDGES,
  RETEST_STEPS,
  type CountryTiming,
  type VisitHabit,
  type VisitTimingParameters,
} from "./visit-timing.types.ts";

/*
 * What no source says, and so is ours until histories are learnt from: that early visits thin out with the days before
 * the last one, over two weeks in the mean; that seven owners in ten are punctual and late once in twenty visits; and
 * that retests spread evenly over the time that there is for them.
 */
const MEAN_DAYS_EARLY = 14;
const PUNCTUAL = { share: 0.7, late: 0.05 };

/** Made of published figures alone, so that visits are expected before anything has been learnt. */
export const DEFAULT_TIMING: VisitTimingParameters = {
  countries: Object.fromEntries(
    Object.entries(IN_TIME_RATES).map(([country, rate]) => [country, timingOf(rate)]),
  ),
  elsewhere: timingOf(IN_TIME_ELSEWHERE),
};

function timingOf({ name, rate, population }: BaseRate): CountryTiming {
  const tardyShare = 1 - PUNCTUAL.share;
  const tardyLate = (1 - rate - PUNCTUAL.share * PUNCTUAL.late) / tardyShare;
  return {
    name,
    population,
    habits: [habit(PUNCTUAL.share, PUNCTUAL.late), habit(tardyShare, tardyLate)],
    retest: Array.from({ length: RETEST_STEPS }, () => 1 / RETEST_STEPS),
  };
}

/** Exponential on either side of the last day, which itself is in time. */
function habit(share: number, late: number): VisitHabit {
  const meanLate = HALF_OF_LATE_WITHIN_DAYS / Math.LN2;
  const by = (day: number): number =>
    day <= 1
      ? (1 - late) * Math.exp((day - 1) / MEAN_DAYS_EARLY)
      : 1 - late + late * -Math.expm1(-(day - 1) / meanLate);
  const mass = OFFSET_EDGES.slice(1).map((edge, i) => by(edge) - by(OFFSET_EDGES[i] ?? 0));
  const total = mass.reduce((sum, part) => sum + part, 0);
  return { share, mass: mass.map((part) => part / total) };
}

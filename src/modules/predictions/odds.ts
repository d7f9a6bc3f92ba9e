/** The standard normal distribution's quantile of 0.95: intervals are two-sided, of 90 % confidence. */
export const QUANTILE_95 = 1.6448536269514722;

export const sigmoid = (logOdds: number): number => 1 / (1 + Math.exp(-logOdds));
export const logit = (chance: number): number => Math.log(chance / (1 - chance));

/** Ages in completed years since the first registration. Append only: stored rows hold them. */
export const AGE_BANDS = [
  "YEARS_0_3",
  "YEARS_4_6",
  "YEARS_7_10",
  "YEARS_11_15",
  "YEARS_16_UP",
  "UNKNOWN",
] as const;
export type AgeBand = (typeof AGE_BANDS)[number];

/** First year of each band but the last, which is that of an unknown age. */
export const AGE_BAND_STARTS = [0, 4, 7, 11, 16] as const;

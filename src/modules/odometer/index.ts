/** What a list of odometer readings is worth: kilometres, plausibility with its reason, and kilometres per year. */
export { isOdometerValue, kilometresOf, KM_PER_MILE, MAX_ODOMETER_VALUE } from "./kilometres.ts";
export type { OdometerReading } from "./line.ts";
export {
  judgeOdometer,
  type OdometerJudgement,
  type OdometerOptions,
  type ReadingJudgement,
} from "./judge-odometer.ts";
export type { YearlyRate } from "./yearly-rate.ts";

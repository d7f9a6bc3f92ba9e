/**
 * What a vehicle's own records change of its cohort's rate, as far as anybody has published it. Reviewed by hand. What
 * no source says changes nothing, until histories have taught it.
 */
import type { FailureItem } from "../failure-model/index.ts";

/**
 * How much likelier a system is to fail at the next inspection after it was noted as worn at the last: seven to nine
 * times (an analysis of British MOT histories, by system). Read as odds; `spread` is the range's half width of 90 %
 * confidence in logarithms.
 */
export const NOTED_ODDS = { ratio: 8, spread: Math.log(9 / 8) };

/**
 * Part of the inspections that note the item as worn but good enough (repair notices), Finland 2018–2021. Derived from
 * the statistics of Traficom, CC BY 4.0. A cohort's rate is that of noted and of other cars together: the notices say
 * how many of either there are.
 */
export const NOTED_SHARES: Readonly<Record<FailureItem, number>> = {
  FRONT_AXLE: 0.0264,
  SUSPENSION: 0.0091,
  SERVICE_BRAKE: 0.0043,
  PARKING_BRAKE: 0.0102,
  STEERING_JOINTS: 0.0004,
  TYRES: 0.004,
  REAR_AXLE: 0.0103,
  DIPPED_HEADLAMP: 0.067,
  STOP_LAMP: 0.0221,
  WIPERS_AND_WINDSCREEN: 0.0421,
  EXHAUST: 0.0154,
  OBD: 0,
};

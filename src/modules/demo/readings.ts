import {
  judgeOdometer,
  KM_PER_MILE,
  kilometresOf,
  MAX_ODOMETER_VALUE,
  type OdometerJudgement,
} from "../odometer/index.ts";
import type { OdometerReason, OdometerUnit } from "../vocabulary/index.ts";
import { dateOf } from "./days.ts";
import type { Visit } from "./history.ts";
import type { RandomStream } from "./random.ts";
import type { VehicleTraits } from "./traits.ts";

export interface DemoReading {
  readonly readOn: string;
  readonly value: number;
  readonly unit: OdometerUnit;
  readonly km: number;
  /** As the odometer module judges it, not what we did to it. */
  readonly reason: OdometerReason | null;
  readonly repairedKm: number | null;
}

/**
 * Chances per reading of going wrong; with some four readings, one vehicle in fifty shows something (RDW: 2 % of
 * vehicles illogical). Typing errors stay with one reading, a replaced or turned-back clock stays for good.
 */
const TYPING_ERROR_CHANCE = 0.0022;
const OTHER_CLOCK_CHANCE = 0.0014;
const WRONG_UNIT_CHANCE = 0.0006;

/** What is read at each visit, in their order, and what the readings say together. */
export function readOdometer(
  traits: VehicleTraits,
  visits: readonly Visit[],
  random: RandomStream,
): { readings: DemoReading[]; judgement: OdometerJudgement } {
  const { country } = traits;
  const unit = country === "GB" ? "MI" : "KM";
  let setBackKm = 0;
  const taken = visits.map((visit) => {
    const chance = random.unit();
    const shape = random.unit();
    const km = visit.km - setBackKm;
    let value = Math.round(unit === "MI" ? km / KM_PER_MILE : km);
    if (chance < TYPING_ERROR_CHANCE) value = mistype(value, shape);
    else if (chance < TYPING_ERROR_CHANCE + OTHER_CLOCK_CHANCE) {
      setBackKm += Math.round(km * (0.25 + 0.6 * shape));
      value = Math.round((visit.km - setBackKm) / (unit === "MI" ? KM_PER_MILE : 1));
    } else if (chance < TYPING_ERROR_CHANCE + OTHER_CLOCK_CHANCE + WRONG_UNIT_CHANCE) {
      value = Math.round(unit === "MI" ? km : km / KM_PER_MILE);
    }
    return { readOn: dateOf(visit.day), value, unit, km: kilometresOf(value, unit), country } as const;
  });
  const judgement = judgeOdometer(taken, { firstRegisteredOn: dateOf(traits.firstRegisteredDay) });
  const readings = taken.map((reading, index) => {
    const { reason = null, repairedKm = null } = judgement.readings[index] ?? {};
    return { ...reading, reason, repairedKm: repairedKm === null ? null : Math.round(repairedKm) };
  });
  return { readings, judgement };
}

/** What a form has room for. */
const MOST_DIGITS = String(MAX_ODOMETER_VALUE).length;

/** A digit left out, typed twice or struck beside its key. */
function mistype(value: number, shape: number): number {
  const digits = String(value);
  const place = Math.floor(shape * digits.length);
  const [before, digit, after] = [digits.slice(0, place), digits[place] ?? "0", digits.slice(place + 1)];
  switch (Math.floor(shape * 1000) % 3) {
    case 0:
      return Number(before + after);
    case 1:
      return Number((before + digit + digit + after).slice(0, MOST_DIGITS));
    default:
      return Number(before + String((Number(digit) + 5) % 10) + after);
  }
}

import { partNeedsOf } from "../defects/index.ts";
import type { Axle, RepairOperation, Side } from "../vocabulary/index.ts";
import { dateOf } from "./days.ts";
import { defectRecord } from "./defect-records.ts";
import type { Mending } from "./history.ts";
import { RandomStream } from "./random.ts";
import type { DemoCountry } from "./wear.ts";

/** A line of a workshop's order for something that an inspection had noted. */
export interface DemoRepair {
  readonly on: string;
  readonly partCategory: string;
  readonly operation: RepairOperation;
  readonly axle: Axle | null;
  readonly side: Side | null;
}

/** A mending that a workshop wrote down, and when. */
export interface RecordedMending extends Mending {
  readonly day: number;
}

/** Half of the workshops write their orders back. Ours: nobody has counted them. */
const RECORDED_SHARE = 0.5;
/** Days from an inspection to the repair of what it noted, in the mean; exponential. Ours likewise. */
const MEAN_DAYS = 60;

/**
 * Which of them a workshop wrote down, and when: what is not done by the next inspection is done elsewhere. A stream of
 * its own: how much is written down changes nothing of what happens.
 */
export function recordedMendings(
  seed: number,
  index: number,
  mendings: readonly Mending[],
): RecordedMending[] {
  if (mendings.length === 0) return [];
  const random = new RandomStream(seed, "REPAIRS", index);
  return mendings.flatMap((mending) => {
    const isWritten = random.unit() < RECORDED_SHARE;
    const day = mending.notedDay + 1 + Math.floor(random.exponential() * MEAN_DAYS);
    return isWritten && day < mending.nextDay ? [{ ...mending, day }] : [];
  });
}

/** The chance that what was mended is in no order yet, so many days after it had been noted. */
export function unrecordedChance(days: number): number {
  return 1 - RECORDED_SHARE * -Math.expm1(-Math.max(0, days - 1) / MEAN_DAYS);
}

/** The orders of a vehicle's recorded mendings up to a day, as lines, oldest first. */
export function repairsOf(
  country: DemoCountry,
  recorded: readonly RecordedMending[],
  today: number,
): DemoRepair[] {
  return recorded
    .filter(({ day }) => day <= today)
    .sort((one, other) => one.day - other.day)
    .flatMap(({ finding: { component, severity, place }, day }) => {
      const { parsed } = defectRecord(country, component, severity, place);
      const { axle = null, side = null } = parsed.position ?? {};
      return partNeedsOf(parsed).map(({ partCategory, operation }) => ({
        on: dateOf(day),
        partCategory,
        operation,
        axle,
        side,
      }));
    });
}

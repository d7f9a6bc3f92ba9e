import { isAnnexItem, positionOf, repeatOf, type ComparableDefect } from "../defects/index.ts";
import { judgeOdometer, type OdometerReading } from "../odometer/index.ts";
import { isPass } from "../schedule/index.ts";
import type { CountryCode } from "../vocabulary/index.ts";
import { placeInspections, type PlacedInspection, type Round } from "./retest-rounds.ts";
import type {
  DerivedHistory,
  DerivedReading,
  HistoryDefect,
  HistoryReading,
  HistoryVehicle,
  VehicleHistory,
  VehicleSummary,
} from "./vehicle-history.ts";

/**
 * What a vehicle's rows say together: which inspections are retests and of what, what repeats, which readings to believe,
 * and what the due date is reckoned from. Pure: the order of the rows plays no part.
 */
export function deriveHistory(vehicle: HistoryVehicle, history: VehicleHistory): DerivedHistory {
  const placed = placeInspections(history.inspections, vehicle.category);
  const odometer = judgeReadings(vehicle, history);
  return {
    summary: { ...odometer.summary, ...periodicSummary(placed) },
    inspections: new Map(placed.map((place) => [place.inspection.id, place])),
    readings: odometer.readings,
    repeats: repeatsIn(placed),
  };
}

type OdometerSummary = Pick<
  VehicleSummary,
  "odometerKm" | "odometerReadOn" | "odometerKmPerYear" | "odometerVerdict" | "odometerReason"
>;

function judgeReadings(
  { firstRegisteredOn }: HistoryVehicle,
  { inspections, otherReadings }: VehicleHistory,
): { summary: OdometerSummary; readings: ReadonlyMap<string, DerivedReading> } {
  const rows: HistoryReading[] = [];
  const readings: OdometerReading[] = [];
  const add = (row: HistoryReading | null, country: CountryCode | null) => {
    if (row === null) return;
    rows.push(row);
    readings.push({ readOn: row.readOn, value: row.value, unit: row.unit, km: row.km, country });
  };
  for (const { reading, country } of inspections) add(reading, country);
  for (const reading of otherReadings) add(reading, null);
  const judged = judgeOdometer(readings, { firstRegisteredOn });
  return {
    summary: {
      odometerKm: judged.latestKm,
      odometerReadOn: judged.readOn,
      odometerKmPerYear: judged.kmPerYear === null ? null : Math.round(judged.kmPerYear.value),
      odometerVerdict: judged.verdict,
      odometerReason: judged.reason,
    },
    readings: new Map(
      judged.readings.map(({ index, reason, repairedKm }) => [
        rows[index]?.id ?? "",
        { reason, repairedKm: repairedKm === null ? null : Math.round(repairedKm) },
      ]),
    ),
  };
}

type PeriodicSummary = Omit<VehicleSummary, keyof OdometerSummary>;

function periodicSummary(placed: readonly PlacedInspection[]): PeriodicSummary {
  const full = lastRound(placed, false);
  const complementary = lastRound(placed, true);
  return { ...NO_PERIODIC, ...fullSummary(full), ...complementarySummary(complementary) };
}

const NO_PERIODIC: PeriodicSummary = {
  lastPeriodicOn: null,
  lastPeriodicResult: null,
  lastPeriodicValidUntil: null,
  lastPeriodicPreviousDueOn: null,
  lastPeriodicClearedOn: null,
  lastComplementaryOn: null,
  lastComplementaryResult: null,
  lastComplementaryValidUntil: null,
};

function fullSummary(round: Round | null): Partial<PeriodicSummary> {
  if (round === null) return {};
  return {
    lastPeriodicOn: round.inspection.performedOn,
    lastPeriodicResult: round.inspection.result,
    lastPeriodicValidUntil: validUntilOf(round),
    lastPeriodicPreviousDueOn: round.previousDueOn,
    lastPeriodicClearedOn: round.clearedBy?.performedOn ?? null,
  };
}

function complementarySummary(round: Round | null): Partial<PeriodicSummary> {
  if (round === null) return {};
  return {
    lastComplementaryOn: round.inspection.performedOn,
    lastComplementaryResult: round.inspection.result,
    lastComplementaryValidUntil: validUntilOf(round),
  };
}

/** The last full inspection that came to a result: an aborted one changes no due date. */
function lastRound(placed: readonly PlacedInspection[], isComplementary: boolean): Round | null {
  const last = placed.findLast(
    ({ round, inspection }) =>
      round?.inspection === inspection &&
      round.isComplementary === isComplementary &&
      inspection.result !== "ABORTED",
  );
  return last?.round ?? null;
}

function validUntilOf(round: Round): string | null {
  const granting = isPass(round.inspection.result) ? round.inspection : round.clearedBy;
  return granting?.validUntil ?? null;
}

/**
 * The same item on the previous periodic inspection. A retest belongs to the inspection that it answers, so it is
 * compared with the one before that: what was found on Monday and again on Friday is one finding.
 */
function repeatsIn(placed: readonly PlacedInspection[]): ReadonlyMap<string, string> {
  const repeats = new Map<string, string>();
  let previous: readonly ComparedDefect[] = [];
  let current: readonly ComparedDefect[] = [];
  for (const { inspection, kind, round } of placed) {
    if (kind === "PERIODIC" && round?.inspection === inspection) {
      previous = current;
      current = inspection.defects.map(compared);
    }
    if (previous.length === 0) continue;
    for (const defect of inspection.defects) {
      const repeated = repeatOf(compared(defect), previous);
      if (repeated !== null) repeats.set(defect.id, repeated.id);
    }
  }
  return repeats;
}

interface ComparedDefect extends ComparableDefect {
  readonly id: string;
}

function compared({
  id,
  scheme,
  code,
  annexItem,
  axle,
  side,
  spot,
  axleNumber,
}: HistoryDefect): ComparedDefect {
  return {
    id,
    scheme,
    code,
    annexItem: annexItem !== null && isAnnexItem(annexItem) ? annexItem : null,
    position: positionOf(axle, side, spot, axleNumber),
  };
}

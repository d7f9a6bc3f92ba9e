import type { ReadHistory } from "../ingestion/index.ts";
import { deriveHistory, type HistoryInspection } from "../inspections/index.ts";
import type { InspectionFact, VehicleFacts } from "../signals/index.ts";

/** Nobody is meant: replayed vehicles are not kept and have no id. */
const NO_ID = "00000000-0000-0000-0000-000000000000";

/** What scoring would know of a vehicle from some of its inspections and nothing after them. */
export function knownFacts(
  { facts, country, areaCode }: ReadHistory,
  inspections: readonly HistoryInspection[],
): VehicleFacts {
  const { make, model, category, firstRegisteredOn } = facts;
  const derived = deriveHistory({ category, firstRegisteredOn }, { inspections, otherReadings: [] });
  const { summary } = derived;
  const byId = new Map(inspections.map((inspection) => [inspection.id, inspection]));
  return {
    id: NO_ID,
    country,
    areaCode,
    make: make ?? "UNKNOWN",
    model: model ?? "UNKNOWN",
    category,
    usage: facts.usage,
    fuel: facts.fuel,
    engineCapacityCc: facts.engineCapacityCc,
    grossMassKg: facts.grossMassKg,
    firstRegisteredOn,
    firstRegisteredPrecision: facts.firstRegisteredPrecision,
    firstAdmissionOn: facts.firstAdmissionOn,
    odometerKm: summary.odometerKm,
    odometerReadOn: summary.odometerReadOn,
    odometerKmPerYear: summary.odometerKmPerYear,
    odometerVerdict: summary.odometerVerdict,
    lastPeriodicOn: summary.lastPeriodicOn,
    lastPeriodicResult: summary.lastPeriodicResult,
    lastPeriodicValidUntil: summary.lastPeriodicValidUntil,
    lastPeriodicPreviousDueOn: summary.lastPeriodicPreviousDueOn,
    lastPeriodicClearedOn: summary.lastPeriodicClearedOn,
    lastComplementaryOn: summary.lastComplementaryOn,
    lastComplementaryResult: summary.lastComplementaryResult,
    lastComplementaryValidUntil: summary.lastComplementaryValidUntil,
    repairs: [],
    declarations: [],
    // The order of time, as derived.
    inspections: [...derived.inspections].flatMap(([id, { kind }]) => {
      const inspection = byId.get(id);
      return inspection === undefined
        ? []
        : [inspectionFact(inspection, kind, derived.readings.get(inspection.reading?.id ?? ""))];
    }),
  };
}

function inspectionFact(
  { id, garageId, result, performedOn, validUntil, reading, defects }: HistoryInspection,
  kind: InspectionFact["kind"],
  judged: { readonly reason: string | null; readonly repairedKm: number | null } | undefined,
): InspectionFact {
  const isBelieved = judged?.reason === null;
  const km = judged?.repairedKm ?? (isBelieved ? (reading?.km ?? null) : null);
  return { id, garageId, kind, result, performedOn, validUntil, km, defects };
}

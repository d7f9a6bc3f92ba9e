import type { DefectFact, InspectionFact, VehicleFacts } from "../../../src/modules/signals/index.ts";
import { deriveSignals } from "../../../src/modules/signals/derive-signals.ts";
import type { DerivedSignal, SignalModels } from "../../../src/modules/signals/derived-signal.ts";
import { openVisitTiming } from "../../../src/modules/signals/visit-timing.ts";

export const VEHICLE_ID = "018f3a5e-7c11-7abc-8def-0123456789ab";
export const PUBLISHED: SignalModels = { timing: openVisitTiming(), predictor: null };

/** A French private car of 2018 that nobody has inspected, but for what a test says. */
export function vehicle(wanted: Partial<VehicleFacts> = {}): VehicleFacts {
  const facts: VehicleFacts = {
    id: VEHICLE_ID,
    country: "FR",
    areaCode: "FR-69",
    make: "RENAULT",
    model: "CLIO",
    category: "M1",
    usage: "PRIVATE",
    fuel: "PETROL",
    engineCapacityCc: 1200,
    grossMassKg: 1600,
    firstRegisteredOn: "2018-03-01",
    firstRegisteredPrecision: "DAY",
    firstAdmissionOn: null,
    odometerKm: null,
    odometerReadOn: null,
    odometerKmPerYear: null,
    odometerVerdict: "NO_JUDGEMENT",
    lastPeriodicOn: null,
    lastPeriodicResult: null,
    lastPeriodicValidUntil: null,
    lastPeriodicPreviousDueOn: null,
    lastPeriodicClearedOn: null,
    lastComplementaryOn: null,
    lastComplementaryResult: null,
    lastComplementaryValidUntil: null,
    inspections: [],
    repairs: [],
    declarations: [],
    ...wanted,
  };
  return { ...summaryOf(facts.inspections), ...facts, ...summaryOf(facts.inspections), ...wanted };
}

/** What the vehicle's row would say of its inspections. */
function summaryOf(inspections: readonly InspectionFact[]): Partial<VehicleFacts> {
  const last = inspections.findLast(({ kind }) => kind === "PERIODIC");
  if (last === undefined) return {};
  const place = inspections.indexOf(last);
  const cleared = inspections
    .slice(place + 1)
    .find(({ kind, result }) => kind === "RETEST" && result === "PASS");
  const before = inspections.slice(0, place).findLast(({ validUntil }) => validUntil !== null);
  return {
    lastPeriodicOn: last.performedOn,
    lastPeriodicResult: last.result,
    lastPeriodicValidUntil: last.validUntil ?? cleared?.validUntil ?? null,
    lastPeriodicPreviousDueOn: before?.validUntil ?? null,
    lastPeriodicClearedOn: cleared?.performedOn ?? null,
  };
}

export function inspection(performedOn: string, wanted: Partial<InspectionFact> = {}): InspectionFact {
  return {
    id: `inspection of ${performedOn}`,
    garageId: null,
    kind: "PERIODIC",
    result: "PASS",
    performedOn,
    validUntil: null,
    km: null,
    defects: [],
    ...wanted,
  };
}

let defects = 0;
export function defect(annexItem: string, part: string, wanted: Partial<DefectFact> = {}): DefectFact {
  defects += 1;
  return {
    id: `defect ${defects}`,
    severity: "MAJOR",
    annexItem,
    axle: null,
    side: null,
    spot: null,
    axleNumber: null,
    partCategories: [part],
    rectified: false,
    ...wanted,
  };
}

/** One line for each signal: kind, part and place, operation and number, then the days of its moment. */
export function brief({ kind, inspectionKind, offer, moment, expiresOn }: DerivedSignal): string {
  const what =
    offer === null
      ? inspectionKind
      : [offer.partCategory, offer.axle, offer.side, offer.operation, `x${offer.quantity}`]
          .filter(Boolean)
          .join(" ");
  return `${kind} ${what} | ${moment.from} ${moment.likely} ${moment.until} | ${expiresOn}`;
}

export const signalsOf = (facts: VehicleFacts, today: string): string[] =>
  deriveSignals(facts, today, PUBLISHED).map(brief);

import { dateOf, summaryOf, validUntilOf, type DemoDefect, type DemoVehicle } from "../demo/index.ts";
import type { DefectFact, InspectionFact, VehicleFacts } from "../signals/index.ts";

/** What the records say of a demo vehicle before a day. */
export function factsOf({ id, traits, inspections, repairs }: DemoVehicle, asOf: string): VehicleFacts {
  const known = inspections.filter(({ performedOn }) => performedOn < asOf).map(inspectionOf);
  const { row, engine } = traits;
  return {
    id,
    country: traits.country,
    areaCode: traits.areaCode,
    make: row.make,
    model: row.model,
    category: row.category,
    usage: traits.usage,
    fuel: engine[1],
    engineCapacityCc: engine[2],
    grossMassKg: row.grossMassKg,
    firstRegisteredOn: dateOf(traits.firstRegisteredDay),
    firstRegisteredPrecision: "DAY",
    firstAdmissionOn: null,
    odometerKm: known.findLast(({ km }) => km !== null)?.km ?? null,
    odometerReadOn: known.at(-1)?.performedOn ?? null,
    odometerKmPerYear: null,
    odometerVerdict: "NO_JUDGEMENT",
    ...summaryBefore(inspections, asOf),
    inspections: known,
    repairs: repairs
      .filter(({ on }) => on < asOf)
      .map((repair) => ({ ...repair, spot: null, axleNumber: null })),
    declarations: [],
  };
}

function summaryBefore(inspections: DemoVehicle["inspections"], asOf: string) {
  const { periodic, complementary } = summaryOf(inspections.filter(({ performedOn }) => performedOn < asOf));
  return {
    ...columnsOf(periodic, "lastPeriodic"),
    lastPeriodicPreviousDueOn: periodic?.previousDueOn ?? null,
    lastPeriodicClearedOn: periodic?.clearedBy?.performedOn ?? null,
    ...columnsOf(complementary, "lastComplementary"),
  };
}

type Last = ReturnType<typeof summaryOf>["periodic"];

function columnsOf<const Name extends "lastPeriodic" | "lastComplementary">(last: Last, name: Name) {
  return {
    [`${name}On`]: last?.inspection.performedOn ?? null,
    [`${name}Result`]: last?.inspection.result ?? null,
    [`${name}ValidUntil`]: last && validUntilOf(last),
  } as Pick<VehicleFacts, `${Name}On` | `${Name}Result` | `${Name}ValidUntil`>;
}

function inspectionOf(inspection: DemoVehicle["inspections"][number]): InspectionFact {
  const { id, garageId, kind, result, performedOn, validUntil, reading } = inspection;
  const km = reading.repairedKm ?? (reading.reason === null ? reading.km : null);
  return {
    id,
    garageId,
    kind,
    result,
    performedOn,
    validUntil,
    km,
    defects: inspection.defects.map(defectOf),
  };
}

function defectOf({ id, record, rectified }: DemoDefect): DefectFact {
  const { parsed, partCategories } = record;
  const { axle, side, spot, axleNumber } = parsed.position ?? NOWHERE;
  const { severity, annexItem } = parsed;
  return { id, severity, annexItem, axle, side, spot, axleNumber, partCategories, rectified };
}

const NOWHERE = { axle: null, side: null, spot: null, axleNumber: null };

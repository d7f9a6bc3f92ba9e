import fc from "fast-check";
import { addDays, addMonths, daysBetween, endOfMonth } from "../../../src/modules/schedule/calendar.ts";
import {
  INSPECTION_RULES,
  inspectionsDue,
  REGIONS,
  type InspectionDue,
  type InspectionRule,
  type Region,
  type ScheduleInput,
} from "../../../src/modules/schedule/index.ts";
import {
  COUNTRY_CODES,
  DATE_PRECISIONS,
  FUEL_TYPES,
  INSPECTION_RESULTS,
  VEHICLE_CATEGORIES,
  VEHICLE_USAGES,
  type VehicleUsage,
} from "../../../src/modules/vocabulary/index.ts";

/** Made-up vehicles and histories for the properties of the due-date engine. */

const EPOCH = "1970-01-01";

function day(from: string, until: string): fc.Arbitrary<string> {
  return fc
    .integer({ min: daysBetween(EPOCH, from), max: daysBetween(EPOCH, until) })
    .map((days) => addDays(EPOCH, days));
}

/** Often the end of a month or a leap day: where calendars go wrong. */
export function awkwardDay(from: string, until: string): fc.Arbitrary<string> {
  return fc.oneof(day(from, until), day(from, until).map(endOfMonth));
}

const PERIODIC = INSPECTION_RULES.filter(
  ({ obligation, first, validTo }) => obligation === "PERIODIC" && first !== null && validTo === null,
);

function pick<T>(values: readonly T[], fallback: T): fc.Arbitrary<T> {
  return values.length === 0 ? fc.constant(fallback) : fc.constantFrom(...values);
}

/** A vehicle that a rule was written for, everything known. */
function vehicleOf(rule: InspectionRule): fc.Arbitrary<ScheduleInput> {
  return fc.record({
    country: fc.constant(rule.country),
    region: regionOf(rule),
    category: pick(rule.categories, "M1"),
    usage: pick(
      rule.usages ?? COMMON_USAGES.filter((usage) => !rule.exceptUsages.includes(usage)),
      "PRIVATE",
    ),
    fuel: pick(rule.fuels ?? FUEL_TYPES.filter((fuel) => fuel !== "UNKNOWN"), "PETROL"),
    combustionFuel: fc.constantFrom("PETROL", "DIESEL"),
    firstRegisteredOn: awkwardDay(
      rule.registeredFrom ?? (rule.country === "GB" ? BRITAIN_SINCE : "1995-01-01"),
      addMonths(rule.registeredBefore ?? "2022-01-01", -1),
    ),
    firstRegisteredPrecision: fc.constant("DAY"),
    odometerKm: fc.integer({ min: 0, max: 300_000 }),
    towBarOver750Kg: fc.boolean(),
    grossMassKg: fc.constantFrom(700, 1800, 3200, 5000, 9000),
    greenCertificate: fc.boolean(),
    historicVehicle: fc.constant(false),
  });
}

/** How the first date was reckoned before is not known to the day. */
const BRITAIN_SINCE = "2016-03-01";

const COMMON_USAGES = ["PRIVATE", "TAXI", "RENTAL", "CAMPER"] as const satisfies VehicleUsage[];

/** A region the rule is for; none where null means a part of the country (Great Britain), not a gap. */
function regionOf(rule: InspectionRule): fc.Arbitrary<Region | null> {
  if (rule.regions !== null) return pick(rule.regions, "BE-VLG");
  return rule.country === "BE" ? fc.constantFrom("BE-VLG", "BE-WAL", "BE-BRU") : fc.constant(null);
}

export const vehicles = fc.constantFrom(...PERIODIC).chain(vehicleOf);

/** A vehicle with its last inspection, passed some days from when it had been due, as the engine reckons it. */
export const inspected = fc
  .tuple(vehicles, fc.array(fc.integer({ min: -80, max: 200 }), { minLength: 1, maxLength: 12 }))
  .map(([vehicle, delays]) => delays.reduce(inspect, vehicle));

function inspect(vehicle: ScheduleInput, delayDays: number): ScheduleInput {
  const asOf = vehicle.lastPeriodic?.performedOn ?? vehicle.firstRegisteredOn ?? "2021-01-01";
  const due = inspectionsDue(vehicle, asOf)[0];
  if (due.dueOn === null) return vehicle;
  const planned = addDays(due.dueOn, delayDays);
  const performedOn = planned > asOf ? planned : addDays(asOf, 1);
  return { ...vehicle, lastPeriodic: { performedOn, result: "PASS", previousDueOn: due.dueOn } };
}

/** The periodic answer the day after the inspection, before anything else can have changed. */
export function dueAfterLast(vehicle: ScheduleInput): InspectionDue {
  return inspectionsDue(vehicle, addDays(vehicle.lastPeriodic?.performedOn ?? "2024-01-01", 1))[0];
}

export const anyDay = awkwardDay("1950-01-01", "2040-01-01");
export const anyVehicle: fc.Arbitrary<ScheduleInput> = fc.record({
  country: fc.constantFrom(...COUNTRY_CODES),
  region: fc.option(fc.constantFrom(...REGIONS)),
  category: fc.constantFrom(...VEHICLE_CATEGORIES),
  usage: fc.constantFrom(...VEHICLE_USAGES),
  fuel: fc.constantFrom(...FUEL_TYPES),
  firstRegisteredOn: fc.option(anyDay),
  firstRegisteredPrecision: fc.constantFrom(...DATE_PRECISIONS),
  firstAdmissionInCountryOn: fc.option(anyDay),
  lastPeriodic: fc.option(
    fc.record({
      performedOn: anyDay,
      result: fc.constantFrom(...INSPECTION_RESULTS),
      validUntil: fc.option(anyDay),
      previousDueOn: fc.option(anyDay),
      clearedOn: fc.option(anyDay),
      isFirst: fc.option(fc.boolean()),
    }),
  ),
  usageChangedOn: fc.option(anyDay),
  changeOfOwnerOn: fc.option(anyDay),
  onTime: fc.option(fc.boolean()),
  odometerKm: fc.option(fc.integer({ min: 0, max: 500_000 })),
  towBarOver750Kg: fc.option(fc.boolean()),
  grossMassKg: fc.option(fc.integer({ min: 100, max: 44_000 })),
  greenCertificate: fc.option(fc.boolean()),
  historicVehicle: fc.option(fc.boolean()),
});

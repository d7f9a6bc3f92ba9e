import { repeatOf, type ComparableDefect } from "../defects/index.ts";
import { at } from "./at.ts";
import { dateOf, dayOf } from "./days.ts";
import { defectRecord } from "./defect-records.ts";
import type { DemoDefect, DemoInspection, DemoVehicle } from "./fleet.types.ts";
import { planGarages, type DemoGarage, type GaragePlan } from "./garages.ts";
import { writeHistory, type History, type Visit } from "./history.ts";
import { RowIds } from "./ids.ts";
import { isFailing, otherSide } from "./inspect.ts";
import { MAX_VEHICLES } from "./identifiers.ts";
import { recordedMendings, repairsOf } from "./mendings.ts";
import { RandomStream } from "./random.ts";
import { readOdometer } from "./readings.ts";
import { summaryOf } from "./summary.ts";
import { drawTraits, type VehicleTraits } from "./traits.ts";

export interface FleetSettings {
  /** Vehicles are numbered; the first of this fleet, and how many. A number's vehicle is the same in every fleet. */
  readonly firstVehicle?: number;
  readonly vehicles: number;
  readonly garages: number;
  readonly seed: number;
  /** YYYY-MM-DD: nothing is dated later, and ages count from it. */
  readonly today: string;
  /** Ids of garages that exist already, in the order of their numbers; left out or empty: new ones. */
  readonly garageIds?: readonly string[];
}

/** A fleet in the making: the garages are there, vehicles are made one after the other. Nothing is kept. */
export interface Fleet {
  readonly garages: readonly DemoGarage[];
  readonly vehicles: Iterable<DemoVehicle>;
}

/** What every vehicle of a fleet is drawn from. */
export interface FleetBasis {
  readonly seed: number;
  readonly today: number;
  readonly plan: GaragePlan;
}

export function fleetBasis(settings: Omit<FleetSettings, "vehicles" | "firstVehicle">): FleetBasis {
  if (settings.garages < 2) throw new RangeError("A fleet needs two garages: a French and a British one.");
  const today = dayOf(settings.today);
  return { seed: settings.seed, today, plan: planGarages(settings, today) };
}

/**
 * The demo fleet: synthetic garages and vehicles that look like those of French and British roads and describe
 * nobody's. Deterministic: the same settings give the same fleet on every machine.
 * @throws {RangeError} when a setting cannot be met
 */
export function generateFleet(settings: FleetSettings): Fleet {
  const basis = fleetBasis(settings);
  const first = settings.firstVehicle ?? 0;
  const end = first + settings.vehicles;
  if (end > MAX_VEHICLES) throw new RangeError(`There are plates for ${MAX_VEHICLES} vehicles only.`);
  return {
    garages: basis.plan.garages,
    vehicles: {
      *[Symbol.iterator]() {
        for (let index = first; index < end; index += 1) yield makeVehicle(basis, index);
      },
    },
  };
}

/** Draws a vehicle and what it really went through, before anything of it is written down. */
export function drawVehicle(basis: FleetBasis, index: number): History & { readonly traits: VehicleTraits } {
  const random = new RandomStream(basis.seed, "VEHICLE", index);
  const traits = drawTraits(index, random, basis.today, basis.plan.areas);
  const { visits, mendings } = writeHistory(traits, random, basis.today);
  return { traits, visits, mendings };
}

/** One inspection in seven is not at the usual garage. */
const OTHER_GARAGE_CHANCE = 0.15;
/** Rows of one vehicle: itself, its inspections, then its defects. */
const FIRST_INSPECTION_ROW = 1;
const FIRST_DEFECT_ROW = 512;

export function makeVehicle(basis: FleetBasis, index: number): DemoVehicle {
  const { traits, visits, mendings } = drawVehicle(basis, index);
  // A stream of its own: how things are written down does not change what happens.
  const random = new RandomStream(basis.seed, "RECORDS", index);
  const ids = new RowIds(basis.seed, "VEHICLE", index, basis.today);
  const garageOf = usualGarage(basis.plan, traits.areaCode, random);
  const { readings, judgement } = readOdometer(traits, visits, random);
  const defectsOf = defectWriter(traits, ids);
  const inspections: DemoInspection[] = [];
  for (const [place, visit] of visits.entries()) {
    const answered = visit.retestOf === null ? null : at(inspections, visit.retestOf);
    const garageId = garageOf(random.unit());
    inspections.push({
      id: ids.of(FIRST_INSPECTION_ROW + place),
      garageId: answered?.garageId ?? garageId,
      kind: visit.kind,
      result: visit.result,
      performedOn: dateOf(visit.day),
      validUntil: textOf(visit.validUntil),
      retestBy: textOf(visit.retestBy),
      drivingBannedFrom: textOf(visit.drivingBannedFrom),
      retestOf: answered?.id ?? null,
      reading: at(readings, place),
      defects: defectsOf(visit),
    });
  }
  const recorded = recordedMendings(basis.seed, index, mendings);
  return {
    id: ids.of(0),
    traits,
    odometer: judgement,
    summary: summaryOf(inspections),
    inspections,
    repairs: repairsOf(traits.country, recorded, basis.today),
  };
}

const textOf = (day: number | null) => (day === null ? null : dateOf(day));

function usualGarage(plan: GaragePlan, areaCode: string, random: RandomStream): (chance: number) => string {
  const garages = plan.areaByCode.get(areaCode)?.inspectionGarages ?? [];
  const usual = random.below(garages.length);
  return (chance) => {
    const isOther = chance < OTHER_GARAGE_CHANCE;
    const place = isOther ? Math.floor((chance / OTHER_GARAGE_CHANCE) * garages.length) : usual;
    return at(garages, place).id;
  };
}

interface WrittenDefect extends ComparableDefect {
  readonly id: string;
}

/** Writes the defects of one inspection after the other, each linked to what it repeats. */
function defectWriter(traits: VehicleTraits, ids: RowIds): (visit: Visit) => DemoDefect[] {
  let row = FIRST_DEFECT_ROW;
  let previous: readonly WrittenDefect[] = [];
  let current: WrittenDefect[] = [];
  return (visit) => {
    const written: WrittenDefect[] = [];
    // A retest is compared with the inspection before the one it answers: what it finds again is no repeat.
    if (visit.kind === "PERIODIC") [previous, current] = [current, written];
    const isRectified = visit.result === "PASS_AFTER_RECTIFICATION";
    const defects: DemoDefect[] = [];
    for (const finding of visit.findings) {
      const places = finding.isPair ? [finding.place, otherSide(finding.place)] : [finding.place];
      for (const place of places) {
        const record = defectRecord(traits.country, finding.component, finding.severity, place);
        const id = ids.of(row);
        row += 1;
        const repeats = repeatOf(record.parsed, previous);
        written.push({ ...record.parsed, id });
        defects.push({
          id,
          record,
          rectified: isRectified && isFailing(finding),
          repeatOf: repeats?.id ?? null,
        });
      }
    }
    return defects;
  };
}

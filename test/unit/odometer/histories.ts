import { readFileSync } from "node:fs";
import { kilometresOf, type OdometerReading } from "../../../src/modules/odometer/index.ts";
import type { OdometerUnit } from "../../../src/modules/vocabulary/index.ts";

export interface History {
  readonly name: string;
  /** YYYY-MM-DD. */
  readonly firstRegisteredOn: string;
  readonly readings: readonly OdometerReading[];
}

/** A stream of numbers in [0, 1) that is the same on every machine: mulberry32. */
export function seededRandom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

export function reading(readOn: string, value: number, unit: OdometerUnit = "KM"): OdometerReading {
  return { readOn, value, unit, km: kilometresOf(value, unit) };
}

/** One reading a year, from June 2010. */
export function yearly(values: readonly number[], unit: OdometerUnit = "KM", from = 2010): OdometerReading[] {
  return values.map((value, nth) => reading(`${from + nth}-06-15`, value, unit));
}

function dateOf(day: number): string {
  return new Date(day * 86_400_000).toISOString().slice(0, 10);
}

/** The histories of the DVSA file as they stand, readings without a value left out. */
export function realHistories(path: string): History[] {
  return readFileSync(path, "utf8")
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => {
      const vehicle = JSON.parse(line) as {
        registration: string;
        firstUsedDate: string | null;
        registrationDate: string;
        motTests: { completedDate: string; odometerValue: string | null; odometerUnit: OdometerUnit }[];
      };
      const tests = vehicle.motTests.filter((test) => test.odometerValue !== null);
      return {
        name: vehicle.registration,
        firstRegisteredOn: vehicle.firstUsedDate ?? vehicle.registrationDate,
        readings: tests.map((test) =>
          reading(test.completedDate.slice(0, 10), Number(test.odometerValue), test.odometerUnit),
        ),
      };
    });
}

/**
 * A made-up vehicle that nobody tampered with. Vehicles differ by a factor of two in what they drive, years by a
 * third; one in ten changes hands and pace, one year in thirty the vehicle hardly moves, one test in four is followed
 * by a retest, some inspections are missed.
 */
export function syntheticHistory(seed: number): History {
  const random = seededRandom(seed);
  const normal = () => Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
  const unit: OdometerUnit = random() < 0.5 ? "MI" : "KM";
  const inspections = 3 + Math.floor(random() * 12);
  let kmPerYear = 13_000 * Math.exp(0.6 * normal());
  let day = Date.UTC(2004, 0, 1) / 86_400_000 + Math.floor(random() * 4_000);
  const age = 2 + random() * 2;
  const firstRegisteredOn = dateOf(day - Math.round(365 * age));
  let km = kmPerYear * age * Math.exp(0.33 * normal());
  const readings: OdometerReading[] = [];
  const note = () => {
    const value = Math.round(unit === "MI" ? km / 1.609344 : km);
    readings.push(reading(dateOf(day), value, unit));
  };
  for (let nth = 0; nth < inspections; nth += 1) {
    note();
    if (random() < 0.25) {
      const wait = Math.floor(random() * 12);
      day += wait;
      km += (wait * kmPerYear) / 365 + random() * 3;
      note();
    }
    if (random() < 0.1) kmPerYear = 13_000 * Math.exp(0.6 * normal());
    const years = (random() < 0.08 ? 2 : 1) * (0.85 + random() * 0.3);
    const pace = random() < 0.033 ? 0.02 : Math.exp(0.33 * normal());
    day += Math.round(365 * years);
    km += kmPerYear * years * pace;
  }
  return { name: `synthetic ${seed}`, firstRegisteredOn, readings };
}

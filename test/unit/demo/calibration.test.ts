import { beforeAll, describe, expect, test } from "vitest";
import { dayOf } from "../../../src/modules/demo/days.ts";
import { generateFleet, type DemoInspection, type DemoVehicle } from "../../../src/modules/demo/index.ts";
import { HISTORY_START } from "../../../src/modules/demo/history.ts";
import { firstDueDay, isFailed } from "../../../src/modules/demo/periodicity.ts";
import type { DemoCountry } from "../../../src/modules/demo/wear.ts";

const TODAY = "2026-01-15";
/** Published figures are of a year; a French vehicle is inspected once in two. */
const FROM = "2024-01-15";

interface Seen {
  readonly inspection: DemoInspection;
  readonly ageYears: number;
  readonly km: number;
  /** After the last day in time; null where the records do not tell it. */
  readonly lateDays: number | null;
}

const seen: Record<DemoCountry, Seen[]> = { FR: [], GB: [] };
let vehicles = 0;
let oddVehicles = 0;
let judgedVehicles = 0;

function note({ traits, inspections }: DemoVehicle): void {
  const firstDue = firstDueDay(traits);
  let dueDay = firstDue < HISTORY_START ? null : firstDue;
  for (const inspection of inspections) {
    const day = dayOf(inspection.performedOn);
    if (inspection.kind === "PERIODIC" && inspection.performedOn > FROM) {
      seen[traits.country].push({
        inspection,
        ageYears: (day - traits.firstRegisteredDay) / 365.25,
        km: inspection.reading.km,
        lateDays: dueDay === null ? null : day - dueDay,
      });
    }
    if (inspection.kind === "COMPLEMENTARY" || inspection.kind === "COMPLEMENTARY_RETEST") continue;
    dueDay =
      isFailed(inspection.result) || inspection.validUntil === null ? null : dayOf(inspection.validUntil);
  }
}

beforeAll(() => {
  for (const vehicle of generateFleet({ vehicles: 20_000, garages: 300, seed: 20_260, today: TODAY })
    .vehicles) {
    vehicles += 1;
    if (vehicle.odometer.verdict !== "NO_JUDGEMENT") judgedVehicles += 1;
    if (vehicle.inspections.some((inspection) => inspection.reading.reason !== null)) oddVehicles += 1;
    note(vehicle);
  }
});

const failing = (inspection: DemoInspection) =>
  inspection.defects.filter((defect) => ["MAJOR", "DANGEROUS"].includes(defect.record.parsed.severity));
const hasFailed = ({ inspection }: Seen) => failing(inspection).length > 0;
const percent = (list: readonly Seen[], has: (one: Seen) => boolean) =>
  (100 * list.filter(has).length) / list.length;
const isLate = ({ lateDays }: Seen) => (lateDays ?? 0) > 0;
const timed = (list: readonly Seen[]) => list.filter(({ lateDays }) => lateDays !== null);
const failsIn =
  (...items: string[]) =>
  ({ inspection }: Seen) =>
    failing(inspection).some(({ record }) =>
      items.some((item) => `${record.parsed.annexItem}.`.startsWith(`${item}.`)),
    );
const isCode =
  (...codes: string[]) =>
  ({ inspection }: Seen) =>
    inspection.defects.some(({ record }) => codes.includes(record.parsed.code ?? ""));

/** Percent, with the tolerance in percentage points: twice the sampling error, or what the fit leaves. */
type Figure = [what: string, published: number, tolerance: number, actual: () => number];

describe("the French part of the fleet shows the figures of UTAC-OTC for 2024", () => {
  const all = () => seen.FR;
  const aged = (from: number, until: number) =>
    seen.FR.filter(({ ageYears }) => ageYears >= from && ageYears < until);
  const figures: Figure[] = [
    ["retest share", 19.44, 1, () => percent(all(), hasFailed)],
    ["retest share under four years", 4.2, 1.6, () => percent(aged(0, 4), hasFailed)],
    ["retest share over ten years", 25, 2.2, () => percent(aged(10, 99), hasFailed)],
    ["critical", 0.7, 0.5, () => percent(all(), ({ inspection }) => inspection.result === "FAIL_DANGEROUS")],
    ["axles, wheels, tyres, suspension", 10.4, 1, () => percent(all(), failsIn("5"))],
    ["lights", 9, 0.9, () => percent(all(), failsIn("4"))],
    ["nuisance", 6.61, 0.9, () => percent(all(), failsIn("8"))],
    ["headlamp aim", 4.7, 0.7, () => percent(all(), failsIn("4.1.2"))],
    ["damaged tyre", 3.4, 0.6, () => percent(all(), isCode("5.2.3.d.2", "5.2.3.d.3"))],
    ["tread indicator", 2.17, 0.5, () => percent(all(), isCode("5.2.3.e.2"))],
    ["stop lamps", 2.01, 0.5, () => percent(all(), isCode("4.3.1.a.2", "4.3.1.a.3"))],
    ["cord visible", 0.24, 0.15, () => percent(all(), isCode("5.2.3.d.3"))],
    ["opacity", 2.9, 0.5, () => percent(all(), failsIn("8.2.2"))],
  ];
  test.each(figures)("%s: %d % ± %d", (what, published, tolerance, actual) => {
    expect(Math.abs(actual() - published), `${what}: ${actual().toFixed(2)} %`).toBeLessThan(tolerance);
  });

  test("more than a fifth come late (DEKRA)", () => {
    const late = percent(timed(all()), isLate);
    expect(late).toBeGreaterThan(20);
    expect(late).toBeLessThan(26);
  });

  test("every age from four on fails more often than the one before, as far as ten", () => {
    const shares = [aged(3, 5), aged(5, 7), aged(7, 9), aged(9, 11)].map((list) => percent(list, hasFailed));
    expect(shares).toEqual(shares.toSorted((one, other) => one - other));
  });
});

describe("the British part of the fleet shows the figures of DVSA", () => {
  const all = () => seen.GB;
  const figures: Figure[] = [
    ["initial fail", 31.7, 1.8, () => percent(all(), hasFailed)],
    ["dangerous", 9.1, 1, () => percent(all(), ({ inspection }) => inspection.result === "FAIL_DANGEROUS")],
    ["lamps", 13.9, 1.4, () => percent(all(), failsIn("4"))],
    ["suspension", 9.7, 1.2, () => percent(all(), failsIn("5.1", "5.3"))],
    ["brakes", 8.1, 1.4, () => percent(all(), failsIn("1"))],
    ["tyres", 6.8, 1, () => percent(all(), failsIn("5.2"))],
    ["visibility", 5.3, 0.9, () => percent(all(), failsIn("3"))],
    ["after the last day", 16, 1.4, () => percent(timed(all()), isLate)],
  ];
  test.each(figures)("%s: %d % ± %d", (what, published, tolerance, actual) => {
    expect(Math.abs(actual() - published), `${what}: ${actual().toFixed(2)} %`).toBeLessThan(tolerance);
  });

  test("half of the late ones come within ten days", () => {
    const soon = percent(timed(all()).filter(isLate), ({ lateDays }) => (lateDays ?? 0) <= 10);
    expect(soon).toBeGreaterThan(43);
    expect(soon).toBeLessThan(57);
  });

  test("a failed inspection names about two and a half defects that fail (2.59)", () => {
    const failed = all().filter(hasFailed);
    const mean = failed.reduce((sum, { inspection }) => sum + failing(inspection).length, 0) / failed.length;
    expect(Math.abs(mean - 2.59)).toBeLessThan(0.5);
  });
});

describe("the whole fleet", () => {
  test("has run as far as its age lets expect", () => {
    const medianKm = (list: readonly Seen[]) => {
      const distances = list.map(({ km }) => km).sort((one, other) => one - other);
      return distances[distances.length >> 1]!;
    };
    const atAge = (years: number) =>
      [...seen.FR, ...seen.GB].filter(({ ageYears }) => Math.abs(ageYears - years) < 1);
    expect(medianKm(atAge(4))).toBeGreaterThan(38_000);
    expect(medianKm(atAge(4))).toBeLessThan(55_000);
    expect(medianKm(atAge(10))).toBeGreaterThan(90_000);
    expect(medianKm(atAge(10))).toBeLessThan(125_000);
    expect(medianKm(atAge(18))).toBeGreaterThan(medianKm(atAge(10)));
  });

  test("has odd odometer readings on about two vehicles in a hundred", () => {
    const share = (100 * oddVehicles) / vehicles;
    expect(judgedVehicles / vehicles).toBeGreaterThan(0.7);
    expect(share, `${share.toFixed(2)} %`).toBeGreaterThan(1.2);
    expect(share, `${share.toFixed(2)} %`).toBeLessThan(2.8);
  });
});

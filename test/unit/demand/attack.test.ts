import { describe, expect, test } from "vitest";
import { contribute, type Cells, type Contribution } from "../../../src/modules/demand/cube/cell.ts";
import { dayNumber, type VehicleNeed } from "../../../src/modules/demand/cube/need.ts";
import { weeksFrom } from "../../../src/modules/demand/cube/weeks.ts";
import { stickyRounding } from "../../../src/modules/demand/disclosure/rounding.ts";
import { DISCLOSURE_RULES, type DisclosureRules } from "../../../src/modules/demand/disclosure/rules.ts";
import { demandRows, type DemandRow } from "../../../src/modules/demand/publish/demand-rows.ts";

/**
 * Two partners ask all that they may, on two days, and pool the answers. Between the days nothing happens but that one
 * vehicle, of which they know area, make and what it might need, comes to need it, or does not. They do not know what
 * others need. This is the worst day for it: on others, other vehicles change as well and cover it.
 */
const TARGETS = 500;
const MONDAY = "2026-06-15";
const FIRST_DAY = dayNumber(MONDAY);
const WEEKS = weeksFrom(MONDAY);
const PART = "BRAKE_PAD_SET";

const DEPARTMENTS = [
  "FR-01",
  "FR-03",
  "FR-38",
  "FR-42",
  "FR-69",
  "FR-04",
  "FR-06",
  "FR-13",
  "FR-83",
  "FR-84",
];
const MAKES = ["RENAULT", "PEUGEOT", "CITROEN", "FORD", "TOYOTA", "KIA", "TESLA", "PORSCHE"];

/** mulberry32: the same draws everywhere. */
function random(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

const below = (draw: () => number, end: number): number => Math.floor(draw() * end);

/** @param skew 1: any make and department alike; above: the first ones oftener */
function vehicle(draw: () => number, skew = 2): Contribution {
  const make = MAKES[Math.floor(MAKES.length * draw() ** skew)]!;
  const areaCode = DEPARTMENTS[Math.floor(DEPARTMENTS.length * draw() ** skew)]!;
  const from = FIRST_DAY + below(draw, 60);
  const likely = from + 1 + below(draw, 60);
  const until = likely + 1 + below(draw, 60);
  const need: VehicleNeed = [
    PART,
    0.3 + 0.6 * draw(),
    1 + below(draw, 2),
    from,
    likely,
    until,
    until + 300,
    0,
  ];
  return { areaCode, make, source: below(draw, 8), needs: [need] };
}

const keyed = (rows: readonly DemandRow[]) =>
  new Map(rows.map((row) => [`${row.areaCode}|${row.make}`, row]));

/** What the two may see together: one has all makes but the second region, the other the first department and the country. */
function pooled(rows: readonly DemandRow[]): Map<string, DemandRow> {
  const first = rows.filter(({ areaCode }) => areaCode !== "FR-PAC");
  const second = rows.filter(({ areaCode, make }) => areaCode === "FR-PAC" || make === "*");
  return keyed([...first, ...second]);
}

const leavesOf = (cells: Cells): Cells =>
  new Map([...cells].map(([key, cell]) => [key.replace(`|${PART}`, ""), cell]));

const asPrevious = (rows: readonly DemandRow[]) =>
  new Map([...keyed(rows)].map(([key, row]) => [key, { ...row, weeks: WEEKS }]));

/** A world of 400 vehicles that has been published for some days, of which a tenth of the vehicles changed each. */
function world(seed: number, rules: DisclosureRules) {
  const draw = random(seed);
  const cells: Cells = new Map();
  const fleet = Array.from({ length: 400 }, () => vehicle(draw));
  for (const each of fleet) contribute(cells, each, 1, FIRST_DAY);
  const settings = {
    part: PART,
    weeks: WEEKS,
    rules,
    rounding: stickyRounding(rules.rounding, `secret ${seed}`),
  };
  let rows = demandRows(leavesOf(cells), { ...settings, previous: new Map() });
  for (let day = 0; day < 3; day += 1) {
    for (let n = 0; n < 40; n += 1) {
      const place = below(draw, fleet.length);
      contribute(cells, fleet[place]!, -1, FIRST_DAY);
      fleet[place] = vehicle(draw);
      contribute(cells, fleet[place], 1, FIRST_DAY);
    }
    rows = demandRows(leavesOf(cells), { ...settings, previous: asPrevious(rows) });
  }
  const next = () => demandRows(leavesOf(cells), { ...settings, previous: asPrevious(rows) });
  return { draw, cells, rows, next };
}

/** Share of right guesses, where every second target is there. */
function accuracy(rules: DisclosureRules, targets = TARGETS): number {
  let right = 0;
  for (let seed = 0; seed < targets / 10; seed += 1) {
    const { draw, cells, rows, next } = world(seed, rules);
    for (let n = 0; n < 10; n += 1) {
      // Mostly hidden in a small group.
      const target = vehicle(draw, 1);
      const isThere = n % 2 === 0;
      if (isThere) contribute(cells, target, 1, FIRST_DAY);
      if (guess(pooled(rows), pooled(next()), target) === isThere) right += 1;
      if (isThere) contribute(cells, target, -1, FIRST_DAY);
    }
  }
  return right / targets;
}

/** It is there if any number that holds it has changed, or any such row has come or gone. */
function guess(before: Map<string, DemandRow>, after: Map<string, DemandRow>, target: Contribution): boolean {
  const region = ["FR-04", "FR-06", "FR-13", "FR-83", "FR-84"].includes(target.areaCode)
    ? "FR-PAC"
    : "FR-ARA";
  return [target.areaCode, region, "FR"].some((area) =>
    [target.make, "*"].some((make) => {
      const [old, now] = [before.get(`${area}|${make}`), after.get(`${area}|${make}`)];
      return JSON.stringify(now) !== JSON.stringify(old);
    }),
  );
}

describe("D89 a differencing attacker with two partners' answers of two days", () => {
  test("guesses whether a vehicle is there no better than by a coin, within five points", () => {
    expect(accuracy(DISCLOSURE_RULES)).toBeLessThanOrEqual(0.55);
  });

  test("knows it of every vehicle as soon as numbers are not rounded", () => {
    expect(accuracy({ ...DISCLOSURE_RULES, rounding: 1 }, 100)).toBeGreaterThan(0.95);
  });

  test("finds it out of many as soon as small groups are shown", () => {
    const open = {
      ...DISCLOSURE_RULES,
      vehicles: 1,
      sources: 1,
      squaredShares: 1,
      isComplementary: false,
      keepsRows: false,
    };
    expect(accuracy(open, 200)).toBeGreaterThan(0.6);
  });
});

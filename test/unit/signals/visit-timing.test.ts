import fc from "fast-check";
import { beforeAll, describe, expect, test } from "vitest";
import { fleetBasis, trueOutlook, type Outlook } from "../../../src/modules/demo/index.ts";
import { makeVehicle } from "../../../src/modules/demo/fleet.ts";
import { IN_TIME_ELSEWHERE, IN_TIME_RATES } from "../../../src/modules/signals/base-rates.data.ts";
import { DEFAULT_TIMING } from "../../../src/modules/signals/default-timing.ts";
import { deriveSignals } from "../../../src/modules/signals/derive-signals.ts";
import type { DerivedSignal } from "../../../src/modules/signals/derived-signal.ts";
import { learnVisitTiming } from "../../../src/modules/signals/learn-visit-timing.ts";
import { visitHistoryOf } from "../../../src/modules/signals/train-visit-timing.ts";
import { habitsOf, openVisitTiming } from "../../../src/modules/signals/visit-timing.ts";
import { FIRST_OFFSET, LAST_OFFSET, OFFSET_EDGES } from "../../../src/modules/signals/visit-timing.types.ts";
import { daysBetween } from "../../../src/modules/schedule/index.ts";
import type { VehicleFacts } from "../../../src/modules/signals/index.ts";
import { COUNTRY_CODES } from "../../../src/modules/vocabulary/index.ts";
import { factsOf } from "../../support/demo-facts.ts";

const published = openVisitTiming();

describe("published visit timing", () => {
  test("has in each country the share in time that its source gives", () => {
    for (const country of COUNTRY_CODES) {
      const { rate, name } = IN_TIME_RATES[country] ?? IN_TIME_ELSEWHERE;
      expect(published.of(country).by(0)).toBeCloseTo(rate, 3);
      expect(published.of(country).name).toBe(name);
    }
  });

  test("has half of the late ones within ten days, as DVSA counts", () => {
    for (const country of ["FR", "GB"] as const) {
      const { by } = published.of(country);
      expect((by(10) - by(0)) / (1 - by(0))).toBeCloseTo(0.5, 2);
    }
  });

  test("divides every day once", () => {
    expect(OFFSET_EDGES[0]).toBe(FIRST_OFFSET);
    expect(OFFSET_EDGES.at(-1)).toBe(LAST_OFFSET + 1);
    expect(OFFSET_EDGES).toEqual([...new Set(OFFSET_EDGES)].toSorted((one, other) => one - other));
    for (const { habits } of [...Object.values(DEFAULT_TIMING.countries), DEFAULT_TIMING.elsewhere]) {
      expect(habits.reduce((sum, { share }) => sum + share, 0)).toBeCloseTo(1, 9);
      for (const { mass } of habits) {
        expect(mass).toHaveLength(OFFSET_EDGES.length - 1);
        expect(mass.reduce((sum, part) => sum + part, 0)).toBeCloseTo(1, 9);
      }
    }
  });
});

describe("a vehicle's habits", () => {
  const offset = fc.integer({ min: FIRST_OFFSET, max: LAST_OFFSET });

  test("give days in order, after the day that is known, whatever was seen before", () => {
    fc.assert(
      fc.property(fc.array(offset, { maxLength: 12 }), offset, (offsets, after) => {
        const habits = habitsOf(published.of("FR"), offsets);
        const { from, likely, until } = habits.expected(after);
        expect(from).toBeGreaterThan(Math.min(after, LAST_OFFSET - 1));
        expect(from <= likely && likely <= until && until <= LAST_OFFSET + 1).toBe(true);
        expect(habits.by(LAST_OFFSET)).toBeCloseTo(1, 6);
      }),
    );
  });

  test("are the population's without a visit, and leave it the more the more visits agree", () => {
    const inTime = (visits: number) => habitsOf(published.of("FR"), new Array<number>(visits).fill(15)).by(0);
    expect(inTime(0)).toBeCloseTo(0.8, 3);
    expect(inTime(1)).toBeLessThan(0.8);
    expect(inTime(3)).toBeLessThan(inTime(1));
  });
});

describe("learnt visit timing", () => {
  const AS_OF = "2025-01-01";
  const VEHICLES = 6000;
  const basis = fleetBasis({ seed: 5, garages: 100, today: "2026-06-01" });
  let facts: VehicleFacts[];
  let outlooks: (Outlook | null)[];
  beforeAll(() => {
    const each = Array.from({ length: VEHICLES }, (_, index) => index);
    facts = each.map((index) => factsOf(makeVehicle(basis, index), AS_OF));
    outlooks = each.map((index) => trueOutlook(basis, index, AS_OF));
  });

  interface Settled {
    readonly signal: DerivedSignal;
    readonly outlook: Outlook;
    readonly cameOn: string;
  }

  /** Inspections due in the next five months, of which the records of another year tell what became. */
  function settled(): Settled[] {
    const timing = openVisitTiming(learnVisitTiming(facts.map(visitHistoryOf)), "learnt");
    return facts.flatMap((own, index) => {
      const outlook = outlooks[index];
      const signal = deriveSignals(own, AS_OF, { timing, predictor: null }).find(
        ({ kind, inspectionKind }) => kind === "INSPECTION_DUE" && inspectionKind === "PERIODIC",
      );
      if (outlook == null || signal === undefined || outlook.dueOn > "2025-06-01") return [];
      return [{ signal, outlook, cameOn: outlook.outcome?.performedOn ?? "9999-12-31" }];
    });
  }

  test("is the same for the same histories", () => {
    const histories = facts.slice(0, 1500).map(visitHistoryOf);
    expect(learnVisitTiming(histories)).toEqual(learnVisitTiming(histories));
  });

  test("stays with what is published where there are few histories", () => {
    expect(learnVisitTiming(facts.slice(0, 100).map(visitHistoryOf))).toEqual(DEFAULT_TIMING);
  });

  test("covers with its windows four visits in five of a year that it has not seen", () => {
    const cases = settled();
    const inside = cases.filter(
      ({ signal: { moment }, cameOn }) => moment.from <= cameOn && cameOn <= moment.until,
    );
    expect(cases.length).toBeGreaterThan(1000);
    // 80 %, within three standard errors of a thousand visits.
    expect(inside.length / cases.length).toBeGreaterThan(0.76);
    expect(inside.length / cases.length).toBeLessThan(0.84);
  });

  test("misses the day by hardly more than whoever knows the generator's own rules", () => {
    const cases = settled().filter(({ outlook }) => outlook.outcome !== null);
    const median = (days: number[]) => days.toSorted((one, other) => one - other)[days.length >> 1] ?? 0;
    const miss = median(
      cases.map(({ signal, cameOn }) => Math.abs(daysBetween(signal.moment.likely, cameOn))),
    );
    const least = median(
      cases.map(({ outlook, cameOn }) => Math.abs(daysBetween(outlook.visitBy(0.5), cameOn))),
    );
    expect(miss).toBeLessThanOrEqual(least + 2);
  });

  test("gives chances to come in time that come true as often as they say", () => {
    const cases = settled().map(({ signal, outlook, cameOn }) => {
      const horizon = outlook.dueOn > "2025-01-31" ? outlook.dueOn : "2025-01-31";
      return { chance: signal.chance.probability, happened: cameOn <= horizon };
    });
    const groups = Map.groupBy(cases, ({ chance }) => Math.min(4, Math.floor(chance * 5)));
    let error = 0;
    for (const group of groups.values()) {
      const expected = group.reduce((sum, { chance }) => sum + chance, 0);
      const happened = group.filter((one) => one.happened).length;
      error += Math.abs(expected - happened) / cases.length;
    }
    expect(error).toBeLessThan(0.05);
  });
});

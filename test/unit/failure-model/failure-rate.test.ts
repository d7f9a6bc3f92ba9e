import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  DEFAULT_FAILURE_PARAMETERS,
  FAILURE_ITEM_KEYS,
  failurePredictor,
  failureRate,
  type FailureParameters,
  type FailureQuery,
} from "../../../src/modules/failure-model/index.ts";

const ask = (over: Partial<FailureQuery>) =>
  failureRate(DEFAULT_FAILURE_PARAMETERS, {
    item: "FRONT_AXLE",
    make: "Toyota",
    model: "Avensis",
    ageYears: 12,
    year: 2022,
    km: null,
    ...over,
  });

describe("failureRate", () => {
  test.each([
    { make: "SKODA", model: "OCTAVIA", basis: "MODEL" },
    { make: "Škoda", model: "Octavia Combi 1.9 TDI", basis: "MODEL" },
    { make: "VAUXHALL", model: "ASTRA SXI", basis: "MODEL" },
    { make: "Mercedes", model: "E 220 CDI", basis: "MODEL" },
    { make: "FORD", model: "C-MAX", basis: "MODEL" },
    { make: "Honda", model: "CRV", basis: "MODEL" },
    { make: "Skoda", model: "Unheard of", basis: "MAKE" },
    { make: "Skoda", model: null, basis: "MAKE" },
    { make: "Unheard of", model: "Octavia", basis: "AGE" },
  ])("knows $make $model by its $basis", ({ make, model, basis }) => {
    expect(ask({ make, model }).basis).toBe(basis);
  });

  test("reads the same car the same under any of its names", () => {
    const named = ask({ make: "Skoda", model: "OCTAVIA" });
    expect(ask({ make: "ŠKODA", model: "Octavia Scout" })).toEqual(named);
    expect(ask({ make: "Ford", model: "GRAND C-MAX" })).not.toEqual(ask({ make: "Ford", model: "C-MAX" }));
  });

  test("compares a car of an unknown make with all cars of its age and finds it average", () => {
    const { rate, lift, baseline, sampleInspections } = ask({ make: "Unheard of" });
    expect(lift).toBeCloseTo(1, 9);
    expect(baseline).toEqual({
      population: "CARS_OF_SAME_AGE",
      country: "FI",
      years: [2018, 2019, 2020, 2021],
      ageYears: 12,
      rate: expect.closeTo(rate, 12) as number,
    });
    expect(sampleInspections).toBe(0);
  });

  test("tells sturdy models from weak ones, and one generation of a model from the next", () => {
    expect(ask({ make: "Toyota", model: "Auris" }).lift).toBeLessThan(0.2);
    expect(ask({ make: "Citroen", model: "C4" }).lift).toBeGreaterThan(2);
    const golf = (year: number) => ask({ make: "Volkswagen", model: "Golf", ageYears: 10, year });
    expect(golf(2023).rate).toBeLessThan(golf(2022).rate * 0.6);
  });

  test("falls and rises with the kilometres, up to half and twice the usual ones", () => {
    const rates = [1, 110_000, 160_000, 200_000, 300_000].map((km) => ask({ km }).rate);
    expect(rates).toEqual(rates.toSorted((left, right) => left - right));
    expect(new Set(rates).size).toBe(5);
    expect(ask({ km: 900_000 }).rate).toBe(ask({ km: 5_000_000 }).rate);
    expect(ask({ km: 1 }).rate).toBe(ask({ km: 60_000 }).rate);
  });

  test("reads cars beyond the ages that were seen at the nearest age", () => {
    expect(ask({ make: "Unheard of", ageYears: 30 }).baseline).toMatchObject({ ageYears: 15 });
    expect(ask({ make: "Unheard of", ageYears: 0 }).baseline).toMatchObject({ ageYears: 3 });
  });

  test("grows less sure of years further ahead", () => {
    const width = (year: number) => {
      const { interval } = ask({ year, ageYears: year - 2010 });
      return Math.log(interval.high / interval.low);
    };
    const widths = [2021, 2022, 2023, 2025].map(width);
    expect(widths).toEqual(widths.toSorted((left, right) => left - right));
  });

  test("keeps rate, interval, probability, lift and baseline in order for any car", () => {
    const known = DEFAULT_FAILURE_PARAMETERS.models.map(({ makeModel }) => makeModel.split(" - "));
    fc.assert(
      fc.property(
        fc.constantFrom(...FAILURE_ITEM_KEYS),
        fc.oneof(fc.constantFrom(...known), fc.tuple(fc.string(), fc.string())),
        fc.integer({ min: 0, max: 60 }),
        fc.integer({ min: 2015, max: 2035 }),
        fc.option(fc.integer({ min: 0, max: 2_000_000 })),
        (item, [make = "", model = ""], ageYears, year, km) => {
          const { rate, interval, probability, probabilityInterval, lift, baseline } = ask({
            item,
            make,
            model,
            ageYears,
            year,
            km,
          });
          expect(interval.low).toBeGreaterThan(0);
          expect(rate).toBeGreaterThan(interval.low);
          expect(interval.high).toBeGreaterThan(rate);
          expect(probability).toBeGreaterThan(probabilityInterval.low);
          expect(probabilityInterval.high).toBeGreaterThan(probability);
          expect(probabilityInterval.high).toBeLessThan(1);
          expect(probability).toBeLessThan(rate);
          expect(lift * baseline.rate).toBeCloseTo(rate, 9);
        },
      ),
    );
  });

  test("answers the same whatever was asked before", () => {
    const cold = failurePredictor(DEFAULT_FAILURE_PARAMETERS);
    const at = { ageYears: 7, year: 2023, km: 90_000 };
    const car = cold.findCar("Volvo", "V70");
    const first = cold.rate("TYRES", car, at);
    cold.rate("TYRES", cold.findCar("Volvo", "S60"), { ...at, km: 300_000 });
    expect(cold.rate("TYRES", car, at)).toEqual(first);
    expect(cold.ratesAt(car, at).probability("TYRES")).toBe(first.probability);
    expect(cold.ratesAt(car, at).lift("TYRES")).toBe(first.lift);
  });
});

describe("failurePredictor", () => {
  const damaged: [string, FailureParameters][] = [
    ["another format", { ...DEFAULT_FAILURE_PARAMETERS, format: "other/1" as never }],
    [
      "a model left out",
      { ...DEFAULT_FAILURE_PARAMETERS, models: DEFAULT_FAILURE_PARAMETERS.models.slice(1) },
    ],
    ["an item left out", { ...DEFAULT_FAILURE_PARAMETERS, items: {} as never }],
    [
      "a number that is none",
      {
        ...DEFAULT_FAILURE_PARAMETERS,
        items: {
          ...DEFAULT_FAILURE_PARAMETERS.items,
          OBD: {
            ...DEFAULT_FAILURE_PARAMETERS.items.OBD,
            shared: DEFAULT_FAILURE_PARAMETERS.items.OBD.shared.replace(/\d+/, "x"),
          },
        },
      },
    ],
  ];

  test.each(damaged)("refuses parameters with %s", (_case, parameters) => {
    expect(() => failurePredictor(parameters)).toThrow(
      expect.objectContaining({ code: "PARAMETERS_UNREADABLE" }),
    );
  });

  test("answers 100,000 rates of cars that it has met in well under a second", () => {
    const predictor = failurePredictor(DEFAULT_FAILURE_PARAMETERS);
    const car = predictor.findCar("Volkswagen", "Passat");
    const rates = () => {
      const started = performance.now();
      for (let i = 0; i < 100_000; i += 1) {
        predictor.rate("FRONT_AXLE", car, { ageYears: 4 + (i % 12), year: 2022, km: 100_000 + i });
      }
      return performance.now() - started;
    };
    rates();
    expect(rates()).toBeLessThan(1000);
  });
});

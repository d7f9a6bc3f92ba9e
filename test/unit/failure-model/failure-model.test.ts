import { describe, expect, test } from "vitest";
import {
  backtestCohorts,
  failureRate,
  trainFailureModel,
  type FailureItem,
  type FailureParameters,
  type FailureQuery,
} from "../../../src/modules/failure-model/index.ts";
import { randomFrom, syntheticFleet } from "./synthetic-cohorts.ts";

const YEARS = [2018, 2019, 2020];
const NEXT_YEAR = 2021;

const largeFleet = syntheticFleet({
  seed: 7,
  makes: 5,
  modelsPerMake: 4,
  years: [...YEARS, NEXT_YEAR],
  inspections: () => 20_000,
});
const mixedFleet = syntheticFleet({
  seed: 11,
  makes: 6,
  modelsPerMake: 5,
  years: [...YEARS, NEXT_YEAR],
  inspections: (random) => Math.round(100 * Math.exp(3 * random())),
});

const mixedParameters = trainFailureModel(mixedFleet.cohorts, mixedFleet.defects, YEARS);

const query = (over: Partial<FailureQuery>): FailureQuery => ({
  item: "FRONT_AXLE",
  make: "Make0",
  model: "M0",
  ageYears: 8,
  year: NEXT_YEAR,
  km: null,
  ...over,
});

describe("trainFailureModel", () => {
  test("finds known rates of the next year within a tenth where cohorts are large", () => {
    const parameters = trainFailureModel(largeFleet.cohorts, largeFleet.defects, YEARS);
    const errors = largeFleet.cohorts
      .filter(({ inspectionYear, firstUseYear }) => inspectionYear === NEXT_YEAR && firstUseYear < 2017)
      .map(({ makeModel, firstUseYear }) => {
        const [make = "", model = ""] = makeModel.split(" - ");
        const { rate } = failureRate(parameters, query({ make, model, ageYears: NEXT_YEAR - firstUseYear }));
        return Math.abs(Math.log(rate / largeFleet.rateOf("FRONT_AXLE", makeModel, firstUseYear, NEXT_YEAR)));
      });
    expect(errors.length).toBe(160);
    expect(errors.reduce((sum, error) => sum + error, 0) / errors.length).toBeLessThan(0.1);
  });

  test("pulls a thin model without failures towards its make, and says how unsure it is", () => {
    const thin = {
      makeModel: "Make1 - Rare",
      inspectionYear: 2020,
      firstUseYear: 2012,
      inspections: 100,
      meanKm: 120_000,
    };
    const parameters = trainFailureModel([...largeFleet.cohorts, thin], largeFleet.defects, YEARS);
    const ask = (model: string) => failureRate(parameters, query({ make: "Make1", model }));
    const rare = ask("Rare");
    const unknown = ask("Unheard of");
    const common = ask("M1");
    expect(rare.basis).toBe("MODEL");
    expect(unknown.basis).toBe("MAKE");
    expect(rare.rate).toBeGreaterThan(unknown.rate * 0.2);
    expect(rare.rate).toBeLessThan(unknown.rate);
    const width = ({ interval }: typeof rare) => Math.log(interval.high / interval.low);
    expect(width(rare)).toBeGreaterThan(2 * width(common));
    expect(width(unknown)).toBeGreaterThan(width(rare));
  });

  test("learns that cars which drive more fail more, and expects a model's usual kilometres", () => {
    const parameters = trainFailureModel(largeFleet.cohorts, largeFleet.defects, YEARS);
    const ask = (km: number | null) =>
      failureRate(parameters, query({ make: "Make2", model: "M2", km })).rate;
    const usual = largeFleet.cohorts.find(
      ({ makeModel, inspectionYear, firstUseYear }) =>
        makeModel === "Make2 - M2" && inspectionYear === NEXT_YEAR && firstUseYear === NEXT_YEAR - 8,
    )!.meanKm!;
    expect(ask(usual) / ask(null)).toBeGreaterThan(0.95);
    expect(ask(usual) / ask(null)).toBeLessThan(1.05);
    // A tenth more kilometres bring a tenth more failures.
    expect(ask(usual * 1.1) / ask(usual)).toBeGreaterThan(1.06);
    expect(ask(usual * 1.1) / ask(usual)).toBeLessThan(1.14);
  });

  test("learns how much models differ in each item", () => {
    const even = { ...largeFleet, defects: evenTyres() };
    const { items } = trainFailureModel(even.cohorts, even.defects, YEARS);
    expect(items.TYRES.scale).toBeLessThan(0.1);
    expect(items.FRONT_AXLE.scale).toBeGreaterThan(0.25);
  });

  test("gives equal parameters for equal input in any order", () => {
    const other = trainFailureModel(
      shuffled(mixedFleet.cohorts),
      shuffled(mixedFleet.defects),
      YEARS.toReversed(),
    );
    expect(JSON.stringify(other)).toBe(JSON.stringify(mixedParameters));
  });

  test("takes nothing from years that it is not trained on", () => {
    const trainedOnly = trainFailureModel(
      mixedFleet.cohorts.filter((cohort) => cohort.inspectionYear !== NEXT_YEAR),
      mixedFleet.defects.filter((row) => row.inspectionYear !== NEXT_YEAR),
      YEARS,
    );
    expect(mixedParameters).toEqual(trainedOnly);
  });

  test("is read back the same from a store that keeps an object's keys in an order of its own", () => {
    const stored = JSON.parse(JSON.stringify(mixedParameters), (_key, value: unknown) =>
      typeof value === "object" && value !== null && !Array.isArray(value)
        ? Object.fromEntries(Object.entries(value).toReversed())
        : value,
    ) as FailureParameters;
    expect(failureRate(stored, query({}))).toEqual(failureRate(mixedParameters, query({})));
  });

  test.each([
    {
      _case: "a year without cohorts",
      code: "YEARS_WITHOUT_COHORTS",
      cohorts: largeFleet.cohorts,
      defects: largeFleet.defects,
      years: [2018, 2030],
    },
    {
      _case: "a cohort given twice",
      code: "COHORT_DUPLICATE",
      cohorts: [...largeFleet.cohorts, ...largeFleet.cohorts.slice(0, 1)],
      defects: [],
      years: YEARS,
    },
    {
      _case: "an item of a cohort given twice",
      code: "COHORT_DUPLICATE",
      cohorts: largeFleet.cohorts,
      defects: [...largeFleet.defects, ...largeFleet.defects.slice(0, 1)],
      years: YEARS,
    },
    {
      _case: "defects of no cohort",
      code: "COHORT_MISSING",
      cohorts: largeFleet.cohorts.slice(1),
      defects: largeFleet.defects,
      years: YEARS,
    },
  ])("refuses $_case", ({ code, cohorts, defects, years }) => {
    expect(() => trainFailureModel(cohorts, defects, years)).toThrow(expect.objectContaining({ code }));
  });
});

describe("backtestCohorts", () => {
  const backtest = (train: number[], test: number[]) =>
    backtestCohorts({ cohorts: mixedFleet.cohorts, defects: mixedFleet.defects, train, test });
  const ofNextYear = backtest(YEARS, [NEXT_YEAR]);

  test("beats its three baselines where the rates follow make, model, age and generation", () => {
    const { items, total } = ofNextYear;
    for (const item of ["FRONT_AXLE", "TYRES"] as const) {
      const { deviance } = items.find((tested) => tested.item === item)!;
      expect(deviance.model).toBeLessThan(deviance.persistence);
      expect(deviance.model).toBeLessThan(deviance.age);
      expect(deviance.age).toBeLessThan(deviance.base);
    }
    expect(total.deviance.model).toBeCloseTo(
      items.reduce((sum, { deviance }) => sum + deviance.model, 0),
      6,
    );
  });

  test("covers the true rates of the next year about eight times in ten", () => {
    const tested = mixedFleet.cohorts.filter(({ inspectionYear }) => inspectionYear === NEXT_YEAR);
    const covered = (["FRONT_AXLE", "TYRES"] as FailureItem[]).flatMap((item) =>
      tested.map(({ makeModel, firstUseYear }) => {
        const [make = "", model = ""] = makeModel.split(" - ");
        const ageYears = NEXT_YEAR - firstUseYear;
        const { interval } = failureRate(mixedParameters, query({ item, make, model, ageYears }));
        const rate = mixedFleet.rateOf(item, makeModel, firstUseYear, NEXT_YEAR);
        return rate >= interval.low && rate <= interval.high;
      }),
    );
    const share = covered.filter(Boolean).length / covered.length;
    expect(share).toBeGreaterThan(0.72);
    expect(share).toBeLessThan(0.9);
  });

  test("counts each inspection once, and defects of all items in the total", () => {
    const { items, total, cohorts } = ofNextYear;
    const tested = mixedFleet.cohorts.filter(({ inspectionYear }) => inspectionYear === NEXT_YEAR);
    const inspections = tested.reduce((sum, cohort) => sum + cohort.inspections, 0);
    expect(cohorts).toBe(tested.length);
    expect(total.n).toBe(inspections);
    expect(items.map(({ n }) => n)).toEqual(items.map(() => inspections));
    expect(total.rate).toBeCloseTo(
      items.reduce((sum, { rate }) => sum + rate, 0),
      9,
    );
  });

  test("takes of a tested year's cohorts nothing but their inspections", () => {
    const otherKm = mixedFleet.cohorts.map((cohort) =>
      cohort.inspectionYear === NEXT_YEAR ? { ...cohort, meanKm: 1000 } : cohort,
    );
    const { defects } = mixedFleet;
    expect(backtestCohorts({ cohorts: otherKm, defects, train: YEARS, test: [NEXT_YEAR] })).toEqual(
      ofNextYear,
    );
  });

  test.each([
    { _case: "a year that was trained on", train: [2018, 2019, 2020], test: [2020] },
    { _case: "an earlier year", train: [2019, 2020], test: [2018] },
    { _case: "one known year among new ones", train: [2018, 2019], test: [2019, 2020] },
  ])("refuses to test on $_case", ({ train, test: tested }) => {
    expect(() => backtest(train, tested)).toThrow(
      expect.objectContaining({ code: "TEST_YEAR_NOT_AFTER_TRAINING" }),
    );
  });
});

/** Front axles as they are, and tyres that fail alike in all models. */
function evenTyres() {
  const axles = largeFleet.defects.filter(({ item }) => item === "FRONT_AXLE");
  const tyres = largeFleet.cohorts.map(({ inspectionYear, makeModel, firstUseYear, inspections }) => {
    const ageYears = inspectionYear - firstUseYear;
    const rejections = Math.round(inspections * 0.003 * ageYears);
    return { inspectionYear, makeModel, firstUseYear, rejections, drivingBans: 0, repairNotices: 0 };
  });
  return [...axles, ...tyres.map((row) => ({ ...row, item: "TYRES" as const }))];
}

function shuffled<Row>(rows: readonly Row[]): Row[] {
  const random = randomFrom(3);
  return rows
    .map((row) => ({ row, place: random() }))
    .sort((left, right) => left.place - right.place)
    .map(({ row }) => row);
}

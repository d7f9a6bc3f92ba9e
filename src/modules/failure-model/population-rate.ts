import type { FailureItem } from "./failure-items.ts";
import type { LoadedParameters } from "./load-parameters.ts";
import type { LogRateAt } from "./log-rate.ts";
import type { KnownCar } from "./match-car.ts";
import { usualDeviation } from "./usual-kilometres.ts";

const ANY_CAR: KnownCar = { make: null, model: null };

/**
 * Rate of all cars of an age of the grid in a year: the one expected for the year after training, moved to other years
 * as the level that all cars share moves.
 */
export function populationRate(loaded: LoadedParameters, item: FailureItem, logRates: LogRateAt) {
  const { grid } = loaded.parameters;
  const { population } = loaded.items[item];
  const level = (ageYears: number, inspectionYear: number): number =>
    logRates(ANY_CAR, { ageYears, firstUseYear: inspectionYear - ageYears, inspectionYear, kmDeviation: 0 })
      .mean;
  return (ageYears: number, year: number): number => {
    const moved = Math.exp(level(ageYears, year) - level(ageYears, grid.lastYear + 1));
    return (population[ageYears - grid.minAge] ?? 0) * moved;
  };
}

/** The fleet that was inspected in the last training year (its mix of models), as expected in the year after. */
export interface ExpectedFleet {
  /** Failures per inspection by age. An age without cohorts takes the one before it, the first ones the first. */
  readonly population: number[];
  /**
   * Logarithm of the fleet's rate against what its makes alone would let expect. Makes' effects are those of a typical
   * model, and the average car fails more often: models that fail much weigh more in a mean than in a typical one.
   */
  readonly makeMix: number;
}

export function expectedFleet(loaded: LoadedParameters, logRates: LogRateAt): ExpectedFleet {
  const { grid } = loaded.parameters;
  const inspections = new Float64Array(grid.maxAge - grid.minAge + 1);
  const failures = new Float64Array(inspections.length);
  let byMake = 0;
  loaded.models.forEach(({ make, places, inspections: numbers }, model) => {
    places.forEach(({ ageYears, firstUseYear, inspectionYear }, row) => {
      if (inspectionYear !== grid.lastYear) return;
      const number = numbers[row] ?? 0;
      const expected = (car: KnownCar): number => {
        const kmDeviation = usualDeviation(loaded, car, ageYears, firstUseYear + 1);
        const next = {
          ageYears,
          firstUseYear: firstUseYear + 1,
          inspectionYear: inspectionYear + 1,
          kmDeviation,
        };
        return number * Math.exp(logRates(car, next).mean);
      };
      const age = ageYears - grid.minAge;
      inspections[age] = (inspections[age] ?? 0) + number;
      failures[age] = (failures[age] ?? 0) + expected({ make, model });
      byMake += expected({ make, model: null });
    });
  });
  const rates: (number | null)[] = Array.from(inspections, (number, age) =>
    number > 0 ? Number(((failures[age] ?? 0) / number).toPrecision(5)) : null,
  );
  let last = rates.find((rate) => rate !== null) ?? 0;
  const total = failures.reduce((sum, value) => sum + value, 0);
  return {
    population: rates.map((rate) => (last = rate ?? last)),
    makeMix: Number(Math.log(total / byMake).toFixed(4)),
  };
}

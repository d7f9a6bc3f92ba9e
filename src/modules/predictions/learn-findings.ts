import { expectedOf, learnExpectation, type Situations } from "./expected-findings.ts";
import type { Expectation } from "./history-parameters.ts";
import {
  FIRST_INCLINATIONS,
  improveInclinations,
  inclinedOf,
  type Findings,
  type Inclinations,
} from "./inclinations.ts";
import type { TrainingRows } from "./training-rows.ts";

/** What inspections find of the mean vehicle, and how vehicles differ from it. */
export interface LearntFindings {
  readonly notes: Expectation;
  readonly fails: Expectation;
  readonly inclinations: Inclinations;
  readonly findings: Findings;
}

/** The two are learnt in turns, since each is what the other leaves over. */
const TURNS = 6;

export function learnFindings(rows: TrainingRows, situations: Situations, carCount: number): LearntFindings {
  let inclinations = FIRST_INCLINATIONS;
  let inclined: ReturnType<typeof inclinedOf> = {
    notes: new Float64Array(rows.length).fill(1),
    fails: new Float64Array(rows.length).fill(1),
  };
  for (let turn = 1; ; turn += 1) {
    const notes = rounded(learnExpectation(situations, rows.notes.done(), carCount, inclined.notes));
    const fails = rounded(learnExpectation(situations, rows.hasFailed.done(), carCount, inclined.fails));
    const findings = findingsOf(rows, situations, notes, fails);
    inclinations = improveInclinations(inclinations, findings);
    if (turn === TURNS) return { notes, fails, inclinations, findings };
    inclined = inclinedOf(inclinations, findings);
  }
}

function findingsOf(
  rows: TrainingRows,
  { age, before, kmPerYear, car }: Situations,
  notes: Expectation,
  fails: Expectation,
): Findings {
  const expected = (of: Expectation) =>
    Float64Array.from({ length: rows.length }, (_, row) =>
      expectedOf(of, age[row] ?? 0, before[row] ?? 0, kmPerYear[row] ?? 0, car[row] ?? 0),
    );
  return {
    starts: rows.starts.done(),
    notes: rows.notes.done(),
    notesExpected: expected(notes),
    hasFailed: rows.hasFailed.done(),
    failExpected: expected(fails),
  };
}

/** As they are kept, so that scoring reckons with what training reckoned with. */
function rounded({ byAge, byKmPerYear, byCar }: Expectation): Expectation {
  const short = (factors: readonly number[]) => factors.map((factor) => Number(factor.toPrecision(5)));
  return { byAge: short(byAge), byKmPerYear: short(byKmPerYear), byCar: short(byCar) };
}

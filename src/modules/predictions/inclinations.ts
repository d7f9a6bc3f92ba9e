/**
 * Vehicles differ for life in ways that nobody writes down: how they are driven and looked after. They are told apart
 * as a few kinds, each with a factor on what is noted and on the odds of failing; which kind one is of follows from all
 * its inspections together (latent classes, expectation maximisation).
 */
export interface Inclinations {
  readonly shares: readonly number[];
  readonly notes: readonly number[];
  readonly fails: readonly number[];
}

export const FIRST_INCLINATIONS: Inclinations = {
  shares: [0.35, 0.4, 0.25],
  notes: [0.6, 1, 1.6],
  fails: [0.4, 1, 2.5],
};
const ROUNDS = 8;
/** Findings that each kind is given beforehand as the mean vehicle would have them. */
const PRIOR = 5;
const MOST_LIKELY = 0.95;
const SMALLEST_CHANCE = 1e-6;

/** Chance of failing, by its odds for the mean vehicle and a factor on them. */
const failChance = (expected: number, factor: number): number => {
  const chance = Math.min(MOST_LIKELY, expected);
  const odds = (chance / (1 - chance)) * factor;
  return odds / (1 + odds);
};

/** What one inspection found, and what it would have found of the mean vehicle. */
export interface Finding {
  readonly notes: number;
  readonly notesExpected: number;
  readonly hasFailed: boolean;
  readonly failExpected: number;
}

/** Which kind a vehicle is of, as far as its inspections tell. */
export class KindOfVehicle {
  readonly #given: Inclinations;
  readonly #logs: Float64Array;
  readonly #chances: Float64Array;

  constructor(given: Inclinations) {
    this.#given = given;
    this.#logs = Float64Array.from(given.shares, Math.log);
    this.#chances = Float64Array.from(given.shares);
  }

  see({ notes, notesExpected, hasFailed, failExpected }: Finding): void {
    this.#logs.forEach((log, kind) => {
      const factor = this.#given.notes[kind] ?? 1;
      const fail = failChance(failExpected, this.#given.fails[kind] ?? 1);
      const noted = notes * Math.log(factor) - factor * notesExpected;
      this.#logs[kind] = log + noted + Math.log(hasFailed ? fail : 1 - fail);
    });
  }

  /** Chances of the kinds. Valid until the next call. */
  chances(): Float64Array {
    const most = this.#logs.reduce((largest, log) => Math.max(largest, log));
    let sum = 0;
    this.#logs.forEach((log, kind) => (sum += this.#chances[kind] = Math.exp(log - most)));
    this.#chances.forEach((chance, kind) => (this.#chances[kind] = chance / sum));
    return this.#chances;
  }

  /** Mean factors on what is noted and on the odds of failing. */
  factors(): { notes: number; fails: number } {
    const chances = this.chances();
    let [notes, fails] = [0, 0];
    chances.forEach((chance, kind) => {
      notes += chance * (this.#given.notes[kind] ?? 1);
      fails += chance * (this.#given.fails[kind] ?? 1);
    });
    return { notes, fails };
  }
}

/** Inspections of some vehicles, row after row; `starts` says where each vehicle begins. */
export interface Findings {
  readonly starts: Int32Array;
  readonly notes: Uint8Array;
  readonly notesExpected: Float64Array;
  readonly hasFailed: Uint8Array;
  readonly failExpected: Float64Array;
}

export const findingAt = (of: Findings, row: number): Finding => ({
  notes: of.notes[row] ?? 0,
  notesExpected: of.notesExpected[row] ?? 0,
  hasFailed: of.hasFailed[row] === 1,
  failExpected: of.failExpected[row] ?? 0,
});

/** Some rounds further from where it stood. Deterministic. */
export function improveInclinations(given: Inclinations, findings: Findings): Inclinations {
  let learnt = given;
  for (let round = 0; round < ROUNDS; round += 1) learnt = improved(learnt, findings);
  return learnt;
}

/** By row, how much more its vehicle is noted, and fails, than the mean one, from all that is known of it. */
export function inclinedOf(
  given: Inclinations,
  findings: Findings,
): { notes: Float64Array; fails: Float64Array } {
  const notes = new Float64Array(findings.notes.length);
  const fails = new Float64Array(findings.notes.length);
  findings.starts.forEach((start, vehicle) => {
    const end = findings.starts[vehicle + 1] ?? notes.length;
    const kind = new KindOfVehicle(given);
    for (let row = start; row < end; row += 1) kind.see(findingAt(findings, row));
    const chances = kind.chances();
    notes.fill(kind.factors().notes, start, end);
    for (let row = start; row < end; row += 1) {
      const expected = findings.failExpected[row] ?? 0;
      let fail = 0;
      chances.forEach((chance, place) => (fail += chance * failChance(expected, given.fails[place] ?? 1)));
      fails[row] = fail / Math.max(expected, SMALLEST_CHANCE);
    }
  });
  return { notes, fails };
}

/** Sums over all inspections, weighed by the chance that their vehicle is of a kind. */
class KindSums {
  vehicles = 0;
  notes = PRIOR;
  notesExpected = PRIOR;
  fails = PRIOR;
  failsExpected = PRIOR;

  add(weight: number, { notes, notesExpected, hasFailed }: Finding, fail: number): void {
    this.notes += weight * notes;
    this.notesExpected += weight * notesExpected;
    this.fails += weight * Number(hasFailed);
    this.failsExpected += weight * fail;
  }
}

function improved(given: Inclinations, findings: Findings): Inclinations {
  const sums = given.shares.map(() => new KindSums());
  findings.starts.forEach((start, vehicle) => {
    const end = findings.starts[vehicle + 1] ?? findings.notes.length;
    const kind = new KindOfVehicle(given);
    for (let row = start; row < end; row += 1) kind.see(findingAt(findings, row));
    const chances = kind.chances();
    sums.forEach((sum, place) => {
      const weight = chances[place] ?? 0;
      sum.vehicles += weight;
      for (let row = start; row < end; row += 1) {
        const finding = findingAt(findings, row);
        sum.add(weight, finding, failChance(finding.failExpected, given.fails[place] ?? 1));
      }
    });
  });
  return {
    shares: sums.map(({ vehicles }) => (vehicles + 1) / (findings.starts.length + sums.length)),
    notes: sums.map(({ notes, notesExpected }) => notes / notesExpected),
    fails: sums.map(({ fails, failsExpected }, place) => ((given.fails[place] ?? 1) * fails) / failsExpected),
  };
}

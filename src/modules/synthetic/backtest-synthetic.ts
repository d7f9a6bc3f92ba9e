import { fleetBasis, makeVehicle, trueOutlook, type FleetBasis } from "../demo/index.ts";
import { FailureModelError, type FailureParameters } from "../failure-model/index.ts";
import {
  CohortLifts,
  HistoryLearner,
  historyModelOf,
  openHistories,
  type HistoryModel,
} from "../predictions/index.ts";
import type { QualityFigures } from "../quality/index.ts";
import { addDays } from "../schedule/index.ts";
import {
  learnVisitTiming,
  nextVisit,
  openVisitTiming,
  visitHistoryOf,
  type VisitHistory,
  type VisitTiming,
} from "../signals/index.ts";
import { BaselineTables } from "./baseline-tables.ts";
import { factsOf } from "./demo-facts.ts";
import { FailureJudge, type Frame } from "./judge-failures.ts";
import { VisitJudge } from "./judge-visits.ts";
import { WorkJudge } from "./judge-work.ts";

export interface SyntheticSettings {
  readonly vehicles: number;
  readonly seed?: number;
  /** What is known beforehand of makes and models. */
  readonly cohorts: FailureParameters;
  readonly measuredAt: Date;
  /** Vehicles are made, then parts are learnt, then vehicles are made again and predicted. */
  readonly onProgress?: (stage: SyntheticStage, done: number, total: number) => void;
}

export type SyntheticStage = "MAKING" | "LEARNING" | "PREDICTING";

export interface SyntheticBacktest {
  readonly vehicles: number;
  /** Training takes all inspections before this day, testing those from it on. */
  readonly asOf: string;
  readonly until: string;
  readonly figures: readonly QualityFigures[];
}

/** Histories begin on 20 May 2018: with the last year, eight. */
const AS_OF = "2025-05-20";
const UNTIL = "2026-05-20";
const SEED = 20_260_520;
const GARAGES = 200;
const PROGRESS_STEP = 1000;

const ATTRIBUTION = "Made by this project's generator of synthetic fleets; describes no vehicle and nobody.";
const NOTE =
  "Synthetic vehicles: the figures say how much of what there is to know the method finds, not how accurate it is on real ones.";

/**
 * Makes a synthetic fleet of eight years, learns from the first seven, predicts every vehicle's next inspection as of
 * the first day of the last, with the code that scores, and judges that by what happened. Vehicles are made one after
 * the other and not kept.
 */
export function backtestSynthetic(settings: SyntheticSettings): SyntheticBacktest {
  const { vehicles, seed = SEED, cohorts, measuredAt, onProgress } = settings;
  const basis = fleetBasis({ seed, garages: GARAGES, today: UNTIL });
  const learnt = learn(basis, settings);
  refuseSeen(learnt.model, AS_OF);
  const failures = new FailureJudge(vehicles);
  const visits = new VisitJudge(AS_OF, UNTIL);
  const work = new WorkJudge(AS_OF, UNTIL, learnt.timing);
  const read = openHistories(learnt.model.parameters, new CohortLifts(cohorts));
  for (let index = 0; index < vehicles; index += 1) {
    if (index % PROGRESS_STEP === 0) onProgress?.("PREDICTING", index, vehicles);
    const outlook = trueOutlook(basis, index, AS_OF);
    if (outlook === null) continue;
    const vehicle = makeVehicle(basis, index);
    const facts = factsOf(vehicle, AS_OF);
    const visit = nextVisit(facts, AS_OF, learnt.timing);
    if (visit === null) continue;
    visits.add(visit, outlook);
    work.add(vehicle, facts, outlook);
    const chances = read(facts, visit.moment.likely);
    if (chances !== null)
      failures.add(chances, outlook, learnt.baselines.likesOf(facts, visit.moment.likely));
  }
  const frame = frameOf(learnt.model, measuredAt);
  const figures = [...visits.figures(), ...work.figures(), ...failures.figures()].map((measured) => ({
    ...frame,
    ...measured,
  }));
  return { vehicles, asOf: AS_OF, until: UNTIL, figures };
}

interface Learnt {
  readonly model: HistoryModel;
  readonly timing: VisitTiming;
  readonly baselines: BaselineTables;
}

function learn(basis: FleetBasis, { vehicles, cohorts, onProgress }: SyntheticSettings): Learnt {
  const learner = new HistoryLearner(cohorts);
  const histories: VisitHistory[] = [];
  const baselines = new BaselineTables(AS_OF);
  for (let index = 0; index < vehicles; index += 1) {
    if (index % PROGRESS_STEP === 0) onProgress?.("MAKING", index, vehicles);
    const facts = factsOf(makeVehicle(basis, index), AS_OF);
    learner.add(facts);
    baselines.add(facts);
    histories.push(visitHistoryOf(facts));
  }
  const model = historyModelOf(learner.learn((done, total) => onProgress?.("LEARNING", done, total)));
  return { model, timing: openVisitTiming(learnVisitTiming(histories), "learnt"), baselines };
}

/**
 * A model that has seen the days that it is tested on proves nothing.
 * @throws {FailureModelError} TEST_YEAR_NOT_AFTER_TRAINING
 */
export function refuseSeen({ parameters }: HistoryModel, testedFrom: string): void {
  const seen = Object.values(parameters.countries).find(({ until }) => until >= testedFrom);
  if (seen === undefined) return;
  throw new FailureModelError(
    "TEST_YEAR_NOT_AFTER_TRAINING",
    `A model that was trained on inspections up to ${seen.until} cannot be tested from ${testedFrom} on.`,
  );
}

function frameOf({ version, parameters }: HistoryModel, measuredAt: Date): Frame {
  const firstDays = Object.values(parameters.countries).map(({ from }) => from);
  return {
    modelVersion: version,
    item: null,
    population: "SYNTHETIC_FR_GB",
    isSynthetic: true,
    attribution: ATTRIBUTION,
    trainedFrom: firstDays.toSorted()[0] ?? AS_OF,
    trainedUntil: addDays(AS_OF, -1),
    testedFrom: AS_OF,
    testedUntil: UNTIL,
    devianceUnit: "INSPECTION",
    intervalCoverage: null,
    note: NOTE,
    measuredAt,
  };
}

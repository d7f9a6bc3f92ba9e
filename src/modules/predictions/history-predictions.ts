import type { FailureParameters } from "../failure-model/index.ts";
import {
  CROSSWALK_ROWS,
  findPartCategory,
  PART_CATEGORY_KEYS,
  type PartCategoryKey,
} from "../parts/index.ts";
import {
  chanceFrom,
  defectEvidence,
  odometerEvidence,
  type Offer,
  type Prediction,
  type VehicleFacts,
} from "../signals/index.ts";
import { CohortLifts } from "./cohort-lifts.ts";
import { openHistories, type HistoryChances } from "./history-chances.ts";
import type { HistoryParameters } from "./history-parameters.ts";
import { logit, QUANTILE_95, sigmoid } from "./odds.ts";
import type { PastRound } from "./past-rounds.ts";
import { repairEvidence } from "./seen-repairs.ts";
import { isWorthASignal, LEAST_LIFT, LEAST_PROBABILITY, likeliest } from "./worth-a-signal.ts";

const OFFERS: readonly Offer[] = PART_CATEGORY_KEYS.map((partCategory) => ({
  partCategory,
  partFamily: familyOf(partCategory),
  axle: null,
  side: null,
  spot: null,
  axleNumber: null,
  operation: CROSSWALK_ROWS.find(({ parts }) => parts.includes(partCategory))?.operation ?? null,
  quantity: null,
}));

function familyOf(key: PartCategoryKey): Offer["partFamily"] {
  const category = findPartCategory(key);
  if (category === null) throw new RangeError(`Not a part category: ${key}`);
  return category.family;
}

/** Nothing below can be worth a signal. */
const LEAST_LOG_ODDS = logit(LEAST_PROBABILITY) - 0.01;

/**
 * Predicts which parts fail at the next inspection by what its country's vehicles went through. Null where too few of
 * them are known, or the vehicle's age is not.
 */
export function historyPredictions(
  histories: HistoryParameters,
  cohorts: FailureParameters,
): (facts: VehicleFacts, likelyOn: string) => readonly Prediction[] | null {
  const read = openHistories(histories, new CohortLifts(cohorts));
  return (facts, likelyOn) => {
    const chances = read(facts, likelyOn);
    if (chances === null) return null;
    const found: Prediction[] = [];
    chances.targets.forEach(({ part }, place) => {
      const logOdds = chances.logOdds[place] ?? 0;
      if (part < 0 || logOdds < LEAST_LOG_ODDS) return;
      const prediction = predictionOf(facts, chances, place);
      if (prediction !== null) found.push(prediction);
    });
    return likeliest(found);
  };
}

function predictionOf(
  { country, repairs }: VehicleFacts,
  { targets, logOdds, age, rounds, varianceOf }: HistoryChances,
  place: number,
): Prediction | null {
  const target = targets[place];
  const offer = OFFERS[target?.part ?? -1];
  if (target === undefined || offer === undefined) return null;
  const middle = logOdds[place] ?? 0;
  const rate = target.rates[age] ?? 0;
  if (sigmoid(middle) < rate * LEAST_LIFT * 0.99) return null;
  const half = QUANTILE_95 * Math.sqrt(varianceOf(place));
  const population = target.inspections[age] ?? 0;
  const interval = { low: sigmoid(middle - half), high: sigmoid(middle + half) };
  const chance = chanceFrom(sigmoid(middle), interval, {
    name: `INSPECTED_AT_SAME_AGE_${country}`,
    rate,
    population,
  });
  if (!isWorthASignal(chance)) return null;
  const cohort = `${country}/ALL/AGE_${age}/${target.key}`;
  return {
    offer,
    chance,
    evidence: [{ kind: "COHORT", cohort, rate, population }, ...ownEvidence(target.part, rounds, repairs)],
  };
}

/** What the last inspection said of the part, what was done to it since, and the distance up to it. */
function ownEvidence(
  part: number,
  rounds: readonly PastRound[],
  repairs: VehicleFacts["repairs"],
): Prediction["evidence"] {
  const last = rounds.at(-1)?.round.opening;
  if (last === undefined) return [];
  const key = PART_CATEGORY_KEYS[part] ?? "";
  const defects = last.defects.filter(({ partCategories }) => partCategories.includes(key));
  return [
    ...defectEvidence(last, defects),
    ...repairEvidence(repairs, last.performedOn, [key]),
    ...odometerEvidence(rounds.at(-2)?.round.opening, last),
  ];
}

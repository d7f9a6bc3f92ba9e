import { endOf, type Block } from "./blocks.ts";
import type { Dispute } from "./dispute.ts";
import { findingsOn, newStretchAt, type Explanation, type Finding } from "./findings.ts";
import { kilometresOf } from "./kilometres.ts";
import { costOfPace, costOfReading, rateAlong } from "./likelihood.ts";
import { fallsFrom, type Mark, type Point } from "./line.ts";
import { kilometresInOtherUnit, UNIT_RATIO_ALLOWANCE } from "./typing-error.ts";
import { windowFor, type Window } from "./windows.ts";

/** A history in two parts, each true by itself, where the later one cannot follow the earlier one. */
interface Break {
  readonly earlier: readonly [Block, ...Block[]];
  readonly later: readonly [Block, ...Block[]];
  /** The last reading before the break. */
  readonly from: Point;
  readonly to: Point;
  /** Where the later part should start. */
  readonly window: Window;
  readonly kmPerYear: number;
  readonly firstRegisteredDay: number | null;
}

/** 2000-01-01. Clocks of five digits, mechanical ones, had left new cars by then (ours; a few motorcycles later). */
const END_OF_FIVE_DIGIT_CLOCKS_DAY = 10_957;

/** A new clock may have been driven in, or set to the delivery distance. */
const NEW_CLOCK_KM = 1_000;

/**
 * Minus the logarithms of prior chances, all relative to a slip, and ours. A clock that has run out always starts again; few
 * vehicles have five digits; a whole part in the other unit is rarer than one reading in it, unless the source's unit
 * changes at the very break; a replaced clock is rarer still.
 */
const PRIOR = { ROLLOVER: 1, ROLLOVER_OF_UNKNOWN_AGE: 4, UNIT_NOTED: -2, UNIT_UNNOTED: 2.5, CLOCK: 5 };

/** Clocks that are turned back are turned back by 5 to 85 %: less gains nothing, and more is not believed. */
const TURNED_BACK = { leastShare: 0.15, mostShare: 0.95, costOutside: 5 };

/** A value too high for any clock: nobody does that on purpose, so it is as unlikely as any of ten million values. */
const ANY_VALUE_COST = Math.log(10_000_000);

/** The histories that fall into two parts at one place, each with its likeliest explanation. */
export function oneBreak(dispute: Dispute): Explanation[] {
  const { blocks, conflicts } = dispute;
  const placeOf = new Map(blocks.map((block, place) => [block, place]));
  let [lastEarlier, firstLater] = [0, blocks.length - 1];
  for (const [earlier, later] of conflicts) {
    lastEarlier = Math.max(lastEarlier, placeOf.get(earlier) ?? 0);
    firstLater = Math.min(firstLater, placeOf.get(later) ?? 0);
  }
  const explanations: Explanation[] = [];
  for (let place = lastEarlier + 1; place <= firstLater; place += 1) {
    const [oldest, ...next] = blocks.slice(0, place);
    const [first, ...others] = blocks.slice(place);
    if (oldest === undefined || first === undefined) continue;
    explanations.push(...explain(breakAt([oldest, ...next], [first, ...others], dispute), dispute.origin));
  }
  return explanations;
}

function breakAt(
  earlier: readonly [Block, ...Block[]],
  later: readonly [Block, ...Block[]],
  { origin, firstRegisteredDay }: Dispute,
): Break {
  const lastBlock = earlier.at(-1) ?? earlier[0];
  const from = endOf(lastBlock);
  const kmPerYear = rateAlong([[...origin, ...earlier], later]);
  const window = windowFor(later[0].day, { before: from, after: undefined }, kmPerYear);
  return { earlier, later, from, to: later[0].points[0], window, kmPerYear, firstRegisteredDay };
}

function explain(broken: Break, origin: Dispute["origin"]): Explanation[] {
  const paceCost = costOfPace([[...origin, ...broken.earlier], broken.later], broken.kmPerYear);
  return [
    rollover(broken, 6),
    rollover(broken, 5),
    wrongUnit(broken, "later"),
    wrongUnit(broken, "earlier"),
    replacedClock(broken),
    contradiction(broken),
  ].flatMap((explanation) =>
    explanation === null ? [] : [{ ...explanation, cost: explanation.cost + paceCost }],
  );
}

/** The clock ran past its last digit: the later readings lack 100 000 or 1 000 000. */
function rollover(
  { earlier, later, to, window, firstRegisteredDay }: Break,
  digits: 5 | 6,
): Explanation | null {
  if (digits === 5 && firstRegisteredDay !== null && firstRegisteredDay >= END_OF_FIVE_DIGIT_CLOCKS_DAY)
    return null;
  const full = 10 ** digits;
  if ([...earlier, ...later].some((block) => block.points.some((point) => point.value >= full))) return null;
  const runOn = (point: Point) => kilometresOf(point.value + full, point.unit);
  if (!isInside(runOn(to), window)) return null;
  const readingCost = costOfReading(runOn(to), window);
  if (digits === 6 || firstRegisteredDay !== null) {
    const cost = PRIOR.ROLLOVER + readingCost;
    const findings = findingsOn(later, "ROLLOVER", "REPAIRED", runOn);
    return { cost, verdict: "LOGICAL", reason: "ROLLOVER", findings };
  }
  // Without the vehicle's age a five-digit clock is only a possibility.
  const findings = findingsOn(later, "ROLLOVER", "AS_READ", runOn).map((finding): Finding =>
    finding.point === to ? { ...finding, use: "NEW_STRETCH" } : finding,
  );
  const cost = PRIOR.ROLLOVER_OF_UNKNOWN_AGE + readingCost;
  return { cost, verdict: "NO_JUDGEMENT", reason: "ROLLOVER", findings };
}

/**
 * One part is in the other unit. Sure when the source's unit changes at the break and several readings show it. A change that
 * nobody wrote down must fit the ratio closely, and stays a suggestion.
 */
function wrongUnit(broken: Break, side: "earlier" | "later"): Explanation | null {
  const { from, to, kmPerYear } = broken;
  const convert = (point: Point) => kilometresInOtherUnit(point.value, point.unit);
  const window =
    side === "later"
      ? broken.window
      : windowFor(to.day, { before: { day: from.day, km: convert(from) }, after: undefined }, kmPerYear);
  const km = side === "later" ? convert(to) : to.km;
  const isNoted = from.unit !== to.unit;
  const isClose = Math.abs(km - window.expectedKm) <= UNIT_RATIO_ALLOWANCE * window.expectedKm;
  if (isNoted ? !isInside(km, window) : !isClose) return null;
  const isSure = isNoted && broken[side].length > 1;
  return {
    cost: (isNoted ? PRIOR.UNIT_NOTED : PRIOR.UNIT_UNNOTED) + costOfReading(km, window),
    verdict: isSure ? "LOGICAL" : "NO_JUDGEMENT",
    reason: "UNIT_SWITCH",
    findings: findingsOn(broken[side], "UNIT_SWITCH", isSure ? "REPAIRED" : "SET_ASIDE", convert),
  };
}

/**
 * The later part started near zero since the last reading. Whoever turns a clock back to sell a vehicle does not choose
 * zero, and a new instrument cluster does.
 */
function replacedClock({ from, to, later, window }: Break): Explanation | null {
  const mostKm = 1.5 * (window.expectedKm - from.km) + NEW_CLOCK_KM;
  if (!fallsFrom(from.km, to.km) || to.km > mostKm) return null;
  return {
    cost: PRIOR.CLOCK + Math.log(mostKm),
    verdict: "NO_JUDGEMENT",
    reason: "CLOCK_REPLACED",
    findings: newStretchAt(later[0], "CLOCK_REPLACED"),
  };
}

/** No innocent explanation; but registers of two countries cannot check each other, so there no side is believed. */
function contradiction(broken: Break): Explanation {
  const { from, to } = broken;
  const isFall = fallsFrom(from.km, to.km);
  const isImport = from.country !== null && to.country !== null && from.country !== to.country;
  const reason = isImport ? "IMPORT_GAP" : isFall ? "DECREASE" : "RATE_TOO_HIGH";
  return {
    cost: isFall ? costOfTurningBack(from, to) : ANY_VALUE_COST,
    verdict: isImport ? "NO_JUDGEMENT" : "ILLOGICAL",
    reason,
    findings: doubted(broken, reason),
  };
}

function costOfTurningBack(from: Mark, to: Mark): number {
  const { leastShare, mostShare, costOutside } = TURNED_BACK;
  const share = to.km / from.km;
  const isUsual = share >= leastShare && share <= mostShare;
  return Math.log((mostShare - leastShare) * from.km) + (isUsual ? 0 : costOutside);
}

/** The reading to look at: the first after the break, or the lone one before it. */
function doubted({ earlier, later }: Break, reason: Explanation["reason"]): Finding[] {
  const isLoneHead = later.length > 1 && earlier.length === 1;
  if (isLoneHead) return findingsOn(earlier, reason, "SET_ASIDE", () => null);
  const isLoneExcess = later.length === 1 && reason === "RATE_TOO_HIGH";
  return isLoneExcess ? findingsOn(later, reason, "SET_ASIDE", () => null) : newStretchAt(later[0], reason);
}

function isInside(km: number, window: Window): boolean {
  return km >= window.lowKm && km <= window.highKm;
}

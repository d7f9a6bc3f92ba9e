import type { OdometerReason, OdometerVerdict } from "../vocabulary/index.ts";
import { explainConflicts } from "./explain-conflicts.ts";
import type { Finding } from "./findings.ts";
import { dayNumberOf, isConsistent, pointsOf, type OdometerReading, type Point } from "./line.ts";
import {
  FEWEST_FOR_RANKS,
  spacedMarks,
  widened,
  yearlyRateOf,
  type StretchMark,
  type YearlyRate,
} from "./yearly-rate.ts";

/** What is thought of one reading. */
export interface ReadingJudgement {
  /** Position in the list that was judged. */
  readonly index: number;
  readonly plausible: boolean;
  /** Why it is not plausible; null when it is. */
  readonly reason: OdometerReason | null;
  /** The distance it most likely meant; null when it is plausible, or when that cannot be told. */
  readonly repairedKm: number | null;
}

export interface OdometerJudgement {
  readonly verdict: OdometerVerdict;
  /** Why the verdict is not LOGICAL, or what was repaired on the way to it; null for a clean history. */
  readonly reason: OdometerReason | null;
  /** The last reading that can be used, repaired where the repair is sure; null without readings. */
  readonly latestKm: number | null;
  /** When that was read, YYYY-MM-DD. */
  readonly readOn: string | null;
  /** Null without two usable readings two months apart, or one and the date of first registration. */
  readonly kmPerYear: YearlyRate | null;
  /** In the order of the list that was judged. */
  readonly readings: readonly ReadingJudgement[];
}

export interface OdometerOptions {
  /**
   * YYYY-MM-DD. Anchors the first readings at zero, and tells whether the clock can have had five digits only. Leave it
   * out when it is the date of an import.
   */
  readonly firstRegisteredOn?: string | null;
}

/** From the worst to the best, for histories with several contradictions. */
const VERDICTS_BY_WEIGHT = ["ILLOGICAL", "NO_JUDGEMENT", "LOGICAL"] as const;

/**
 * Whether a vehicle's odometer readings can all belong to one clock that only runs forward.
 *
 * - LOGICAL: they can, or they can once slips are put right that the readings before and after both expose.
 * - NO_JUDGEMENT: there is too little to compare, or a contradiction has an innocent explanation that nothing
 *   confirms yet: a slip in the first or last reading, a replaced clock, a border between two registers.
 * - ILLOGICAL: two readings contradict each other and nothing innocent that we know of explains it. It says that the
 *   record cannot be right as written. It does **not** say that anyone turned a clock back, nor which of the two readings
 *   is wrong. In the Dutch register one contradiction in five was a typing error.
 *
 * LOGICAL in turn does not prove the distance: a clock turned back between two inspections by less than was driven
 * leaves no trace here.
 * The order of the list plays no part. Dates must be real days and values pass `isOdometerValue`.
 */
export function judgeOdometer(
  readings: readonly OdometerReading[],
  options: OdometerOptions = {},
): OdometerJudgement {
  const points = pointsOf(readings);
  const firstRegisteredOn = options.firstRegisteredOn ?? null;
  const firstRegisteredDay = firstRegisteredOn === null ? null : dayNumberOf(firstRegisteredOn);
  const { verdict, reason, findings } = summaryOf(points, firstRegisteredDay);
  const findingOf = new Map(findings.map((finding) => [finding.point, finding]));
  const judgements: ReadingJudgement[] = [];
  for (const point of points) judgements[point.index] = readingJudgementOf(point, findingOf.get(point));
  const used = usedMarks(points, findingOf);
  const latest = used.findLast((mark) => mark.isUsable) ?? null;
  return {
    verdict,
    reason,
    latestKm: latest?.km ?? null,
    readOn: latest === null ? null : (readings[latest.index]?.readOn ?? null),
    kmPerYear:
      verdict === "LOGICAL"
        ? rateOf(used, firstRegisteredDay)
        : rateInDoubt(used, points, firstRegisteredDay),
    readings: judgements,
  };
}

interface Summary {
  readonly verdict: OdometerVerdict;
  readonly reason: OdometerReason | null;
  readonly findings: readonly Finding[];
}

function summaryOf(points: readonly Point[], firstRegisteredDay: number | null): Summary {
  if (points.length === 0 || points[0]?.day === points.at(-1)?.day) {
    return { verdict: "NO_JUDGEMENT", reason: "TOO_FEW_READINGS", findings: [] };
  }
  if (isConsistent(points)) return { verdict: "LOGICAL", reason: null, findings: [] };
  const explanations = explainConflicts(points, firstRegisteredDay);
  const worst = VERDICTS_BY_WEIGHT.flatMap((verdict) =>
    explanations.filter((explanation) => explanation.verdict === verdict),
  )[0];
  return {
    verdict: worst?.verdict ?? "NO_JUDGEMENT",
    reason: worst?.reason ?? null,
    findings: explanations.flatMap((explanation) => explanation.findings),
  };
}

interface UsedMark extends StretchMark {
  readonly index: number;
  readonly isUsable: boolean;
}

function usedMarks(points: readonly Point[], findingOf: ReadonlyMap<Point, Finding>): UsedMark[] {
  let stretch = 0;
  return points.map((point) => {
    const finding = findingOf.get(point);
    if (finding?.use === "NEW_STRETCH") stretch += 1;
    const km = finding?.use === "REPAIRED" ? (finding.repairedKm ?? point.km) : point.km;
    return { day: point.day, km, stretch, index: point.index, isUsable: finding?.use !== "SET_ASIDE" };
  });
}

/** A vehicle read once has a rate too, when it is known since when it has been driven. */
function rateOf(used: readonly UsedMark[], firstRegisteredDay: number | null): YearlyRate | null {
  const rate = yearlyRateOf(spacedMarks(used));
  if (rate !== null || firstRegisteredDay === null) return rate;
  const origin = { day: firstRegisteredDay, km: 0, stretch: 0, isUsable: true };
  return yearlyRateOf(spacedMarks([origin, ...used.filter((mark) => mark.day > firstRegisteredDay)]));
}

/**
 * With one reading set aside the interval holds the truth even if it was the wrong one. With more set aside, or a break, it is
 * widened by the rate over all readings as read, which no single bad one moves out of its own interval.
 */
function rateInDoubt(
  used: readonly UsedMark[],
  points: readonly Point[],
  firstRegisteredDay: number | null,
): YearlyRate | null {
  const asRead = spacedMarks(points.map(({ day, km }) => ({ day, km, stretch: 0, isUsable: true })));
  const rate = rateOf(used, firstRegisteredDay);
  const isOneLess = spacedMarks(used).length >= asRead.length - 1 && used.at(-1)?.stretch === 0;
  if (isOneLess || asRead.length < FEWEST_FOR_RANKS) return rate;
  const rateAsRead = yearlyRateOf(asRead);
  return rate === null || rateAsRead === null ? rateAsRead : widened(rate, rateAsRead);
}

function readingJudgementOf(point: Point, finding: Finding | undefined): ReadingJudgement {
  return {
    index: point.index,
    plausible: finding === undefined,
    reason: finding?.reason ?? null,
    repairedKm: finding?.repairedKm ?? null,
  };
}

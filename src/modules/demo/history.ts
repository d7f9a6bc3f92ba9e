import type { InspectionResult } from "../vocabulary/index.ts";
import { COMPONENT_ROWS } from "./components.data.ts";
import { at } from "./at.ts";
import { addMonths, dayOf, weekdayOf } from "./days.ts";
import { drawOffset } from "./habits.ts";
import {
  ALL_COMPONENTS,
  COMPLEMENTARY_COMPONENTS,
  inspect,
  isFailing,
  rememberFindings,
  type Finding,
  type Subject,
} from "./inspect.ts";
import {
  datesOf,
  firstDueDay,
  isFailed,
  lastRetestDay,
  validUntilOf,
  type OutcomeDates,
  type VisitKind,
} from "./periodicity.ts";
import type { RandomStream } from "./random.ts";
import type { VehicleTraits } from "./traits.ts";
import { ageFactors, COMPONENT_COUNT, fillIntensities, UNKNOWN, type ComponentState } from "./wear.ts";

/**
 * Histories begin on the day on which France and Britain put the defect lists of Directive 2014/45/EU into force. What
 * a vehicle went through before is not told.
 */
export const HISTORY_START = dayOf("2018-05-20");

/** One inspection of the generated history. Days as in days.ts. */
export interface Visit extends OutcomeDates {
  readonly kind: VisitKind;
  readonly day: number;
  /** The last day on which it was in time. */
  readonly dueDay: number;
  /** What the vehicle had really run. */
  readonly km: number;
  readonly result: InspectionResult;
  readonly findings: readonly Finding[];
  /** Place of the failed inspection in the list, for a retest. */
  readonly retestOf: number | null;
}

/** What a full inspection noted as worn but good enough, and somebody saw to before the next. */
export interface Mending {
  readonly finding: Finding;
  /** The inspection's day, and the next one's, which may be after all that is told. */
  readonly notedDay: number;
  readonly nextDay: number;
}

/** From a failed inspection without a retest to the next full one, at least. */
const NOT_RETESTED_DAYS = 65;
/** Owners who come back within the retest window; the others come late, for a full inspection. */
const RETESTED_SHARE = 0.96;
const RETEST_PASSED_SHARE = 0.94;
/** British failures of quick things only, put right within the hour. */
const RECTIFIED_SHARE = 0.25;
/** A complementary visit later than this after the periodic one is left to the next periodic one. */
const COMPLEMENTARY_MONTHS = 17;

/** Distance by age in years: a vehicle runs a little less every year. */
function yearsOfDriving(ageYears: number): number {
  const age = Math.min(ageYears, 26);
  return age - 0.018 * age * age;
}

const DAYS_PER_YEAR = 365.25;
/** Spread of the distance run between two inspections around the vehicle's own mean. */
const DISTANCE_SPREAD = 0.2;

/** Nobody inspects on a Sunday. */
const workingDay = (day: number) => (weekdayOf(day) === 0 ? day + 1 : day);

/** Makes a vehicle's inspections one after the other. What comes later never changes what came before. */
class HistoryWriter {
  readonly visits: Visit[] = [];
  readonly mendings: Mending[] = [];
  readonly #traits: VehicleTraits;
  readonly #random: RandomStream;
  readonly #today: number;
  readonly #fails = new Float64Array(COMPONENT_COUNT);
  readonly #notes = new Float64Array(COMPONENT_COUNT);
  readonly #mended = new Uint8Array(COMPONENT_COUNT);
  readonly #states = new Array<ComponentState>(COMPONENT_COUNT).fill(UNKNOWN);
  #kmDay: number;
  #km = 0;
  #lastDay: number;
  /** Last day of the latest certificate in the records. */
  #certificateDay: number | null = null;

  constructor(traits: VehicleTraits, random: RandomStream, today: number) {
    this.#traits = traits;
    this.#random = random;
    this.#today = today;
    this.#kmDay = traits.firstRegisteredDay;
    this.#lastDay = traits.firstRegisteredDay;
    fillIntensities(traits, this.#fails, this.#notes);
  }

  write(): void {
    let dueDay = this.#firstDueDay();
    for (;;) {
      const day = this.#visitDay(dueDay);
      if (day > this.#today) {
        // What will be found mended then was mended before, perhaps already.
        inspect(this.#subject(day, ALL_COMPONENTS), this.#random);
        this.#rememberMended(day);
        return;
      }
      const passedDay = this.#periodic(day, dueDay);
      if (passedDay === null) {
        // Not retested in time: after that the next inspection is a full one again.
        dueDay = day + NOT_RETESTED_DAYS + this.#random.below(90);
      } else if (this.#traits.country === "FR") {
        dueDay = validUntilOf(this.#traits, day, dueDay);
        this.#complementary(day);
      } else dueDay = validUntilOf(this.#traits, passedDay, dueDay);
    }
  }

  /** Of a vehicle older than the histories, some day of the first interval. */
  #firstDueDay(): number {
    const dueDay = firstDueDay(this.#traits);
    if (dueDay >= HISTORY_START) return dueDay;
    return HISTORY_START + this.#random.below(this.#traits.intervalMonths * 30);
  }

  #visitDay(dueDay: number): number {
    const wanted = dueDay + drawOffset(this.#random, this.#traits.habit);
    return workingDay(Math.max(wanted, this.#lastDay + 20, HISTORY_START));
  }

  /** Answers the day on which the vehicle passed; null where it was not retested. */
  #periodic(day: number, dueDay: number): number | null {
    const findings = inspect(this.#subject(day, ALL_COMPONENTS), this.#random);
    this.#rememberMended(day);
    rememberFindings(findings, this.#states);
    const result = this.#resultOf(findings);
    this.#add("PERIODIC", day, dueDay, result, findings, null);
    return isFailed(result) ? this.#retests("RETEST", day, dueDay) : day;
  }

  #rememberMended(day: number): void {
    const last = this.visits.findLast(({ kind }) => kind === "PERIODIC");
    for (const finding of last?.findings ?? []) {
      if (this.#mended[finding.component] === 1)
        this.mendings.push({ finding, notedDay: last?.day ?? day, nextDay: day });
    }
  }

  #complementary(periodicDay: number): void {
    if (!this.#traits.hasComplementary) return;
    const dueDay = addMonths(periodicDay, 12);
    const day = this.#visitDay(dueDay);
    if (day > this.#today || day > addMonths(periodicDay, COMPLEMENTARY_MONTHS)) return;
    const findings = inspect(this.#subject(day, COMPLEMENTARY_COMPONENTS), this.#random);
    this.#add("COMPLEMENTARY", day, dueDay, this.#resultOf(findings), findings, null);
    if (findings.some(isFailing)) this.#retests("COMPLEMENTARY_RETEST", day, dueDay);
  }

  #retests(kind: VisitKind, failedDay: number, dueDay: number): number | null {
    const retestOf = this.visits.length - 1;
    const failed = at(this.visits, retestOf);
    if (this.#random.unit() >= RETESTED_SHARE) return null;
    // Most come back soon; the rest spread over the window.
    const window = lastRetestDay(this.#traits, failedDay) - failedDay - 1;
    const day = workingDay(failedDay + 1 + Math.floor(window * this.#random.unit() ** 2));
    if (day > this.#today) return day;
    if (this.#random.unit() < RETEST_PASSED_SHARE) {
      this.#add(kind, day, dueDay, "PASS", [], retestOf);
      return day;
    }
    const left = failed.findings.filter(isFailing).slice(0, 1);
    this.#add(kind, day, dueDay, this.#resultOf(left, false), left, retestOf);
    const againDay = workingDay(day + 3 + this.#random.below(8));
    if (againDay <= this.#today) this.#add(kind, againDay, dueDay, "PASS", [], retestOf);
    return againDay;
  }

  #subject(day: number, scope: Uint8Array): Subject {
    const { country, care, firstRegisteredDay } = this.#traits;
    const ageDays = day - firstRegisteredDay;
    return {
      country,
      care,
      fails: this.#fails,
      notes: this.#notes,
      ageDays,
      ageFactors: ageFactors(country, ageDays),
      states: this.#states,
      scope,
      mended: this.#mended,
    };
  }

  #resultOf(findings: readonly Finding[], mayRectify = true): InspectionResult {
    if (findings.some((finding) => finding.severity === "DANGEROUS")) return "FAIL_DANGEROUS";
    const failing = findings.filter(isFailing);
    if (failing.length > 0) {
      const isQuick = failing.every((finding) => at(COMPONENT_ROWS, finding.component).quickFix);
      return mayRectify && isQuick && this.#traits.country === "GB" && this.#random.unit() < RECTIFIED_SHARE
        ? "PASS_AFTER_RECTIFICATION"
        : "FAIL_MAJOR";
    }
    return findings.some((finding) => finding.severity === "MINOR") ? "PASS_WITH_MINOR" : "PASS";
  }

  #add(
    kind: VisitKind,
    day: number,
    dueDay: number,
    result: InspectionResult,
    findings: readonly Finding[],
    retestOf: number | null,
  ): void {
    this.#drive(day);
    const answered = retestOf === null ? null : at(this.visits, retestOf);
    const previousDueDay = kind === "PERIODIC" ? this.#certificateDay : null;
    const dates = datesOf(this.#traits, { kind, day, dueDay, result, previousDueDay, answered });
    this.visits.push({ kind, day, dueDay, km: Math.round(this.#km), result, findings, retestOf, ...dates });
    if (!isFailed(result)) this.#certificateDay = dates.validUntil ?? this.#certificateDay;
    this.#lastDay = day;
  }

  #drive(day: number): void {
    const { firstRegisteredDay, kmPerYear } = this.#traits;
    const driven = (when: number) => yearsOfDriving((when - firstRegisteredDay) / DAYS_PER_YEAR);
    const spread = Math.exp(DISTANCE_SPREAD * this.#random.normal() - DISTANCE_SPREAD ** 2 / 2);
    this.#km +=
      kmPerYear * Math.max(0, driven(day) - driven(this.#kmDay)) * spread + 1 + this.#random.below(4);
    this.#kmDay = day;
  }
}

/** What became of a vehicle from HISTORY_START to `today`, oldest first. */
export interface History {
  readonly visits: readonly Visit[];
  readonly mendings: readonly Mending[];
}

export function writeHistory(traits: VehicleTraits, random: RandomStream, today: number): History {
  const writer = new HistoryWriter(traits, random, today);
  writer.write();
  return writer;
}

import type { DefectSeverity } from "../vocabulary/index.ts";
import { at } from "./at.ts";
import { COMPONENT_ROWS, type ComponentPlaces, type ComponentRow } from "./components.data.ts";
import type { RandomStream } from "./random.ts";
import {
  CARE_LEVELS,
  COMPONENT_COUNT,
  FATES,
  NOTED,
  PREPARED_FACTOR,
  REPAIRED,
  UNKNOWN,
  UNPREPARED_FACTOR,
  unpreparedChance,
  type ComponentState,
  type DemoCountry,
  type Fate,
} from "./wear.ts";

/** One thing an inspector writes down. */
export interface Finding {
  /** Place in COMPONENT_ROWS. */
  readonly component: number;
  readonly severity: DefectSeverity;
  /** Place in PLACES of the component's kind. */
  readonly place: number;
  /** True where the other side is written down too. */
  readonly isPair: boolean;
}

export type Place = readonly ["FRONT" | "REAR" | null, "LEFT" | "RIGHT" | null];

/** Where the places of each kind are. Left and right of an axle are neighbours, 0 with 1 and 2 with 3. */
export const PLACES: Readonly<Record<ComponentPlaces, readonly Place[]>> = {
  WHEELS: [
    ["FRONT", "LEFT"],
    ["FRONT", "RIGHT"],
    ["REAR", "LEFT"],
    ["REAR", "RIGHT"],
  ],
  FRONT_SIDES: [
    ["FRONT", "LEFT"],
    ["FRONT", "RIGHT"],
  ],
  REAR_SIDES: [
    ["REAR", "LEFT"],
    ["REAR", "RIGHT"],
  ],
  AXLES: [
    ["FRONT", null],
    ["REAR", null],
  ],
  SINGLE: [[null, null]],
};

/** The other side of the same axle. */
export const otherSide = (place: number) => place ^ 1;

/** What a country's complementary inspection looks at: the emissions. */
export const COMPLEMENTARY_COMPONENTS = Uint8Array.from(COMPONENT_ROWS, (row) =>
  Number(row.key === "SPARK_EMISSIONS" || row.key === "DIESEL_SMOKE"),
);
export const ALL_COMPONENTS = new Uint8Array(COMPONENT_COUNT).fill(1);

/** What is about to be inspected: intensities as `fillIntensities` gives them, times the ageing factors of the day. */
export interface Subject {
  readonly country: DemoCountry;
  /** Place in CARE_LEVELS. */
  readonly care: number;
  readonly fails: Float64Array;
  readonly notes: Float64Array;
  readonly ageFactors: Float64Array;
  readonly ageDays: number;
  readonly states: readonly ComponentState[];
  /** 1 by component that is looked at. */
  readonly scope: Uint8Array;
  /** Written here, by component: 1 where what had been noted turns out to have been seen to since. */
  readonly mended: Uint8Array;
}

/** Draws what an inspection finds. `chancesOf` in outlook.ts reckons with the same chances. */
export function inspect(subject: Subject, random: RandomStream): Finding[] {
  const care = at(CARE_LEVELS, subject.care);
  const isPrepared = random.unit() >= unpreparedChance(subject.country, subject.care, subject.ageDays);
  const failFactor = care.factor * (isPrepared ? PREPARED_FACTOR : UNPREPARED_FACTOR[subject.country]);
  const findings: Finding[] = [];
  for (let component = 0; component < COMPONENT_COUNT; component += 1) {
    if (subject.scope[component] === 0) continue;
    const ageFactor = subject.ageFactors[component] ?? 0;
    const fates = FATES[at(subject.states, component)];
    const fate = drawFate(fates, random);
    subject.mended[component] = Number(fate === fates[1]);
    const fail = (subject.fails[component] ?? 0) * ageFactor * failFactor * fate.fails;
    const note = (subject.notes[component] ?? 0) * ageFactor * care.factor * fate.notes;
    const chance = random.unit();
    // 1 − exp(−x) is never above x: most components need no exponential.
    if (chance >= fail + note || chance >= 1 - Math.exp(-fail - note)) continue;
    findings.push(findingOf(component, subject.country, chance < 1 - Math.exp(-fail), random));
  }
  return findings;
}

function drawFate(fates: readonly [Fate, ...Fate[]], random: RandomStream): Fate {
  const [first, second] = fates;
  return second === undefined || random.unit() < first.share ? first : second;
}

/** Where British inspectors may write a minor defect instead of an advisory, part of them that they do. */
const MINOR_SHARE = 0.15;

function findingOf(
  component: number,
  country: DemoCountry,
  isFailing: boolean,
  random: RandomStream,
): Finding {
  const row = at(COMPONENT_ROWS, component);
  const place = random.below(PLACES[row.places].length);
  const isPair = row.pairShare > 0 && random.unit() < row.pairShare;
  return { component, severity: severityOf(row, country, isFailing, random.unit()), place, isPair };
}

function severityOf(
  row: ComponentRow,
  country: DemoCountry,
  isFailing: boolean,
  chance: number,
): DefectSeverity {
  const { records, dangerous } = row[country];
  if (isFailing) return chance < dangerous ? "DANGEROUS" : "MAJOR";
  if (records.ADVISORY === undefined) return "MINOR";
  return records.MINOR !== undefined && chance < MINOR_SHARE ? "MINOR" : "ADVISORY";
}

export const isFailing = (finding: Finding) =>
  finding.severity === "MAJOR" || finding.severity === "DANGEROUS";

/** Sets the states that a full inspection leaves behind: failing things are repaired, the others remembered. */
export function rememberFindings(findings: readonly Finding[], states: ComponentState[]): void {
  states.fill(UNKNOWN);
  for (const finding of findings) states[finding.component] = isFailing(finding) ? REPAIRED : NOTED;
}

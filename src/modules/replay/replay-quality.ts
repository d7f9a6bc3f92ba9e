import { FAILURE_ITEM_KEYS, FAILURE_ITEMS, type FailureItem } from "../failure-model/index.ts";
import {
  baselineOf,
  measuresOf,
  NO_DAYS,
  SignalJudge,
  Windows,
  wholeYears,
  type QualityFigures,
} from "../quality/index.ts";
import type { ItemForecast, ReplayedTest } from "./replay-history.ts";
import type { ReplayedSignal } from "./replay-signals.ts";

/** Whose tests were replayed, and with what. */
export interface ReplayedFleet {
  readonly vehicles: number;
  readonly tests: readonly ReplayedTest[];
  readonly signals: readonly ReplayedSignal[];
  readonly modelVersion: string;
  readonly trainedYears: readonly number[];
  readonly measuredAt: Date;
}

/** Fewer vehicles than this say nothing of how good predictions are. */
const ENOUGH_VEHICLES = 10_000;

/** Rows to keep and show: when visits came, what was done, all items together, and each. */
export function replayQuality(fleet: ReplayedFleet): QualityFigures[] {
  const of = (items: readonly FailureItem[]): ItemForecast[] =>
    fleet.tests.flatMap(({ forecasts }) => items.map((item) => forecasts[item]));
  return [
    visitRow(fleet),
    ...workRows(fleet),
    failureRow(fleet, null, of(FAILURE_ITEM_KEYS)),
    ...FAILURE_ITEM_KEYS.map((item) => failureRow(fleet, item, of([item]))),
  ];
}

/** What to know before reading figures of so many vehicles. */
export function replayNote(vehicles: number): string {
  const size =
    vehicles < ENOUGH_VEHICLES
      ? `${vehicles} vehicles prove plumbing, not accuracy: that real histories go through every step from the record to the figure. `
      : "";
  return `${size}Each test was predicted from the vehicle's earlier tests alone, with rates learnt from Finnish cars and published figures of when visits come: no vehicle is in both, but the years learnt from are not all before those tested. British records do not say the vehicle's category, so all are taken for passenger cars. Of worn parts is known whether the next test found them again, which is more often so than that nobody has seen to them.`;
}

function shared({ vehicles, tests, modelVersion, trainedYears, measuredAt }: ReplayedFleet) {
  const days = tests.map(({ performedOn }) => performedOn).sort();
  const trained = wholeYears(trainedYears);
  return {
    modelVersion,
    population: "GB_MOT_HISTORIES",
    isSynthetic: false,
    attribution: "MOT history API, DVSA, Open Government Licence v3.0.",
    trainedFrom: trained.from,
    trainedUntil: trained.until,
    testedFrom: days.at(0) ?? "",
    testedUntil: days.at(-1) ?? "",
    devianceUnit: "INSPECTION",
    intervalCoverage: null,
    ceiling: null,
    note: replayNote(vehicles),
    measuredAt,
  } as const;
}

function visitRow(fleet: ReplayedFleet): QualityFigures {
  const windows = new Windows();
  const usual = new Windows();
  const visits = fleet.tests.flatMap(({ visit }) => visit ?? []);
  for (const { moment, usualMoment, cameOn } of visits) {
    windows.add(moment, cameOn);
    usual.add(usualMoment, cameOn);
  }
  return {
    ...shared(fleet),
    kind: "INSPECTION_DUE",
    item: null,
    partCategories: [],
    ...measuresOf([]),
    ...windows.figures(),
    // Of tests that took place: who did not come is in no history.
    n: visits.length,
    baselines: [baselineOf("BASE_RATE", [], [], usual.figures())],
  };
}

function workRows(fleet: ReplayedFleet): QualityFigures[] {
  const frame = shared(fleet);
  const judge = new SignalJudge();
  // Whose time was not over when the records ended may still have come.
  for (const signal of fleet.signals) if (signal.settledOn <= frame.testedUntil) judge.add(signal);
  return judge.figures().map((figures) => ({ ...frame, item: null, ...figures }));
}

function failureRow(
  fleet: ReplayedFleet,
  item: FailureItem | null,
  forecasts: readonly ItemForecast[],
): QualityFigures {
  const baseline = (name: "BASE_RATE" | "AGE", rateOf: (forecast: ItemForecast) => number) =>
    baselineOf(name, forecasts.map(rateOf), forecasts);
  return {
    ...shared(fleet),
    kind: "FAILURE_PREDICTED",
    item,
    partCategories: item === null ? [] : [...FAILURE_ITEMS[item].partCategories],
    ...measuresOf(forecasts),
    ...NO_DAYS,
    baselines: [baseline("BASE_RATE", ({ baseRate }) => baseRate), baseline("AGE", ({ ageRate }) => ageRate)],
  };
}

import { areasOf, type AreaPicture } from "./areas.ts";
import {
  dayIn,
  estimateIn,
  isItem,
  labelOf,
  listsOf,
  numberIn,
  partsOf,
  WEEK_KEYS,
  type List,
} from "./items.ts";

/** A value over days, perhaps with a band that it lies in. */
export interface DayPoint {
  readonly day: string;
  readonly value: number;
  readonly low: number | null;
  readonly high: number | null;
}

export interface Series<Point> {
  readonly name: string;
  readonly points: readonly Point[];
}

export interface PlacePoint {
  readonly latitude: number;
  readonly longitude: number;
  readonly label: string;
  /** Decides the size of its mark; null where nothing does. */
  readonly value: number | null;
}

export interface CalibrationPoint {
  readonly predicted: number;
  readonly observed: number;
}

/** What an answer can be drawn as. */
export type Picture =
  | {
      readonly kind: "days";
      readonly name: string;
      readonly unit: string;
      readonly series: readonly Series<DayPoint>[];
    }
  | { readonly kind: "bars"; readonly name: string; readonly unit: string; readonly bars: readonly Bar[] }
  | AreaPicture
  | { readonly kind: "places"; readonly name: string; readonly places: readonly PlacePoint[] }
  | {
      readonly kind: "calibration";
      readonly name: string;
      readonly series: readonly Series<CalibrationPoint>[];
    };

export interface Bar {
  readonly label: string;
  readonly value: number;
}

/** What is worth a picture in an answer, the most telling last. */
export function recognise(data: unknown): Picture[] {
  const lists = listsOf(data);
  const pictures = [
    barsOf(lists),
    areasOf(lists),
    placesOf(lists),
    odometersOf(lists),
    weeksOf(lists),
    calibrationOf(lists),
  ];
  return pictures.filter((picture) => picture !== null);
}

function weeksOf(lists: readonly List[]): Picture | null {
  const series = new Map<string, DayPoint[]>();
  let unit = "";
  for (const { items, name: listName } of lists) {
    for (const item of items) {
      const day = dayIn(item, ...WEEK_KEYS);
      const estimate = estimateIn(item);
      if (day === null || estimate === null) continue;
      unit ||= estimate.unit;
      const name = partsOf(item) || listName;
      series.set(name, [...(series.get(name) ?? []), { day, ...estimate }]);
    }
  }
  const drawn = toSeries(series, (a, b) => a.day.localeCompare(b.day)).filter(
    ({ points }) => points.length > 1,
  );
  return drawn.length === 0 ? null : { kind: "days", name: "By week", unit, series: drawn };
}

function odometersOf(lists: readonly List[]): Picture | null {
  const series = new Map<string, DayPoint[]>();
  for (const { items, owner } of lists) {
    const points = items.flatMap((item) => {
      const day = dayIn(item, "readOn");
      const km = numberIn(item, "km");
      return day === null || km === null ? [] : [{ day, value: km, low: null, high: null }];
    });
    const label = [owner["make"], owner["model"]].filter((word) => typeof word === "string").join(" ");
    if (points.length > 1) series.set(unused(series, label || "Odometer"), points);
  }
  const drawn = toSeries(series, (a, b) => a.day.localeCompare(b.day));
  return drawn.length === 0 ? null : { kind: "days", name: "Odometer", unit: "km", series: drawn };
}

function calibrationOf(lists: readonly List[]): Picture | null {
  const series = new Map<string, CalibrationPoint[]>();
  for (const { items, owner } of lists) {
    const points = items.flatMap((item) => {
      const predicted = numberIn(item, "expectedRate");
      const observed = numberIn(item, "observedRate");
      return predicted === null || observed === null ? [] : [{ predicted, observed }];
    });
    const label =
      labelOf(owner["item"]) ?? labelOf(owner["population"]) ?? labelOf(owner["kind"]) ?? "Predictions";
    if (points.length > 1) series.set(unused(series, label), points);
  }
  const drawn = toSeries(series, (a, b) => a.predicted - b.predicted);
  return drawn.length === 0 ? null : { kind: "calibration", name: "Calibration", series: drawn };
}

function placesOf(lists: readonly List[]): Picture | null {
  const places = lists.flatMap(({ items }) =>
    items.flatMap((item) => {
      const place = placeIn(item) ?? placeIn(item["garage"]) ?? placeIn(item["area"]);
      if (place === null) return [];
      const label = labelOf(item) ?? labelOf(item["garage"]) ?? labelOf(item["area"]) ?? "";
      return [{ ...place, label, value: numberIn(item, "openSignals", "score", "vehicles") }];
    }),
  );
  return places.length === 0 ? null : { kind: "places", name: "Map", places };
}

function placeIn(value: unknown): { latitude: number; longitude: number } | null {
  if (!isItem(value)) return null;
  const holder = isItem(value["location"]) ? value["location"] : value;
  const [latitude, longitude] = [numberIn(holder, "latitude"), numberIn(holder, "longitude")];
  return latitude === null || longitude === null ? null : { latitude, longitude };
}

/** Rows without a day that count something: an aggregate by area, part, make or age. */
function barsOf(lists: readonly List[]): Picture | null {
  for (const { items } of lists) {
    const bars = items.flatMap((item) => {
      const [label, estimate] = [partsOf(item), estimateIn(item)];
      const hasDay = dayIn(item, ...WEEK_KEYS) !== null;
      return label === "" || estimate === null || hasDay ? [] : [{ label, ...estimate }];
    });
    const [first] = bars;
    if (first === undefined || bars.length < 2) continue;
    const sorted = bars.toSorted((a, b) => b.value - a.value);
    return { kind: "bars", name: "Bars", unit: first.unit, bars: sorted };
  }
  return null;
}

/** A name that no series has yet: two vehicles may be of one model. */
function unused(series: ReadonlyMap<string, unknown>, name: string): string {
  let candidate = name;
  for (let number = 2; series.has(candidate); number += 1) candidate = `${name} (${number})`;
  return candidate;
}

function toSeries<Point>(
  found: ReadonlyMap<string, readonly Point[]>,
  order: (a: Point, b: Point) => number,
): Series<Point>[] {
  return [...found].map(([name, points]) => ({ name, points: points.toSorted(order) }));
}

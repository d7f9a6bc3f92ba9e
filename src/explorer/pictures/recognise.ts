import { itemsOf } from "../tables/tables.ts";

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

type Item = Readonly<Record<string, unknown>>;

interface List {
  readonly name: string;
  readonly items: readonly Item[];
  /** What the list hangs from, for names of series. */
  readonly owner: Item;
}

/** What is worth a picture in an answer, the most telling last. */
export function recognise(data: unknown): Picture[] {
  const lists = listsOf(data);
  const pictures = [barsOf(lists), placesOf(lists), odometersOf(lists), weeksOf(lists), calibrationOf(lists)];
  return pictures.filter((picture) => picture !== null);
}

const isItem = (value: unknown): value is Item =>
  typeof value === "object" && value !== null && !Array.isArray(value);

function listsOf(data: unknown): List[] {
  const found: List[] = [];
  const walk = (value: unknown, name: string, owner: Item): void => {
    const items = itemsOf(value)?.filter(isItem);
    if (items !== undefined) {
      if (items.length > 0) found.push({ name, items, owner });
      for (const item of items) for (const [key, inner] of Object.entries(item)) walk(inner, key, item);
    } else if (isItem(value)) {
      for (const [key, inner] of Object.entries(value)) walk(inner, key, value);
    }
  };
  if (isItem(data)) for (const [key, value] of Object.entries(data)) walk(value, key, data);
  return found;
}

const numberIn = (item: Item, ...keys: string[]): number | null => {
  for (const key of keys) if (typeof item[key] === "number") return item[key];
  return null;
};

const DAY = /^\d{4}-\d{2}-\d{2}/;
const dayIn = (item: Item, ...keys: string[]): string | null => {
  for (const key of keys) {
    const value = item[key];
    if (typeof value === "string" && DAY.test(value)) return value.slice(0, 10);
    if (isItem(value)) {
      const inner = dayIn(value, "from", "startsOn", "week", "start");
      if (inner !== null) return inner;
    }
  }
  return null;
};

/** What people call a thing: its name where it has one, else its code or key. */
function labelOf(value: unknown): string | null {
  if (typeof value === "string") return value;
  if (!isItem(value)) return null;
  for (const key of ["name", "code", "key", "registration", "kind", "id"]) {
    if (typeof value[key] === "string") return value[key];
  }
  return null;
}

const WEEK_KEYS = ["week", "weekOf", "weekStart", "startsOn"];
/** What tells series or bars apart. */
const PART_KEYS = ["partCategory", "area", "make", "model", "fuel", "ageBand", "key", "name"];

interface Estimate {
  readonly unit: string;
  readonly value: number;
  readonly low: number | null;
  readonly high: number | null;
}

/** What a row counts: a median with its band where there is one, else a number of a name that counts. */
function estimateIn(item: Item): Estimate | null {
  const holders: [string, Item][] = [["vehicles", item]];
  for (const [key, value] of Object.entries(item)) if (isItem(value)) holders.push([key, value]);
  for (const [unit, holder] of holders) {
    const value = numberIn(holder, "p50");
    if (value !== null) return { unit, value, low: numberIn(holder, "p10"), high: numberIn(holder, "p90") };
  }
  const unit = COUNTS.find((key) => typeof item[key] === "number");
  return unit === undefined ? null : { unit, value: Number(item[unit]), low: null, high: null };
}

const COUNTS = ["vehicles", "inspectionsDue", "quantity", "openSignals", "count", "value"];

function partsOf(item: Item): string {
  return PART_KEYS.flatMap((key) => labelOf(item[key]) ?? []).join(" · ");
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

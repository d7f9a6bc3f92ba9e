import type { EChartsCoreOption } from "echarts/core";
import type { AreaPicture } from "./areas.ts";
import type { Bar, CalibrationPoint, DayPoint, Picture, PlacePoint, Series } from "./recognise.ts";

/** The page's colours, as the chart needs them. */
export interface Palette {
  readonly ink: string;
  readonly quiet: string;
  readonly line: string;
  readonly ground: string;
  readonly land: string;
  readonly series: readonly string[];
  /** A font by name: texts are measured outside the page, where nothing is inherited. */
  readonly font: string;
}

/** Outlines by what they are registered as. */
export const MAPS = { places: "countries", DEPARTMENT: "departments", REGION: "regions" } as const;
/** More than this many series are a tangle. */
const MOST_SERIES = 12;
const MOST_BARS = 40;

/** How a picture is drawn. Pure: data and colours in, a description of the chart out. */
export function optionOf(picture: Picture, palette: Palette): EChartsCoreOption {
  const drawn = drawnAs(picture, palette);
  return {
    animation: false,
    color: [...palette.series],
    backgroundColor: "transparent",
    textStyle: { color: palette.ink, fontFamily: palette.font },
    ...drawn,
  };
}

function drawnAs(picture: Picture, palette: Palette): EChartsCoreOption {
  switch (picture.kind) {
    case "days":
      return daysOption(picture.series.slice(0, MOST_SERIES), picture.unit, palette);
    case "bars":
      return barsOption(picture.bars.slice(0, MOST_BARS), picture.unit, palette);
    case "areas":
      return areasOption(picture, palette);
    case "places":
      return placesOption(picture.places, palette);
    case "calibration":
      return calibrationOption(picture.series.slice(0, MOST_SERIES), palette);
  }
}

const axisOf = ({ quiet, line }: Palette) => ({
  axisLine: { lineStyle: { color: line } },
  axisLabel: { color: quiet, hideOverlap: true },
  nameTextStyle: { color: quiet },
  splitLine: { lineStyle: { color: line, opacity: 0.6 } },
});

/** Days carry their month: the label that begins a month is the first to give way where labels are dense. */
const dayAxis = (palette: Palette) => {
  const axis = axisOf(palette);
  const axisLabel = { ...axis.axisLabel, formatter: { day: "{d} {MMM}" } };
  return { type: "time", ...axis, axisLabel, splitLine: { show: false } };
};

const tooltipOf = ({ ground, ink, line }: Palette) => ({
  backgroundColor: ground,
  borderColor: line,
  textStyle: { color: ink },
  confine: true,
});

const legendOf = (count: number, { ink, quiet }: Palette) =>
  count < 2
    ? {}
    : { legend: { type: "scroll", bottom: 0, textStyle: { color: ink }, pageTextStyle: { color: quiet } } };

const GRID = { left: 12, right: 20, top: 36, bottom: 36, containLabel: true };

function daysOption(series: readonly Series<DayPoint>[], unit: string, palette: Palette): EChartsCoreOption {
  return {
    grid: GRID,
    ...legendOf(series.length, palette),
    tooltip: { trigger: "axis", ...tooltipOf(palette) },
    xAxis: dayAxis(palette),
    yAxis: { type: "value", name: unit, scale: unit === "km", ...axisOf(palette) },
    series: series.flatMap((one, index) => [
      ...bandSeries(one, palette.series[index % palette.series.length] ?? palette.ink),
      {
        type: "line",
        name: one.name,
        color: palette.series[index % palette.series.length],
        symbolSize: 5,
        lineStyle: { width: 2 },
        data: one.points.map(({ day, value }) => [day, value]),
      },
    ]),
  };
}

/** A band is what lies between a line that is not drawn and one stacked on it. */
function bandSeries({ name, points }: Series<DayPoint>, colour: string): object[] {
  const band = points.filter(({ low, high }) => low !== null && high !== null);
  if (band.length < 2) return [];
  const hidden = {
    type: "line",
    stack: `band of ${name}`,
    symbol: "none",
    silent: true,
    lineStyle: { opacity: 0 },
    tooltip: { show: false },
    stackStrategy: "all",
  };
  return [
    { ...hidden, data: band.map(({ day, low }) => [day, low]) },
    {
      ...hidden,
      areaStyle: { color: colour, opacity: 0.18 },
      data: band.map(({ day, low, high }) => [day, Number(high) - Number(low)]),
    },
  ];
}

function barsOption(bars: readonly Bar[], unit: string, palette: Palette): EChartsCoreOption {
  return {
    grid: { ...GRID, top: 12 },
    tooltip: { trigger: "item", ...tooltipOf(palette) },
    xAxis: { type: "value", name: unit, nameLocation: "middle", nameGap: 26, ...axisOf(palette) },
    yAxis: {
      type: "category",
      inverse: true,
      data: bars.map(({ label }) => label),
      ...axisOf(palette),
      axisLabel: { color: palette.quiet, width: 150, overflow: "truncate" },
    },
    series: [
      { type: "bar", data: bars.map(({ value }) => value), itemStyle: { borderRadius: [0, 3, 3, 0] } },
    ],
  };
}

function calibrationOption(series: readonly Series<CalibrationPoint>[], palette: Palette): EChartsCoreOption {
  const highest = Math.max(
    ...series.flatMap(({ points }) => points.flatMap((p) => [p.predicted, p.observed])),
  );
  const end = Math.min(1, Math.ceil(highest * 20) / 20);
  const share = { type: "value", min: 0, max: end, ...axisOf(palette) };
  return {
    grid: { ...GRID, bottom: 64 },
    ...legendOf(series.length, palette),
    tooltip: { trigger: "item", ...tooltipOf(palette) },
    xAxis: { ...share, name: "predicted", nameLocation: "middle", nameGap: 28 },
    yAxis: { ...share, name: "observed" },
    series: [
      {
        type: "line",
        data: [
          [0, 0],
          [end, end],
        ],
        symbol: "none",
        silent: true,
        lineStyle: { color: palette.quiet, type: "dashed", width: 1 },
      },
      ...series.map(({ name, points }, index) => ({
        type: "line",
        name,
        color: palette.series[index % palette.series.length],
        symbolSize: 8,
        data: points.map(({ predicted, observed }) => [predicted, observed]),
      })),
    ],
  };
}

/** Degrees of longitude are shorter than those of latitude where France lies. */
const ASPECT = 0.69;

function areasOption({ level, unit, areas }: AreaPicture, palette: Palette): EChartsCoreOption {
  const values = areas.map(({ value }) => value);
  return {
    tooltip: {
      trigger: "item",
      ...tooltipOf(palette),
      valueFormatter: (value: unknown) =>
        Number.isFinite(value) ? `${(value as number).toLocaleString("en")} ${unit}` : "not published",
    },
    visualMap: {
      type: "continuous",
      min: Math.min(0, ...values),
      max: Math.max(...values),
      text: [`${Math.max(...values).toLocaleString("en")} ${unit}`, "0"],
      calculable: false,
      left: 12,
      bottom: 12,
      itemHeight: 90,
      textStyle: { color: palette.quiet },
      inRange: { color: [palette.land, palette.series[0] ?? palette.ink] },
    },
    series: [
      {
        type: "map",
        map: MAPS[level],
        nameProperty: "code",
        aspectScale: ASPECT,
        roam: true,
        selectedMode: false,
        itemStyle: { areaColor: palette.ground, borderColor: palette.quiet, borderWidth: 0.4 },
        label: { show: false },
        emphasis: { label: { show: true, color: palette.ink }, itemStyle: { areaColor: palette.series[1] } },
        data: areas.map(({ code, value }) => ({ name: code, value })),
      },
    ],
  };
}

const LARGEST_MARK = 26;
const SMALLEST_MARK = 8;

function placesOption(places: readonly PlacePoint[], palette: Palette): EChartsCoreOption {
  const largest = Math.max(1, ...places.map(({ value }) => value ?? 0));
  const sizeOf = (value: number | null) =>
    value === null
      ? SMALLEST_MARK + 2
      : SMALLEST_MARK + (LARGEST_MARK - SMALLEST_MARK) * Math.sqrt(Math.max(0, value) / largest);
  return {
    tooltip: { trigger: "item", ...tooltipOf(palette) },
    geo: {
      map: MAPS.places,
      roam: true,
      left: 0,
      right: 0,
      top: 0,
      bottom: 0,
      silent: true,
      boundingCoords: boundsOf(places),
      itemStyle: { areaColor: palette.land, borderColor: palette.quiet, borderWidth: 0.6 },
      emphasis: { disabled: true },
    },
    series: [
      {
        type: "scatter",
        coordinateSystem: "geo",
        itemStyle: { opacity: 0.75, borderColor: palette.ground, borderWidth: 1 },
        data: places.map(({ longitude, latitude, label, value }) => ({
          name: label,
          value: [longitude, latitude, ...(value === null ? [] : [value])],
          symbolSize: sizeOf(value),
        })),
      },
    ],
  };
}

/** At least this much of the world is shown, degrees: a single point needs a country around it. */
const LEAST_SPAN = 2.5;

function boundsOf(places: readonly PlacePoint[]): [[number, number], [number, number]] {
  const range = (values: readonly number[]): [number, number] => {
    const [low, high] = [Math.min(...values), Math.max(...values)];
    const margin = Math.max((high - low) * 0.12, (LEAST_SPAN - (high - low)) / 2);
    return [low - margin, high + margin];
  };
  const [west, east] = range(places.map(({ longitude }) => longitude));
  const [south, north] = range(places.map(({ latitude }) => latitude));
  return [
    [west, north],
    [east, south],
  ];
}

import { describe, expect, test } from "vitest";
import { FRENCH_DEPARTMENT_ROWS } from "../../../src/modules/areas/areas.data.ts";
import { optionOf } from "../../../src/explorer/pictures/options.ts";
import outlines from "../../../src/explorer/pictures/french-departments.json" with { type: "json" };
import { recognise, type Picture } from "../../../src/explorer/pictures/recognise.ts";

const PALETTE = {
  ink: "#000",
  quiet: "#555",
  line: "#ccc",
  ground: "#fff",
  land: "#eee",
  font: "sans-serif",
  series: ["#0aa", "#a60"],
};
const kindsOf = (data: unknown) => recognise(data).map(({ kind }) => kind);
const only = (data: unknown, kind: Picture["kind"]) =>
  recognise(data).find((picture) => picture.kind === kind);

describe("recognise", () => {
  test("draws demand by week as one line for each part, in order of time, with its band", () => {
    const cell = (partCategory: string, week: string, p50: number | null) => ({
      partCategory,
      week,
      units: p50 === null ? null : { p10: p50 - 5, p50, p90: p50 + 10 },
    });
    const cells = [
      cell("BRAKE_PAD_SET", "2026-06-22", 40),
      cell("BRAKE_PAD_SET", "2026-06-15", 30),
      cell("BRAKE_DISC", "2026-06-15", 10),
      cell("BRAKE_DISC", "2026-06-22", 15),
      cell("BRAKE_DISC", "2026-06-29", null),
    ];
    expect(only({ demand: { cells } }, "days")).toEqual({
      kind: "days",
      name: "By week",
      unit: "units",
      series: [
        {
          name: "BRAKE_PAD_SET",
          points: [
            { day: "2026-06-15", unit: "units", value: 30, low: 25, high: 40 },
            { day: "2026-06-22", unit: "units", value: 40, low: 35, high: 50 },
          ],
        },
        {
          name: "BRAKE_DISC",
          points: [
            { day: "2026-06-15", unit: "units", value: 10, low: 5, high: 20 },
            { day: "2026-06-22", unit: "units", value: 15, low: 10, high: 25 },
          ],
        },
      ],
    });
  });

  test("draws a forecast's weeks, whose bands stand beside the weeks themselves", () => {
    const weeks = [
      { week: "2026-06-15", p10: 5, p50: 10, p90: 20 },
      { week: "2026-06-22", p10: 10, p50: 15, p90: 25 },
    ];
    const picture = only({ demandForecast: { area: "FR", weeks } }, "days");
    expect(picture).toMatchObject({
      unit: "vehicles",
      series: [{ name: "weeks", points: [{ low: 5 }, { high: 25 }] }],
    });
  });

  test("draws a parc by area as bars, largest first, and leaves out what is suppressed", () => {
    const cells = [
      { area: "FR-01", vehicles: 120 },
      { area: "FR-69", vehicles: 900 },
      { area: "FR-42", vehicles: null },
    ];
    expect(only({ vehiclesInOperation: { cells } }, "bars")).toMatchObject({
      unit: "vehicles",
      bars: [
        { label: "FR-69", value: 900 },
        { label: "FR-01", value: 120 },
      ],
    });
  });

  test("shades a map by department or region where each row is an area, and where nothing else tells rows apart", () => {
    const cell = (area: string, p50: number | null) => ({
      area,
      units: p50 === null ? null : { p10: 0, p50, p90: 99 },
    });
    const departments = [cell("FR-2A", 10), cell("FR-69", 40), cell("FR-974", 5), cell("FR-01", null)];
    expect(only({ demand: { cells: departments } }, "areas")).toEqual({
      kind: "areas",
      name: "By area",
      level: "DEPARTMENT",
      unit: "units",
      areas: [
        { code: "FR-2A", value: 10 },
        { code: "FR-69", value: 40 },
        { code: "FR-974", value: 5 },
      ],
    });
    const regions = [cell("FR-ARA", 10), cell("FR-20R", 4), cell("FR-PAC", 3)];
    expect(only({ demand: { cells: regions } }, "areas")).toMatchObject({ level: "REGION" });
    for (const other of [{ make: "RENAULT" }, { week: "2026-06-15" }, { partCategory: "TYRE" }]) {
      const cells = regions.map((region) => ({ ...region, ...other }));
      expect(only({ demand: { cells } }, "areas")).toBeUndefined();
    }
    expect(kindsOf({ demand: { cells: [cell("FR-ARA", 10), cell("FR-ARA", 11)] } })).not.toContain("areas");
    expect(kindsOf({ demand: { cells: [cell("GB-ENG", 10), cell("NL-ZH", 11)] } })).toEqual(["bars"]);
  });

  test("puts garages on a map, and signals at the garage they are routed to", () => {
    const location = { latitude: 45.76, longitude: 4.84 };
    const garages = { edges: [{ node: { name: "Centre Bellecour", openSignals: 7, location } }] };
    const signals = { edges: [{ node: { kind: "WEAR_REPORTED", garage: { name: "Atelier", location } } }] };
    expect(only({ garages }, "places")).toEqual({
      kind: "places",
      name: "Map",
      places: [{ ...location, label: "Centre Bellecour", value: 7 }],
    });
    expect(only({ signals }, "places")).toMatchObject({ places: [{ ...location, value: null }] });
    expect(kindsOf({ garages: { edges: [{ node: { name: "Nowhere", location: null } }] } })).toEqual([]);
  });

  test("draws quality as a calibration curve and readings as a vehicle's odometer", () => {
    const curve = [
      { decile: 2, expectedRate: 0.2, observedRate: 0.25, n: 100 },
      { decile: 1, expectedRate: 0.1, observedRate: 0.08, n: 100 },
    ];
    expect(only({ signalQuality: [{ item: "SERVICE_BRAKE", curve }] }, "calibration")).toMatchObject({
      series: [{ name: "SERVICE_BRAKE", points: [{ predicted: 0.1, observed: 0.08 }, { predicted: 0.2 }] }],
    });
    const odometerReadings = [
      { readOn: "2020-01-02", km: 10_000 },
      { readOn: "2022-01-05", km: 31_000 },
    ];
    const node = { make: "RENAULT", model: "CLIO", odometerReadings };
    expect(only({ vehicles: { edges: [{ node }, { node }] } }, "days")).toMatchObject({
      unit: "km",
      series: [{ name: "RENAULT CLIO" }, { name: "RENAULT CLIO (2)" }],
    });
  });

  test.each([null, {}, { viewer: { scopes: ["a"] } }, { vehicles: { edges: [] } }, [1, 2], "text"])(
    "finds no picture in %j",
    (data) => {
      expect(recognise(data)).toEqual([]);
    },
  );
});

describe("outlines", () => {
  test("are there for every French department of the mainland and Corsica, each in its region", () => {
    const drawn = outlines.objects.departments.geometries.map(({ properties }) => properties);
    const wanted = FRENCH_DEPARTMENT_ROWS.filter(([code]) => !code.startsWith("97"));
    const told = wanted.map(([code, region, name]) => [`FR-${code}`, `FR-${region}`, name]);
    expect(drawn.map(({ code, region, name }) => [code, region, name]).toSorted()).toEqual(told.toSorted());
  });
});

describe("optionOf", () => {
  test("shades areas from nothing to the largest, by their codes", () => {
    const areas = [
      { code: "FR-01", value: 120 },
      { code: "FR-69", value: 900 },
    ];
    const picture: Picture = { kind: "areas", name: "By area", level: "DEPARTMENT", unit: "vehicles", areas };
    expect(optionOf(picture, PALETTE)).toMatchObject({
      visualMap: { min: 0, max: 900 },
      series: [
        {
          type: "map",
          map: "departments",
          nameProperty: "code",
          data: [
            { name: "FR-01", value: 120 },
            { name: "FR-69", value: 900 },
          ],
        },
      ],
    });
  });

  test("draws a band between its low and high values, under the line", () => {
    const point = (day: string, value: number) => ({ day, value, low: value - 5, high: value + 10 });
    const points = [point("2026-06-15", 30), point("2026-06-22", 40)];
    const picture: Picture = {
      kind: "days",
      name: "By week",
      unit: "units",
      series: [{ name: "pads", points }],
    };
    const [low, width, line] = (optionOf(picture, PALETTE) as { series: { data: unknown[] }[] }).series;
    expect(low?.data).toEqual([
      ["2026-06-15", 25],
      ["2026-06-22", 35],
    ]);
    expect(width?.data).toEqual([
      ["2026-06-15", 15],
      ["2026-06-22", 15],
    ]);
    expect(line?.data).toEqual([
      ["2026-06-15", 30],
      ["2026-06-22", 40],
    ]);
  });

  test("shows a country's worth of land around a single place", () => {
    const places = [{ latitude: 45, longitude: 5, label: "one", value: null }];
    const { geo } = optionOf({ kind: "places", name: "Map", places }, PALETTE) as {
      geo: { boundingCoords: [[number, number], [number, number]] };
    };
    const [[west, north], [east, south]] = geo.boundingCoords;
    expect(east - west).toBeGreaterThanOrEqual(2.5);
    expect(north - south).toBeGreaterThanOrEqual(2.5);
  });
});

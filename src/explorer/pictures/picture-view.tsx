import { BarChart, LineChart, ScatterChart } from "echarts/charts";
import { GeoComponent, GridComponent, LegendComponent, TooltipComponent } from "echarts/components";
import { init, registerMap, use } from "echarts/core";
import { SVGRenderer } from "echarts/renderers";
import { useEffect, useRef, useState } from "react";
import { useIsDark } from "../theme.ts";
import { MAP_NAME, optionOf, type Palette } from "./options.ts";
import type { Picture } from "./recognise.ts";

use([
  BarChart,
  LineChart,
  ScatterChart,
  GeoComponent,
  GridComponent,
  LegendComponent,
  TooltipComponent,
  SVGRenderer,
]);

/** Draws a picture, at the size of the room it has. Loaded with the first one. */
export default function PictureView({ picture }: { readonly picture: Picture }) {
  const place = useRef<HTMLDivElement>(null);
  const isDark = useIsDark();
  const hasMap = useOutlines(picture.kind === "places");
  useEffect(() => {
    const element = place.current;
    if (element === null || !hasMap) return;
    const chart = init(element);
    chart.setOption(optionOf(picture, paletteOf(element)));
    const observer = new ResizeObserver(() => chart.resize());
    observer.observe(element);
    return () => {
      observer.disconnect();
      chart.dispose();
    };
  }, [picture, isDark, hasMap]);
  return (
    <div
      className="picture"
      ref={place}
      role="img"
      aria-label={spoken(picture)}
      data-picture={picture.kind}
    />
  );
}

let outlines: Promise<void> | undefined;

/** Countries as they come with the page: no map server is asked. */
async function loadOutlines(): Promise<void> {
  const [{ default: world }, { feature }] = await Promise.all([
    import("world-atlas/countries-50m.json"),
    import("topojson-client"),
  ]);
  const topology = world as unknown as Parameters<typeof feature>[0];
  registerMap(MAP_NAME, feature(topology, topology.objects["countries"] as never) as never);
}

function useOutlines(isNeeded: boolean): boolean {
  const [isLoaded, setIsLoaded] = useState(false);
  useEffect(() => {
    if (!isNeeded) return;
    outlines ??= loadOutlines();
    void outlines.then(() => setIsLoaded(true));
  }, [isNeeded]);
  return !isNeeded || isLoaded;
}

function paletteOf(element: Element): Palette {
  const style = getComputedStyle(element);
  const colour = (name: string) => style.getPropertyValue(`--${name}`).trim();
  return {
    ink: colour("ink"),
    quiet: colour("ink-quiet"),
    line: colour("edge"),
    ground: colour("ground"),
    land: colour("land"),
    font: style.fontFamily,
    series: Array.from({ length: 8 }, (_, index) => colour(`series-${index + 1}`)),
  };
}

function spoken(picture: Picture): string {
  switch (picture.kind) {
    case "days":
      return `${picture.name}, ${picture.unit}: ${picture.series.map(({ name, points }) => `${name}, ${points.length} points`).join("; ")}`;
    case "bars":
      return `${picture.unit}: ${picture.bars.map(({ label, value }) => `${label} ${value}`).join("; ")}`;
    case "places":
      return `Map of ${picture.places.length} places`;
    case "calibration":
      return `Predicted against observed shares: ${picture.series.map(({ name }) => name).join("; ")}`;
  }
}

import { BarChart, LineChart, MapChart, ScatterChart } from "echarts/charts";
import {
  GeoComponent,
  GridComponent,
  LegendComponent,
  TooltipComponent,
  VisualMapComponent,
} from "echarts/components";
import { init, use } from "echarts/core";
import { SVGRenderer } from "echarts/renderers";
import { useEffect, useRef, useState } from "react";
import { useIsDark } from "../theme.ts";
import { optionOf, type Palette } from "./options.ts";
import { outlinesFor } from "./outlines.ts";
import type { Picture } from "./recognise.ts";

use([
  BarChart,
  LineChart,
  MapChart,
  ScatterChart,
  GeoComponent,
  GridComponent,
  LegendComponent,
  TooltipComponent,
  VisualMapComponent,
  SVGRenderer,
]);

/** Draws a picture, at the size of the room it has. Loaded with the first one. */
export default function PictureView({ picture }: { readonly picture: Picture }) {
  const place = useRef<HTMLDivElement>(null);
  const isDark = useIsDark();
  const hasMap = useOutlines(picture);
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

/** Whether the outlines that a picture needs are there. */
function useOutlines(picture: Picture): boolean {
  const outlines = outlinesFor(picture);
  const [loaded, setLoaded] = useState<Promise<void> | null>(null);
  useEffect(() => {
    void outlines?.then(() => setLoaded(outlines));
  }, [outlines]);
  return loaded === outlines;
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
    case "areas":
      return `Map of areas by ${picture.unit}: ${picture.areas.map(({ code, value }) => `${code} ${value}`).join("; ")}`;
    case "places":
      return `Map of ${picture.places.length} places`;
    case "calibration":
      return `Predicted against observed shares: ${picture.series.map(({ name }) => name).join("; ")}`;
  }
}

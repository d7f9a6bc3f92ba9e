import * as Plot from "@observablehq/plot";
import { parseHTML } from "linkedom";
import { subjectOf } from "./quality-table.ts";
import type { QualityFigures } from "./store-quality.ts";

const COLUMNS = 4;
const PANEL_WIDTH_PX = 220;
const PANEL_HEIGHT_PX = 200;

/**
 * Expected against observed rates as an SVG document, a panel for each row that has a curve: on the diagonal, what was
 * predicted is what happened. Both axes are logarithms, since rates of parts differ a hundredfold.
 */
export function calibrationPlot(rows: readonly QualityFigures[]): string {
  const drawn = rows.filter(({ curve }) => curve.length > 0);
  const panels = drawn.map((row, index) => ({
    title: subjectOf(row),
    column: index % COLUMNS,
    row: Math.floor(index / COLUMNS),
  }));
  // A logarithm has no place for 0.
  const points = drawn.flatMap(({ curve }, index) =>
    curve
      .filter(({ expectedRate, observedRate }) => expectedRate > 0 && observedRate > 0)
      .map((point) => ({ ...point, ...panels[index] })),
  );
  const rates = points.flatMap(({ expectedRate, observedRate }) => [expectedRate, observedRate]);
  const [low, high] = rates.length === 0 ? [0.01, 1] : [Math.min(...rates) * 0.8, Math.max(...rates) * 1.25];
  const panel = { fx: "column", fy: "row" };
  const axis = { type: "log", domain: [low, high], ticks: 3, tickFormat: percent } as const;
  return drawing({
    width: COLUMNS * PANEL_WIDTH_PX,
    height: Math.max(1, Math.ceil(drawn.length / COLUMNS)) * PANEL_HEIGHT_PX,
    marginTop: 30,
    marginLeft: 60,
    marginBottom: 45,
    style: { background: "white", color: "#222" },
    x: { ...axis, label: "Expected rate" },
    y: { ...axis, label: "Observed rate" },
    fx: { axis: null },
    fy: { axis: null },
    marks: [
      Plot.frame({ stroke: "#ccc" }),
      Plot.link(panels, {
        ...panel,
        x1: low,
        y1: low,
        x2: high,
        y2: high,
        stroke: "#aaa",
      }),
      Plot.line(points, { ...panel, x: "expectedRate", y: "observedRate", stroke: "#1f6feb" }),
      Plot.dot(points, { ...panel, x: "expectedRate", y: "observedRate", fill: "#1f6feb", r: 3 }),
      Plot.text(panels, { ...panel, text: "title", frameAnchor: "top-left", dx: 5, dy: 5, fontWeight: 600 }),
    ],
  });
}

const percent = (rate: number): string => `${Number((100 * rate).toPrecision(1))} %`;

/** What of a browser's elements is used here: this program's types know no browser. */
interface SvgElement {
  setAttribute(name: string, value: string): void;
  readonly outerHTML: string;
}

function drawing(options: Plot.PlotOptions): string {
  const { document } = parseHTML("<!doctype html><html></html>") as unknown as { document: object };
  const svg = Plot.plot({ ...options, document: document as never }) as unknown as SvgElement;
  svg.setAttribute("xmlns", "http://www.w3.org/2000/svg");
  return `${svg.outerHTML}\n`;
}

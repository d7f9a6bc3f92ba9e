import type { ItemData } from "./condense-make.ts";
import { COARSE, fitItem, type ItemFit } from "./fit-item.ts";

/** Models differ less in their tyres than in their joints, but never by more than this. */
const MIN_SCALE = 1 / 64;
const MAX_SCALE = 16;

/**
 * The fit at the scale of make and model effects under which the data is likeliest (empirical Bayes). Doubling or
 * halving from the priors as they stand brackets that scale, and a parabola through the last three fits places it.
 */
export function fitItemAtBestScale(data: ItemData): ItemFit {
  const start = fitItem(data, 1, null, COARSE);
  const half = scaled(data, start, 1 / 2);
  const [best, below, above] =
    half.evidence > start.evidence ? climb(data, half, start, 1 / 2) : climb(data, start, half, 2);
  const likeliest = best.scale * 2 ** vertex(below.evidence, best.evidence, above.evidence);
  // To the digits that parameters keep, since residuals belong to the scale that they were fitted at.
  return fitItem(data, Number(likeliest.toPrecision(4)), best.logRates);
}

const scaled = (data: ItemData, from: ItemFit, factor: number): ItemFit =>
  fitItem(data, from.scale * factor, from.logRates, COARSE);

/** The best fit on the way in one direction, with its neighbours on both sides. */
function climb(data: ItemData, best: ItemFit, behind: ItemFit, factor: number): [ItemFit, ItemFit, ItemFit] {
  const next = scaled(data, best, factor);
  const isLast = next.scale <= MIN_SCALE || next.scale >= MAX_SCALE;
  if (next.evidence > best.evidence && !isLast) return climb(data, next, best, factor);
  return factor > 1 ? [best, behind, next] : [best, next, behind];
}

/** Where, between one step down and one up, the parabola through three equally spaced values is highest. */
function vertex(below: number, middle: number, above: number): number {
  const curvature = below - 2 * middle + above;
  if (curvature >= 0) return 0;
  return Math.min(Math.max((below - above) / (2 * curvature), -1), 1);
}

import { AppError } from "../../../platform/errors/app-error.ts";

/** More than three dimensions at once leave hardly a cell with enough vehicles. */
const MOST_DIMENSIONS = 3;
/** Cells of one answer, about a megabyte. */
export const MOST_CELLS = 10_000;
/** Cells that cost as much as one object. */
export const CELLS_PER_COST = 25;

/** @throws {AppError} BAD_USER_INPUT for too many dimensions, or one named twice */
export function requireDimensions(by: readonly string[]): void {
  if (by.length <= MOST_DIMENSIONS && new Set(by).size === by.length) return;
  throw new AppError("BAD_USER_INPUT", `by names at most ${MOST_DIMENSIONS} dimensions, each once.`, {
    argument: "by",
    max: MOST_DIMENSIONS,
  });
}

/** @throws {AppError} BAD_USER_INPUT for a question whose answer would be too long */
export function requireFewCells(cells: number): void {
  if (cells <= MOST_CELLS) return;
  throw new AppError(
    "BAD_USER_INPUT",
    `The answer would have ${cells} cells, more than ${MOST_CELLS}. Narrow the filter, or break down by less.`,
    { argument: "by", cells, max: MOST_CELLS },
  );
}

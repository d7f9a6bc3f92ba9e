import { AppError } from "../errors/app-error.ts";

export const PAGE_SIZE = { default: 25, max: 100 } as const;

/** How many rows a page holds. @throws {AppError} BAD_USER_INPUT naming the range */
export function pageSize(first: unknown, coordinate: string): number {
  if (first == null) return PAGE_SIZE.default;
  if (typeof first === "number" && first >= 1 && first <= PAGE_SIZE.max) return first;
  throw new AppError("BAD_USER_INPUT", `first must be between 1 and ${PAGE_SIZE.max}.`, {
    argument: "first",
    field: coordinate,
    min: 1,
    max: PAGE_SIZE.max,
  });
}

/**
 * Sizes that pages are planned for. PostgreSQL plans a page of a size that it does not know as if it were a tenth of all
 * rows: it then sorts a fleet to show 25 vehicles, where walking an index in the order asked for reads a hundred rows.
 */
const PLANNED_SIZES = [1, 5, 10, 25, 50, PAGE_SIZE.max];

/** The size that a page is planned for: at least its own. */
export function plannedSize(first: unknown): number {
  const wanted = Number(first ?? PAGE_SIZE.default);
  return PLANNED_SIZES.find((size) => wanted <= size) ?? PAGE_SIZE.max;
}

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

import type { Fields } from "../formats/fields.ts";
import type { RejectionCode } from "../rejection.ts";

/** One row of an input. */
export interface SourceRow {
  /** Ascends from row to row: where a resumed run goes on. */
  readonly position: number;
  /** From 1, as an editor counts. */
  readonly lineNumber: number;
  readonly content: RowContent;
}

/** The row's fields, or why it cannot be read. */
export type RowContent =
  | { readonly fields: Fields; readonly problem: null }
  | { readonly fields: null; readonly problem: RowProblem };

export interface RowProblem {
  readonly code: RejectionCode;
  readonly reason: string;
}

export function readable(fields: Fields): RowContent {
  return { fields, problem: null };
}

export function unreadable(code: RejectionCode, reason: string): RowContent {
  return { fields: null, problem: { code, reason } };
}

export const TOO_LONG = unreadable("ROW_TOO_LONG", "the row is longer than 1,000,000 bytes");
export const NOT_UTF8 = unreadable("ROW_NOT_UTF8", "the row is not UTF-8");
export const NOT_JSON = unreadable("ROW_NOT_JSON", "the row is not a JSON object");

/** Reads the rows of an input behind position `after`, a chunk's worth at a time. */
export type RowReader = (
  chunks: AsyncIterable<Buffer>,
  after: number,
) => AsyncGenerator<readonly SourceRow[]>;

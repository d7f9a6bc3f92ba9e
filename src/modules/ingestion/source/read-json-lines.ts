import { isFields } from "../formats/fields.ts";
import { NOT_JSON, NOT_UTF8, readable, TOO_LONG, type RowContent, type SourceRow } from "./source-row.ts";
import { splitLines, type Line } from "./split-lines.ts";

/** One JSON object a line. Blank lines are nothing. Lines up to `after` are passed over unread. */
export async function* readJsonLines(
  chunks: AsyncIterable<Buffer>,
  after: number,
): AsyncGenerator<readonly SourceRow[]> {
  for await (const lines of splitLines(chunks)) {
    yield lines.flatMap((line) => (line.number <= after || line.text?.trim() === "" ? [] : [rowOf(line)]));
  }
}

function rowOf(line: Line): SourceRow {
  return { position: line.number, lineNumber: line.number, content: contentOf(line) };
}

function contentOf({ text, problem }: Line): RowContent {
  if (text === null) return problem === "ROW_TOO_LONG" ? TOO_LONG : NOT_UTF8;
  return objectOf(text);
}

export function objectOf(json: string): RowContent {
  try {
    const value: unknown = JSON.parse(json);
    return isFields(value) ? readable(value) : NOT_JSON;
  } catch {
    return NOT_JSON;
  }
}

import { MAX_ROW_BYTES } from "./row-limits.ts";
import { NOT_UTF8, readable, TOO_LONG, unreadable, type RowContent, type SourceRow } from "./source-row.ts";
import { splitLines, type Line } from "./split-lines.ts";

/**
 * A table after RFC 4180, first row its column names, separated by commas or by semicolons (whichever the first row has
 * more of). Written here because a row must be refused by its line number without ending the run, however long or
 * broken it is. Rows up to line `after` are passed over.
 */
export async function* readCsv(
  chunks: AsyncIterable<Buffer>,
  after: number,
): AsyncGenerator<readonly SourceRow[]> {
  const table = csvTable();
  for await (const lines of splitLines(chunks)) {
    const rows: SourceRow[] = [];
    for (const line of lines) {
      const row = table(line);
      if (row !== null && row.position > after) rows.push(row);
    }
    yield rows;
  }
}

/** Takes line after line and answers the row that each one ends; null inside quoted line feeds and for the first row. */
function csvTable(): (line: Line) => SourceRow | null {
  let header: { readonly columns: readonly string[]; readonly separator: string } | null = null;
  let open: { readonly start: number; readonly text: string } | null = null;
  return (line) => {
    const { start, text } = joined(open, line);
    open = null;
    const row = { position: line.number, lineNumber: start };
    if (text === null) return { ...row, content: line.problem === "ROW_TOO_LONG" ? TOO_LONG : NOT_UTF8 };
    const separator = header?.separator ?? separatorOf(text);
    const values = parseCsvRow(text, separator);
    if (values === "OPEN" && text.length <= MAX_ROW_BYTES) open = { start, text };
    else if (header === null) header = { columns: columnsOf(values), separator };
    else return { ...row, content: contentOf(header.columns, values) };
    return null;
  };
}

/** The line with what a quoted value before it left open. */
function joined(
  open: { readonly start: number; readonly text: string } | null,
  { number, text }: Line,
): { readonly start: number; readonly text: string | null } {
  if (open === null) return { start: number, text };
  return { start: open.start, text: text === null ? null : `${open.text}\n${text}` };
}

/** A first row that is none leaves no columns, so that no row can be one of the format. */
function columnsOf(values: readonly string[] | "OPEN" | "BROKEN"): readonly string[] {
  return typeof values === "string" ? [] : values.map((name) => name.trim());
}

function separatorOf(header: string): string {
  return header.split(";").length > header.split(",").length ? ";" : ",";
}

const NOT_CSV = unreadable("ROW_NOT_CSV", "a quoted value does not end where it should");

function contentOf(columns: readonly string[], values: readonly string[] | "OPEN" | "BROKEN"): RowContent {
  if (values === "OPEN") return TOO_LONG;
  if (values === "BROKEN") return NOT_CSV;
  if (values.length !== columns.length) {
    return unreadable("ROW_NOT_CSV", `the row has ${values.length} values for ${columns.length} columns`);
  }
  return readable(Object.fromEntries(columns.map((name, at) => [name, values[at] ?? ""])));
}

/**
 * The values of one row. A value may be quoted; inside quotes, two quotes are one, and separators and line feeds are text.
 * @returns OPEN where a quoted value has no end yet, BROKEN where text follows a closing quote
 */
export function parseCsvRow(text: string, separator: string): readonly string[] | "OPEN" | "BROKEN" {
  const values: string[] = [];
  let at = 0;
  for (;;) {
    const isQuoted = text[at] === '"';
    const end = isQuoted ? closingQuote(text, at + 1) : nextSeparator(text, separator, at);
    if (end < 0) return "OPEN";
    values.push(isQuoted ? text.slice(at + 1, end).replaceAll('""', '"') : text.slice(at, end));
    at = isQuoted ? end + 1 : end;
    if (at === text.length) return values;
    if (text[at] !== separator) return "BROKEN";
    at += 1;
  }
}

function nextSeparator(text: string, separator: string, from: number): number {
  const found = text.indexOf(separator, from);
  return found < 0 ? text.length : found;
}

function closingQuote(text: string, from: number): number {
  for (let at = text.indexOf('"', from); at >= 0; at = text.indexOf('"', at + 2)) {
    if (text[at + 1] !== '"') return at;
  }
  return -1;
}

import { MAX_ROW_BYTES } from "./row-limits.ts";
import { objectOf } from "./read-json-lines.ts";
import { NOT_JSON, TOO_LONG, unreadable, type RowContent, type SourceRow } from "./source-row.ts";

const [OPEN_OBJECT, CLOSE_OBJECT, OPEN_LIST, CLOSE_LIST, QUOTE, BACKSLASH, LINE_FEED] =
  Buffer.from('{}[]"\\\n');
const BLANK: ReadonlySet<number> = new Set(Buffer.from(" \t\r\n,\ufeff"));

const CUT_SHORT = unreadable("ROW_NOT_JSON", "the file ends inside a list or an object");

/**
 * The rows of a JSON file, whatever holds them: every object that is an element of a list, or that stands by itself with
 * no list of rows inside. So an API's answer (a list), datasets by name (lists in objects) and a line for each row are
 * all read alike, without ever holding more than one row. Rows up to number `after` are passed over.
 */
export async function* readJsonRows(
  chunks: AsyncIterable<Buffer>,
  after: number,
): AsyncGenerator<readonly SourceRow[]> {
  const splitter = new RowSplitter();
  for await (const chunk of chunks) {
    yield splitter.split(chunk).filter(({ position }) => position > after);
    if (splitter.isBroken) return;
  }
  yield splitter.end().filter(({ position }) => position > after);
}

/** A row that is being collected. */
interface Collected {
  /** Containers around it. */
  readonly depth: number;
  readonly lineNumber: number;
  pieces: Buffer[];
  bytes: number;
}

class RowSplitter {
  /** True behind something that no JSON file can contain. */
  isBroken = false;
  /** Open containers, outermost first. */
  readonly #open: number[] = [];
  #isText = false;
  #isEscaped = false;
  #line = 1;
  #position = 0;
  #row: Collected | null = null;

  split(chunk: Buffer): SourceRow[] {
    const rows: SourceRow[] = [];
    let start = 0;
    for (let at = 0; at < chunk.length && !this.isBroken; at += 1) {
      const byte = chunk[at] ?? 0;
      if (byte === LINE_FEED) this.#line += 1;
      if (this.#isText) {
        this.#passText(byte);
        continue;
      }
      const step = this.#step(byte);
      if (step === "BEGIN") start = at;
      else if (step === "BREAK") rows.push(this.#break());
      else if (step === "END" && this.#row !== null)
        rows.push(this.#end(this.#row, chunk.subarray(start, at + 1)));
    }
    // A copy, since the chunk's memory is used again.
    if (this.#row !== null) collect(this.#row, Buffer.from(chunk.subarray(start)));
    return rows;
  }

  end(): SourceRow[] {
    return this.#open.length === 0 ? [] : [this.#place(this.#line, CUT_SHORT)];
  }

  /** What a byte outside texts does to the row: begins it, ends it, shows that this is no JSON, or none of these. */
  #step(byte: number): "BEGIN" | "END" | "BREAK" | null {
    switch (byte) {
      case QUOTE:
        this.#isText = true;
        return null;
      case OPEN_OBJECT:
      case OPEN_LIST: {
        const begins = this.#begins(byte);
        this.#open.push(byte);
        return begins ? "BEGIN" : null;
      }
      case CLOSE_OBJECT:
      case CLOSE_LIST: {
        const opened = this.#open.pop();
        if (opened !== (byte === CLOSE_OBJECT ? OPEN_OBJECT : OPEN_LIST)) return "BREAK";
        return this.#row?.depth === this.#open.length ? "END" : null;
      }
      default:
        return this.#open.length === 0 && !BLANK.has(byte) ? "BREAK" : null;
    }
  }

  #passText(byte: number): void {
    if (this.#isEscaped) this.#isEscaped = false;
    else if (byte === BACKSLASH) this.#isEscaped = true;
    else if (byte === QUOTE) this.#isText = false;
  }

  /** Whether a row begins here. A list inside a lone object shows that its elements are the rows. */
  #begins(byte: number): boolean {
    const depth = this.#open.length;
    const isElement = this.#open.at(-1) === OPEN_LIST;
    if (byte === OPEN_LIST && this.#row?.depth === 0) this.#row = null;
    if (byte === OPEN_LIST || this.#row !== null || !(isElement || depth === 0)) return false;
    this.#row = { depth, lineNumber: this.#line, pieces: [], bytes: 0 };
    return true;
  }

  #end(row: Collected, piece: Buffer): SourceRow {
    this.#row = null;
    collect(row, piece);
    return this.#place(row.lineNumber, row.bytes > MAX_ROW_BYTES ? TOO_LONG : contentOf(row));
  }

  #break(): SourceRow {
    this.isBroken = true;
    this.#row = null;
    return this.#place(this.#line, NOT_JSON);
  }

  #place(lineNumber: number, content: RowContent): SourceRow {
    this.#position += 1;
    return { position: this.#position, lineNumber, content };
  }
}

function collect(row: Collected, piece: Buffer): void {
  row.bytes += piece.length;
  if (row.bytes > MAX_ROW_BYTES) row.pieces = [];
  else row.pieces.push(piece);
}

function contentOf({ pieces }: Collected): RowContent {
  return objectOf(Buffer.concat(pieces).toString("utf8"));
}

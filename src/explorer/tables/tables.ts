/** A list of an answer as rows and columns. */
export interface Table {
  /** Where it stands in the answer, `vehicles`. */
  readonly name: string;
  readonly columns: readonly string[];
  readonly rows: readonly (readonly Cell[])[];
}

export type Cell = string | number | boolean | null;

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** A connection stands for the list of its nodes. */
export function itemsOf(value: unknown): readonly unknown[] | null {
  if (Array.isArray(value)) return value as unknown[];
  if (!isObject(value) || !Array.isArray(value["edges"])) return null;
  const edges = value["edges"] as unknown[];
  return edges.map((edge) => (isObject(edge) && "node" in edge ? edge["node"] : edge));
}

/** Every list of objects in an answer that is not inside another list, longest first. */
export function tablesOf(data: unknown): Table[] {
  const found: Table[] = [];
  const walk = (value: unknown, name: string): void => {
    const items = itemsOf(value)?.filter(isObject);
    if (items !== undefined) {
      if (items.length > 0) found.push(tableOf(name, items));
      return;
    }
    if (!isObject(value)) return;
    for (const [key, inner] of Object.entries(value)) walk(inner, name === "" ? key : `${name}.${key}`);
  };
  walk(data, "");
  return found.sort((a, b) => b.rows.length - a.rows.length);
}

function tableOf(name: string, items: readonly Record<string, unknown>[]): Table {
  const flat = items.map((item) => flatten(item, ""));
  const columns = [...new Set(flat.flatMap((row) => [...row.keys()]))];
  return { name, columns, rows: flat.map((row) => columns.map((column) => row.get(column) ?? null)) };
}

/** Objects become columns of their own; lists become one text. */
function flatten(item: Record<string, unknown>, prefix: string): Map<string, Cell> {
  const cells = new Map<string, Cell>();
  for (const [key, value] of Object.entries(item)) {
    const name = `${prefix}${key}`;
    const list = itemsOf(value);
    if (list !== null) cells.set(name, list.map(brief).join("; "));
    else if (isObject(value)) for (const [inner, cell] of flatten(value, `${name}.`)) cells.set(inner, cell);
    else cells.set(name, value as Cell);
  }
  return cells;
}

function brief(item: unknown): string {
  if (!isObject(item)) return String(item);
  return [...flatten(item, "").values()].filter((cell) => cell !== null && cell !== "").join(" ");
}

/** Starts that spreadsheets take for a formula. */
const FORMULA = /^[=+\-@\t\r\n]/;

function csvCell(cell: Cell): string {
  if (cell === null) return "";
  const text = typeof cell === "string" && FORMULA.test(cell) ? `'${cell}` : String(cell);
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/** RFC 4180 with a byte-order mark, so that spreadsheets read it as UTF-8; no text in it runs as a formula. */
export function csvOf({ columns, rows }: Table): string {
  const lines = [columns, ...rows].map((row) => row.map(csvCell).join(","));
  return `\uFEFF${lines.join("\r\n")}\r\n`;
}

/** Rows by one column: numbers by size, texts by alphabet, nothing last. */
export function sortRows(rows: Table["rows"], column: number, isDescending: boolean): Table["rows"] {
  const sign = isDescending ? -1 : 1;
  return rows.toSorted((a, b) => {
    const [left = null, right = null] = [a[column], b[column]];
    if (left === null || right === null) return Number(left === null) - Number(right === null);
    if (typeof left === "number" && typeof right === "number") return sign * (left - right);
    return sign * String(left).localeCompare(String(right));
  });
}

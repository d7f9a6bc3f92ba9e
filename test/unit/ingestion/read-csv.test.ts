import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { parseCsvRow, readCsv } from "../../../src/modules/ingestion/source/read-csv.ts";
import type { SourceRow } from "../../../src/modules/ingestion/source/source-row.ts";
import { gather } from "./gather.ts";

async function rowsOf(text: string, after = 0): Promise<SourceRow[]> {
  async function* chunks() {
    for (let at = 0; at < text.length; at += 5) yield Buffer.from(text.slice(at, at + 5));
  }
  return gather(readCsv(chunks(), after));
}

const contents = (rows: readonly SourceRow[]) =>
  rows.map(({ content }) => content.fields ?? content.problem.code);

describe("parseCsvRow", () => {
  test.for([
    { _case: "plain values", text: "a,b,,c", expected: ["a", "b", "", "c"] },
    { _case: "one empty value", text: "", expected: [""] },
    {
      _case: "quoted separators and quotes",
      text: '"a,b","say ""hi""",c',
      expected: ["a,b", 'say "hi"', "c"],
    },
    { _case: "a quote inside a plain value", text: 'wheels 12",b', expected: ['wheels 12"', "b"] },
    { _case: "a quoted value without an end", text: 'a,"b', expected: "OPEN" },
    { _case: "text behind a closing quote", text: '"a"b,c', expected: "BROKEN" },
  ])("reads $_case", ({ text, expected }) => {
    expect(parseCsvRow(text, ",")).toEqual(expected);
  });

  test("gives back what was written after RFC 4180", () => {
    const quoted = (value: string) => `"${value.replaceAll('"', '""')}"`;
    fc.assert(
      fc.property(fc.array(fc.string(), { minLength: 1 }), fc.constantFrom(",", ";"), (values, separator) => {
        expect(parseCsvRow(values.map(quoted).join(separator), separator)).toEqual(values);
      }),
    );
  });
});

describe("readCsv", () => {
  test("names values by the first row, separated by commas or by semicolons", async () => {
    expect(contents(await rowsOf("a,b\n1,2\n"))).toEqual([{ a: "1", b: "2" }]);
    expect(contents(await rowsOf("a;b\n1,5;2\n"))).toEqual([{ a: "1,5", b: "2" }]);
  });

  test("counts a row by the line it begins on, and goes on behind the line it ends on", async () => {
    const rows = await rowsOf('a,b\n"1\n1",2\n3,4\n');
    expect(rows.map(({ lineNumber, position }) => [lineNumber, position])).toEqual([
      [2, 3],
      [4, 4],
    ]);
    expect(contents(rows)).toEqual([
      { a: "1\n1", b: "2" },
      { a: "3", b: "4" },
    ]);
    expect(contents(await rowsOf('a,b\n"1\n1",2\n3,4\n', 3))).toEqual([{ a: "3", b: "4" }]);
  });

  test("refuses rows that do not fit the first one and keeps the others", async () => {
    const rows = await rowsOf('a,b\n1\n1,2,3\n"x"y,2\n1,2\n');
    expect(contents(rows)).toEqual(["ROW_NOT_CSV", "ROW_NOT_CSV", "ROW_NOT_CSV", { a: "1", b: "2" }]);
  });

  test("gives up a quoted value that does not end within a megabyte, and goes on behind it", async () => {
    async function* chunks() {
      yield Buffer.from('a,b\n"never closed,\n');
      for (let line = 0; line < 11; line += 1) yield Buffer.from(`${"x".repeat(100_000)}\n`);
      yield Buffer.from("1,2\n");
    }
    const rows = await gather(readCsv(chunks(), 0));
    expect(rows[0]).toMatchObject({ lineNumber: 2, content: { problem: { code: "ROW_TOO_LONG" } } });
    expect(contents(rows).at(-1)).toEqual({ a: "1", b: "2" });
  });
});

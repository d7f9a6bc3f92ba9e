import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { readJsonRows } from "../../../src/modules/ingestion/source/read-json-rows.ts";
import type { SourceRow } from "../../../src/modules/ingestion/source/source-row.ts";
import { gather } from "./gather.ts";

async function rowsOf(json: string, size = 6, after = 0): Promise<SourceRow[]> {
  const bytes = Buffer.from(json);
  async function* chunks() {
    for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
  }
  return gather(readJsonRows(chunks(), after));
}

const contents = (rows: readonly SourceRow[]) =>
  rows.map(({ content }) => content.fields ?? content.problem.code);

describe("readJsonRows", () => {
  test("reads the elements of a list", async () => {
    expect(contents(await rowsOf('[{"a": 1}, {"a": "]}\\"{["}]'))).toEqual([{ a: 1 }, { a: ']}"{[' }]);
    expect(await rowsOf("[]")).toEqual([]);
  });

  test("reads the rows of datasets by name", async () => {
    const json =
      '{"ZZ000Z": {"m9d7-ebf2": [{"a": 1}], "8ys7-d773": [{"b": 2}, {"b": {"c": [1]}}], "a34c-vvps": []}}';
    expect(contents(await rowsOf(json))).toEqual([{ a: 1 }, { b: 2 }, { b: { c: [1] } }]);
  });

  test("reads an object a line", async () => {
    const rows = await rowsOf('{"a": 1}\n{"a": {"b": 2}}\n');
    expect(contents(rows)).toEqual([{ a: 1 }, { a: { b: 2 } }]);
    expect(rows.map(({ lineNumber, position }) => [lineNumber, position])).toEqual([
      [1, 1],
      [2, 2],
    ]);
  });

  test("numbers rows by the line they begin on, several on one line by their place", async () => {
    const rows = await rowsOf('[\n{"a":\n1},{"a":2}\n]');
    expect(rows.map(({ lineNumber, position }) => [lineNumber, position])).toEqual([
      [2, 1],
      [3, 2],
    ]);
    expect(contents(await rowsOf('[{"a":1},{"a":2}]', 6, 1))).toEqual([{ a: 2 }]);
  });

  test("refuses what is no JSON: a table, brackets that do not match, a file cut short", async () => {
    expect(contents(await rowsOf("a,b\n1,2\n"))).toEqual(["ROW_NOT_JSON"]);
    expect(contents(await rowsOf('[{"a": 1}}, {"a": 2}]'))).toEqual([{ a: 1 }, "ROW_NOT_JSON"]);
    expect(contents(await rowsOf('[{"a": 1}, {"a": '))).toEqual([{ a: 1 }, "ROW_NOT_JSON"]);
    expect(contents(await rowsOf('[{"a": 01}, {"a": 2}]'))).toEqual(["ROW_NOT_JSON", { a: 2 }]);
  });

  test("refuses a row of more than a megabyte without holding it, and reads the next", async () => {
    const json = `[{"a": "${"x".repeat(1_000_000)}"}, {"a": 2}]`;
    expect(contents(await rowsOf(json, 65_536))).toEqual(["ROW_TOO_LONG", { a: 2 }]);
  });

  test("gives the same rows however the bytes arrive", async () => {
    const row = fc.dictionary(fc.string({ unit: "grapheme" }), fc.jsonValue(), { minKeys: 1 });
    await fc.assert(
      fc.asyncProperty(fc.array(row), fc.integer({ min: 1, max: 40 }), async (rows, size) => {
        const plain = JSON.parse(JSON.stringify(rows)) as unknown;
        expect(contents(await rowsOf(JSON.stringify(rows), size))).toEqual(plain);
      }),
    );
  });
});

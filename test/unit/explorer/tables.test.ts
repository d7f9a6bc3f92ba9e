import fc from "fast-check";
import { parse } from "csv-parse/sync";
import { describe, expect, test } from "vitest";
import { csvOf, sortRows, tablesOf } from "../../../src/explorer/tables/tables.ts";

describe("tablesOf", () => {
  test("makes a table of each list, objects as columns and inner lists as one text", () => {
    const node = {
      make: "RENAULT",
      nextInspection: { dueOn: "2026-09-01", missingInputs: [] },
      inspections: { edges: [{ node: { result: "PASS" } }, { node: { result: "FAIL_MAJOR" } }] },
    };
    expect(
      tablesOf({ vehicles: { edges: [{ node }, { node: { make: "FORD", nextInspection: null } }] } }),
    ).toEqual([
      {
        name: "vehicles",
        columns: [
          "make",
          "nextInspection.dueOn",
          "nextInspection.missingInputs",
          "inspections",
          "nextInspection",
        ],
        rows: [
          ["RENAULT", "2026-09-01", "", "PASS; FAIL_MAJOR", null],
          ["FORD", null, null, null, null],
        ],
      },
    ]);
  });

  test("finds no table where there is no list of objects", () => {
    expect(tablesOf({ viewer: { scopes: ["a"] }, vehicle: null })).toEqual([]);
  });
});

describe("csvOf", () => {
  test("is read back by a CSV reader as it was, whatever the texts hold", () => {
    const cell = fc.oneof(fc.string({ unit: "grapheme" }), fc.integer(), fc.constant(null));
    fc.assert(
      fc.property(fc.array(fc.tuple(cell, cell), { minLength: 1 }), (rows) => {
        const read: string[][] = parse(csvOf({ name: "t", columns: ["a", "b"], rows }), { bom: true });
        const plain = (value: string | number | null) => (value === null ? "" : String(value));
        const unguarded = (text: string) => text.replace(/^'(?=[=+\-@\t\r])/, "");
        const written = rows.map((row) => row.map((value) => unguarded(plain(value))));
        const back = read.slice(1).map((row) => row.map(unguarded));
        // A line break of its own kind inside quotes stays; rows and cells stay apart.
        expect(back).toEqual(written);
      }),
    );
  });

  test.each(["=1+1", "+cmd", "-2+3", "@SUM(A1)", "\tx", "\r=1"])("lets no spreadsheet run %j", (text) => {
    const csv = csvOf({ name: "t", columns: ["a"], rows: [[text]] });
    expect(csv.replace("\uFEFFa\r\n", "")).toMatch(/^"?'/);
  });

  test("leaves negative numbers numbers", () => {
    expect(csvOf({ name: "t", columns: ["a"], rows: [[-1.5]] })).toBe("\uFEFFa\r\n-1.5\r\n");
  });
});

test("sortRows orders numbers by size, texts by alphabet, and puts nothing last either way", () => {
  const rows = [[10], [null], [9]];
  expect(sortRows(rows, 0, false)).toEqual([[9], [10], [null]]);
  expect(sortRows(rows, 0, true)).toEqual([[10], [9], [null]]);
  expect(sortRows([["b"], ["A"]], 0, false)).toEqual([["A"], ["b"]]);
});

import { parse } from "csv-parse/sync";
import fc from "fast-check";
import { isObjectType, validate } from "graphql";
import { expect, test } from "vitest";
import { createSchema } from "../../../src/app/schema.ts";
import { PUBLISHED_COLUMNS } from "../../../src/modules/demand/graphql.ts";
import { columnsOf } from "../../../src/modules/exports/columns.ts";
import { csvHeader, csvLines } from "../../../src/modules/exports/csv.ts";
import { LISTS } from "../../../src/modules/exports/datasets.ts";

const COLUMNS = [["text"], ["inner", "number"]];
/** What a spreadsheet takes for a formula, by OWASP's list. */
const RUNS = /^[=+\-@\t\r\n＝＋－＠]/u;

const STARTS = ["=", "+", "-", "@", "'", "\t", "\r", "\n", ",", '"', "＝", "＋", "－", "＠", "a"];

test("no text that is exported runs in a spreadsheet, and each comes back as it was", () => {
  fc.assert(
    fc.property(
      fc.array(
        fc.record({
          text: fc.string({
            unit: fc.oneof(fc.constantFrom(...STARTS), fc.string({ maxLength: 1 })),
          }),
          inner: fc.option(fc.record({ number: fc.integer() })),
        }),
        { minLength: 1 },
      ),
      (rows) => {
        const text =
          csvHeader(COLUMNS) +
          csvLines(
            COLUMNS,
            rows.map((row) => JSON.stringify(row)),
          );
        const read = parse<Record<string, string>>(text, {
          columns: true,
          skip_empty_lines: false,
          record_delimiter: "\n",
        });
        for (const { text: cell = "" } of read) expect(cell).not.toMatch(RUNS);
        expect(read.map((row) => row["text"]?.replace(/^'/, ""))).toEqual(rows.map((row) => row.text));
        expect(read.map((row) => row["inner.number"])).toEqual(
          rows.map((row) => String(row.inner?.number ?? "")),
        );
      },
    ),
  );
});

test("every dataset asks for what the schema has", () => {
  const schema = createSchema();
  for (const { document } of Object.values(LISTS)) {
    expect(validate(schema, document)).toEqual([]);
    expect(columnsOf(schema, document).length).toBeGreaterThan(8);
  }
  const cell = schema.getType("DemandCell");
  const fields = isObjectType(cell) ? Object.keys(cell.getFields()) : [];
  expect(fields).toEqual(expect.arrayContaining(PUBLISHED_COLUMNS.map(([name]) => name)));
});

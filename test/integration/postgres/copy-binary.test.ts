import fc from "fast-check";
import pg from "pg";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import {
  NEW_DEFECT,
  NEW_INSPECTION,
  NEW_READING,
  NEW_VEHICLE,
} from "../../../src/modules/ingestion/merge/vehicle-columns.ts";
import { SIGNAL_COLUMNS } from "../../../src/modules/signals/write-signals.ts";
import { binaryRows, copyBinary } from "../../../src/platform/db/copy-binary.ts";
import { copyRows, type CopyValue } from "../../../src/platform/db/copy-rows.ts";
import { createTestDatabase, type TestDatabase } from "../../support/database.ts";

let database: TestDatabase;
let client: pg.Client;
beforeAll(async () => {
  database = await createTestDatabase();
  client = new pg.Client(database.appUrl);
  await client.connect();
});
afterAll(async () => {
  await client.end();
  await database.drop();
});

const integer = (bits: number) => fc.integer({ min: -(2 ** (bits - 1)), max: 2 ** (bits - 1) - 1 });
const text = fc.string({ unit: "binary", maxLength: 40 }).map((value) => value.replaceAll("\0", ""));
/** Every type that is written, with values it can have. */
const VALUES: Readonly<Record<string, fc.Arbitrary<CopyValue>>> = {
  text,
  uuid: fc.uuid(),
  smallint: integer(16),
  integer: integer(32),
  bigint: fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }).map(String),
  "double precision": fc.double({ noNaN: true }),
  boolean: fc.boolean(),
  date: fc
    .date({
      min: new Date("0001-01-01T00:00:00Z"),
      max: new Date("9999-12-31T00:00:00Z"),
      noInvalidDate: true,
    })
    .map((day) => day.toISOString().slice(0, 10)),
  timestamptz: fc.date({
    min: new Date("0001-01-01T00:00:00Z"),
    max: new Date("9999-12-31T00:00:00Z"),
    noInvalidDate: true,
  }),
  "text[]": fc.array(text, { maxLength: 4 }),
};
const TYPES = Object.keys(VALUES);
const row = fc.tuple(...TYPES.map((type) => fc.option(VALUES[type]!, { nil: null })));
const columns = TYPES.map(
  (type, at) => [`c${at}`, type, (values: readonly CopyValue[]) => values[at] ?? null] as const,
);
const names = columns.map(([name]) => name);

describe("rows in COPY's binary format", () => {
  test("are to PostgreSQL what they are as text, whatever their values", async () => {
    const definition = TYPES.map((type, at) => `c${at} ${type}`).join(", ");
    await client.query(
      `create temp table as_text (${definition}); create temp table as_binary (${definition})`,
    );
    const difference = "(select * from as_text except all select * from as_binary)";
    await fc.assert(
      fc.asyncProperty(fc.array(row, { maxLength: 30 }), async (rows) => {
        await client.query("truncate as_text, as_binary");
        await copyRows(
          client,
          "as_text",
          columns.map(([name, , value]) => [name, value] as const),
          rows,
        );
        await copyBinary(client, "as_binary", names, binaryRows(columns, rows));
        const { rows: found } = await client.query(
          `select (select count(*)::integer from as_binary) as written, (select count(*)::integer from ${difference} d) as different`,
        );
        expect(found).toEqual([{ written: rows.length, different: 0 }]);
      }),
      { numRuns: 60 },
    );
  });

  test("come in pieces, however long one value is", async () => {
    await client.query("create temp table long (c0 text)");
    const long = "é".repeat(300_000);
    const pieces = [
      ...binaryRows(
        [["c0", "text", (value: string) => value]],
        [long, ...Array<string>(5000).fill("short and plain"), long],
      ),
    ];
    expect(pieces.length).toBeGreaterThan(2);
    await copyBinary(client, "long", ["c0"], pieces);
    const { rows } = await client.query(
      "select count(*)::integer as rows, sum(length(c0))::integer as characters from long",
    );
    expect(rows).toEqual([{ rows: 5002, characters: 600_000 + 5000 * 15 }]);
  });

  test.each([
    ["integer", 2 ** 31],
    ["integer", 1.5],
    ["smallint", 40_000],
    ["bigint", "9223372036854775808"],
    ["bigint", "1.5"],
    ["uuid", "0190"],
    ["uuid", "019012345678901234567890123456789012"],
    ["date", "2024-02"],
    ["date", "2024-13-01"],
    ["date", "2023-02-29"],
    ["text", 7],
    ["timestamptz", "2024-01-01"],
    ["text[]", "{}"],
    ["circle", "<(0,0),1>"],
  ])("are refused where a column of type %s would have %s", (type, value) => {
    expect(() => [...binaryRows([["c0", type, () => value]], [null])]).toThrow();
  });

  test.each([
    ["vehicles", NEW_VEHICLE],
    ["inspections", NEW_INSPECTION],
    ["odometer_readings", NEW_READING],
    ["defects", NEW_DEFECT],
    ["intent_signals", SIGNAL_COLUMNS],
  ])("have the types of the columns of %s", async (table, given) => {
    const told = given.map(([name, type]) => ({ name, type }));
    const { rows } = await client.query(
      `select name, format_type(atttypid, null) = format_type(type::regtype, null) as same
       from unnest($2::text[], $3::text[]) as told(name, type)
       join pg_attribute on attrelid = $1::regclass and attname = name`,
      [table, told.map(({ name }) => name), told.map(({ type }) => type)],
    );
    expect(rows).toEqual(told.map(({ name }) => ({ name, same: true })));
  });
});

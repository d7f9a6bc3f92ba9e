import fc from "fast-check";
import { expect, test } from "vitest";
import { AppError } from "../../../src/platform/errors/app-error.ts";
import { CursorCodec } from "../../../src/platform/read/cursor.ts";

const KEY = Buffer.alloc(16, 1);
const codec = new CursorCodec(KEY);
const positions = fc.array(fc.array(fc.string({ unit: "binary" }), { minLength: 2, maxLength: 2 }), {
  minLength: 1,
  maxLength: 40,
});

function refusal(open: () => unknown): string {
  try {
    return `opened as ${JSON.stringify(open())}`;
  } catch (error) {
    return error instanceof AppError ? error.code : String(error);
  }
}

test("each cursor of a page opens by itself, to its own place", () => {
  fc.assert(
    fc.property(positions, (places) => {
      const opened = codec.sealAll("Query.vehicles", places).map((c) => codec.open("Query.vehicles", c, 2));
      expect(opened).toEqual(places.map((place) => place.map((value) => value.toWellFormed())));
    }),
  );
});

test("no cursor opens in another list, for another partner, or after any change", () => {
  const other = new CursorCodec(Buffer.alloc(16, 2));
  fc.assert(
    fc.property(
      positions,
      fc.nat(),
      fc.string({ minLength: 1, maxLength: 1, unit: "binary" }),
      (places, at, letter) => {
        const [cursor = ""] = codec.sealAll("Query.vehicles", places);
        const place = at % cursor.length;
        fc.pre(cursor[place] !== letter);
        const changed = cursor.slice(0, place) + letter + cursor.slice(place + 1);
        expect([
          refusal(() => codec.open("Query.garages", cursor, 2)),
          refusal(() => codec.open("Query.vehicles", cursor, 1)),
          refusal(() => other.open("Query.vehicles", cursor, 2)),
          refusal(() => codec.open("Query.vehicles", changed, 2)),
          refusal(() => codec.open("Query.vehicles", cursor.slice(0, place), 2)),
        ]).toEqual(Array.from({ length: 5 }, () => "BAD_CURSOR"));
      },
    ),
  );
});

test("two cursors of one place do not show that it is one", () => {
  const twice = [
    ["a", "b"],
    ["a", "b"],
  ];
  const [first, second] = codec.sealAll("Query.vehicles", twice).map((cursor) => cursor.slice(22, 40));
  // The bytes behind the counter, which each carries.
  expect(first).not.toBe(second);
  expect(codec.seal("Query.vehicles", ["a", "b"])).not.toBe(codec.seal("Query.vehicles", ["a", "b"]));
});

test("of the ways in which its bytes can be spelt, a cursor has one", () => {
  const letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
  const last = -23; // of what is sealed; its tag follows
  const opened = ["", "1", "22"].flatMap((value) => {
    const cursor = codec.seal("Query.vehicles", [value]);
    return [...letters.split(""), "=", "\n"].filter(
      (letter) =>
        refusal(() =>
          codec.open("Query.vehicles", cursor.slice(0, last) + letter + cursor.slice(last + 1), 1),
        ) !== "BAD_CURSOR",
    );
  });
  expect(opened).toHaveLength(3);
});

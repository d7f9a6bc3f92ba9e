import fc from "fast-check";
import { GraphQLString } from "graphql";
import { expect, test } from "vitest";
import { leafWriter } from "../../../src/platform/read/write.ts";

test("any text is written as JSON writes it, whether it has to be escaped or not", () => {
  const write = leafWriter(GraphQLString, "Vehicle.model");
  const texts = fc.oneof(
    fc.string({ unit: "binary" }),
    fc.string(),
    fc.constantFrom('"', "\\", "\n", "\ud800", "é"),
  );
  fc.assert(
    fc.property(texts, (text) => {
      expect(write(text, undefined as never)).toBe(JSON.stringify(text));
    }),
    { numRuns: 500 },
  );
});

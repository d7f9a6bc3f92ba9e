import { createHmac } from "node:crypto";
import fc from "fast-check";
import { expect, test } from "vitest";
import { keyedHash } from "../../../src/modules/consents/keyed-hash.ts";

test("is HMAC-SHA-256 of any text under any key", () => {
  const text = fc.string({ unit: "binary", maxLength: 200 });
  fc.assert(
    fc.property(
      fc.uint8Array({ maxLength: 64 }),
      fc.array(text, { minLength: 1, maxLength: 5 }),
      (bytes, texts) => {
        const key = Buffer.from(bytes);
        // One function for several texts: nothing of one may be left in the next.
        const hash = keyedHash(key);
        for (const given of texts) {
          expect(hash(given)).toBe(createHmac("sha256", key).update(given).digest("base64url"));
        }
      },
    ),
  );
});

test("takes no key that is longer than a block", () => {
  expect(() => keyedHash(Buffer.alloc(65))).toThrow();
});

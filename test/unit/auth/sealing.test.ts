import { randomBytes } from "node:crypto";
import fc from "fast-check";
import { expect, test } from "vitest";
import { sealingWith } from "../../../src/platform/auth/sealing.ts";

const sealing = sealingWith(randomBytes(32));

test("a sealed text opens again, for what it was sealed for", () => {
  fc.assert(
    fc.property(fc.string({ unit: "grapheme" }), fc.string(), (text, about) => {
      expect(sealing.open(sealing.seal(text, about), about)).toBe(text);
    }),
  );
});

test("the same text is never sealed to the same bytes", () => {
  expect(sealing.seal("text", "key")).not.toBe(sealing.seal("text", "key"));
});

test("nothing opens that was changed, or sealed for something else or under another key", () => {
  const sealed = sealing.seal("a private key", "kid");
  expect(sealing.open(sealed, "another kid")).toBeNull();
  expect(sealingWith(randomBytes(32)).open(sealed, "kid")).toBeNull();
  expect(sealing.open("", "kid")).toBeNull();
  expect(sealing.open(sealed.slice(0, 30), "kid")).toBeNull();
  const bytes = Buffer.from(sealed, "base64url");
  for (let i = 0; i < bytes.length; i++) {
    const changed = Buffer.from(bytes);
    changed[i]! ^= 1;
    expect(sealing.open(changed.toString("base64url"), "kid"), `byte ${i}`).toBeNull();
  }
});

import { randomBytes } from "node:crypto";
import { describe, expect, test } from "vitest";
import { newClientId, newClientSecret, secretHasher } from "../../../src/modules/partners/client-secret.ts";

test("ids and secrets have the form that scanners look for, and do not repeat", () => {
  const ids = Array.from({ length: 500 }, newClientId);
  const secrets = Array.from({ length: 500 }, newClientSecret);
  expect(ids.every((id) => /^kbc_[0-9A-Za-z]{24}$/.test(id))).toBe(true);
  expect(secrets.every((secret) => /^kbs_[0-9A-Za-z]{43}$/.test(secret))).toBe(true);
  expect(new Set([...ids, ...secrets]).size).toBe(1000);
});

describe("secretHasher", () => {
  const hasher = secretHasher(randomBytes(32));
  const older = { hash: hasher.hash("kbs_older"), id: "older" };
  const newer = { hash: hasher.hash("kbs_newer"), id: "newer" };

  test("finds which of two live secrets was shown", () => {
    expect(hasher.findMatch("kbs_older", [newer, older])).toBe(older);
    expect(hasher.findMatch("kbs_newer", [newer, older])).toBe(newer);
    expect(hasher.findMatch("kbs_newer", [newer])).toBe(newer);
  });

  test("finds none for a wrong secret, a client without one, or the hash itself", () => {
    expect(hasher.findMatch("kbs_wrong", [newer, older])).toBeNull();
    expect(hasher.findMatch("kbs_wrong", [])).toBeNull();
    expect(hasher.findMatch("", [])).toBeNull();
    expect(hasher.findMatch(newer.hash, [newer])).toBeNull();
  });

  test("gives another hash under another installation's key", () => {
    expect(secretHasher(randomBytes(32)).hash("kbs_newer")).not.toBe(newer.hash);
  });
});

import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { checkUrl } from "../../../src/modules/webhooks/check-url.ts";
import { isPublicAddress, resolveCallable } from "../../../src/modules/webhooks/public-address.ts";

const PRODUCTION = { allowLoopback: false };
const leadingTo = (...addresses: string[]) => ({
  allowLoopback: false,
  resolve: async () =>
    addresses.map((address) => ({ address, family: address.includes(":") ? (6 as const) : (4 as const) })),
});

describe("an address", () => {
  test.each(["8.8.8.8", "93.184.216.34", "2606:4700::1111", "2a00:1450:4007::200e"])(
    "%s is public",
    (address) => {
      expect(isPublicAddress(address)).toBe(true);
    },
  );

  test.each([
    "0.0.0.0",
    "10.0.0.1",
    "100.64.0.1",
    "127.0.0.1",
    "169.254.169.254",
    "172.16.0.1",
    "192.0.2.1",
    "192.168.1.1",
    "198.18.0.1",
    "224.0.0.1",
    "240.0.0.1",
    "255.255.255.255",
    "::",
    "::1",
    "::ffff:8.8.8.8",
    "::8.8.8.8",
    "64:ff9b::808:808",
    "64:ff9b:1::1",
    "2002:808:808::",
    "2001::1",
    "2001:db8::1",
    "fc00::1",
    "fd00:ec2::254",
    "fe80::1",
    "fec0::1",
    "ff02::1",
    "100::1",
    "3fff::1",
    "5f00::1",
    "text",
    "",
  ])("%s is not", (address) => {
    expect(isPublicAddress(address)).toBe(false);
  });

  test("of a private range is none, whichever", () => {
    const byte = fc.integer({ min: 0, max: 255 });
    fc.assert(
      fc.property(
        fc.constantFrom("10", "127", "0", "192.168", "169.254"),
        byte,
        byte,
        byte,
        (head, a, b, c) => {
          const address = [head, a, b, c].join(".").split(".").slice(0, 4).join(".");
          expect(isPublicAddress(address)).toBe(false);
          expect(isPublicAddress(`::ffff:${address}`)).toBe(false);
        },
      ),
    );
  });
});

describe("a name", () => {
  test("that leads to one private address among public ones is not called", async () => {
    await expect(resolveCallable(leadingTo("8.8.8.8", "10.0.0.1"), "example.org")).rejects.toThrow(
      "not on the public",
    );
    await expect(resolveCallable(leadingTo(), "example.org")).rejects.toThrow();
    expect(await resolveCallable(leadingTo("8.8.8.8"), "example.org")).toHaveLength(1);
  });

  test("is taken by https on the usual ports, and its fragment is left out", async () => {
    const good = await checkUrl(leadingTo("8.8.8.8"), "https://example.org:8443/hook?x=1#part");
    expect(good.value).toBe("https://example.org:8443/hook?x=1");
  });
});

test("the setting for development opens this machine and nothing else", async () => {
  const rules = { allowLoopback: true };
  expect((await checkUrl(rules, "http://127.0.0.1:9999/x")).value).toBe("http://127.0.0.1:9999/x");
  for (const url of ["http://10.0.0.1/", "http://8.8.8.8/", "https://8.8.8.8:22/", "http://169.254.169.254/"])
    expect((await checkUrl(rules, url)).value, url).toBeNull();
  expect((await checkUrl(PRODUCTION, "https://127.0.0.1/")).value).toBeNull();
});

import fc from "fast-check";
import { expect, test } from "vitest";
import { addressBlock } from "../../../src/modules/partners/address-block.ts";

test.each([
  ["192.0.2.7", "192.0.2.7"],
  ["::ffff:192.0.2.7", "192.0.2.7"],
  ["2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"],
  ["2001:0DB8:0001:2::1", "2001:db8:1:2::/64"],
  ["2001:db8::1", "2001:db8:0:0::/64"],
  ["::1", "0:0:0:0::/64"],
  ["fe80::1%eth0", "fe80:0:0:0::/64"],
  ["1::", "1:0:0:0::/64"],
])("counts %s as %s", (ip, block) => {
  expect(addressBlock(ip)).toBe(block);
});

test("tells addresses of different networks apart, and none of the same", () => {
  const group = fc.integer({ min: 0, max: 0xffff }).map((n) => n.toString(16));
  const half = fc.tuple(group, group, group, group).map((groups) => groups.join(":"));
  fc.assert(
    fc.property(half, half, half, (network, host, otherHost) => {
      expect(addressBlock(`${network}:${host}`)).toBe(addressBlock(`${network}:${otherHost}`));
      expect(addressBlock(`${network}:${host}`)).toBe(`${network}::/64`);
    }),
  );
});

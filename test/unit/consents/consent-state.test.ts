import { expect, test } from "vitest";
import { stateOf } from "../../../src/modules/consents/consent.type.ts";

const NOW = "2026-06-15T10:00:00.000Z";

// PostgreSQL writes instants of root rows and of nested ones in two ways.
test.each([
  ["without an end", null, null, "IN_FORCE"],
  ["that ends a millisecond later, as a root row says", "2026-06-15 10:00:00.001+00", null, "IN_FORCE"],
  ["that ends a millisecond later, as a nested row says", "2026-06-15T10:00:00.001+00:00", null, "IN_FORCE"],
  ["that ends now, as a root row says", "2026-06-15 10:00:00+00", null, "EXPIRED"],
  ["that ends now, as a nested row says", "2026-06-15T10:00:00+00:00", null, "EXPIRED"],
  ["withdrawn before its end", "2027-01-01 00:00:00+00", "2026-06-14 10:00:00+00", "WITHDRAWN"],
  ["withdrawn after its end", "2026-01-01 00:00:00+00", "2026-06-14 10:00:00+00", "WITHDRAWN"],
])("a consent %s is as it should be", (_case, expiresAt, withdrawnAt, state) => {
  expect(stateOf({ expiresAt, withdrawnAt }, NOW)).toBe(state);
});

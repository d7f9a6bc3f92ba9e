import { describe, expect, test } from "vitest";
import { AppError } from "../../../src/platform/errors/app-error.ts";
import { authorizationOf, bearerChallenge, bearerToken } from "../../../src/platform/auth/bearer.ts";
import { unauthenticated } from "../../../src/platform/auth/unauthenticated.ts";
import type { IncomingMessage } from "node:http";

describe("bearerToken", () => {
  test.each([
    ["Bearer abc.def-ghi_j", "abc.def-ghi_j"],
    ["bearer abc", "abc"],
    ["BEARER   abc==", "abc=="],
  ])("reads %j", (header, token) => {
    expect(bearerToken(header)).toBe(token);
  });

  test.each([
    [undefined],
    [""],
    ["Bearer"],
    ["Bearer "],
    ["Basic abc"],
    ["Bearer abc def"],
    ["Bearer abc,Bearer def"],
    ["Bearerabc"],
    [`Bearer ${"a".repeat(9000)}`],
    [["Bearer abc", "Bearer abc"]],
  ])("finds no token in %j", (header) => {
    expect(bearerToken(header)).toBeNull();
  });
});

test("authorizationOf shows every Authorization header, which Node itself does not", () => {
  const request = (rawHeaders: string[]) => ({ rawHeaders }) as unknown as IncomingMessage;
  expect(authorizationOf(request(["host", "x"]))).toBeUndefined();
  expect(authorizationOf(request(["Authorization", "Bearer a", "host", "x"]))).toBe("Bearer a");
  expect(authorizationOf(request(["AUTHORIZATION", "a", "authorization", "b"]))).toEqual(["a", "b"]);
});

test("a challenge names an error only where a token was sent", () => {
  expect(bearerChallenge(unauthenticated("TOKEN_MISSING", "https://kimberlite.test"))).toBe("Bearer");
  for (const reason of ["TOKEN_INVALID", "TOKEN_EXPIRED", "TOKEN_REVOKED"] as const) {
    const error = unauthenticated(reason, "https://kimberlite.test");
    expect(bearerChallenge(error)).toBe('Bearer error="invalid_token"');
    expect(error.message).toContain("POST https://kimberlite.test/oauth/token");
  }
  expect(bearerChallenge(new AppError("UNAUTHENTICATED", "No."))).toBe("Bearer");
});

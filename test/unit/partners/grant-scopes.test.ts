import { describe, expect, test } from "vitest";
import { grantScopes } from "../../../src/modules/partners/grant-token.service.ts";
import type { SignInRow } from "../../../src/modules/partners/client.repository.ts";

function signedIn(clientScopes: string[], contractScopes: string[]): SignInRow {
  return {
    client: { scopes: clientScopes },
    partner: { scopes: contractScopes },
    secrets: [],
  } as unknown as SignInRow;
}

describe("grantScopes", () => {
  const row = signedIn(
    ["vehicles:read", "garages:read", "signals:read"],
    ["garages:read", "vehicles:read", "demand:read"],
  );

  test("grants what client and contract both hold, where nothing is asked for", () => {
    expect(grantScopes(undefined, row)).toEqual(["vehicles:read", "garages:read"]);
  });

  test("grants less where less is asked for", () => {
    expect(grantScopes("garages:read", row)).toEqual(["garages:read"]);
    expect(grantScopes("garages:read vehicles:read garages:read", row)).toEqual([
      "vehicles:read",
      "garages:read",
    ]);
  });

  test.each([
    ["of the contract only", "demand:read"],
    ["of the client only", "signals:read"],
    ["beside one that it holds", "vehicles:read vehicles:identify"],
    ["that nobody knows", "everything"],
    ["with a quote", 'vehicles:read"'],
    ["with a backslash", "vehicles:read\\"],
    ["with a line break", "vehicles:read\ngarages:read"],
    ["with two spaces", "vehicles:read  garages:read"],
    ["with a space around it", " vehicles:read"],
    ["not in ASCII", "vehicles:read\u00a0garages:read"],
  ])("C67 refuses a scope %s", (_case, scope) => {
    expect(() => grantScopes(scope, row)).toThrow(
      expect.objectContaining({ code: "invalid_scope" }) as Error,
    );
  });

  test("refuses a client that the contract has left with nothing", () => {
    expect(() => grantScopes(undefined, signedIn(["admin"], ["vehicles:read"]))).toThrow(
      "none of the scopes",
    );
  });
});

import fc from "fast-check";
import { UnsecuredJWT } from "jose";
import { describe, expect, test } from "vitest";
import { JWT_BEARER, parseForm, readCredential } from "../../../src/modules/partners/client-credential.ts";

const form = (fields: Record<string, string>) => parseForm(new URLSearchParams(fields).toString());
const basic = (pair: string) => `Basic ${Buffer.from(pair).toString("base64")}`;
const formEncode = (text: string) => new URLSearchParams({ "": text }).toString().slice(1);

describe("parseForm", () => {
  test("refuses a parameter that comes twice, and takes an empty one for none", () => {
    expect(() => parseForm("scope=a&scope=b")).toThrow("more than once");
    expect(() => parseForm("scope=a&scope=")).toThrow("more than once");
    expect([...parseForm("grant_type=client_credentials&scope=")]).toEqual([
      ["grant_type", "client_credentials"],
    ]);
  });

  test("decodes plus signs and escapes", () => {
    expect(parseForm("scope=a+b%3Ac").get("scope")).toBe("a b:c");
  });
});

describe("readCredential", () => {
  test("reads client_secret_basic as every client may write it, whatever the characters", () => {
    const text = fc.string({ unit: "grapheme", minLength: 1 });
    fc.assert(
      fc.property(text, text, (clientId, secret) => {
        const header = basic(`${formEncode(clientId)}:${formEncode(secret)}`);
        expect(readCredential(header, form({}))).toEqual({ kind: "secret", clientId, secret });
      }),
    );
  });

  test("reads client_secret_post", () => {
    const fields = { client_id: "kbc_1", client_secret: "kbs_2" };
    expect(readCredential(undefined, form(fields))).toEqual({
      kind: "secret",
      clientId: "kbc_1",
      secret: "kbs_2",
    });
  });

  test("reads private_key_jwt, whose subject names the client", () => {
    const assertion = new UnsecuredJWT({ sub: "kbc_1" }).encode();
    const fields = { client_assertion_type: JWT_BEARER, client_assertion: assertion };
    expect(readCredential(undefined, form(fields))).toEqual({
      kind: "assertion",
      clientId: "kbc_1",
      assertion,
    });
    expect(readCredential(undefined, form({ ...fields, client_id: "kbc_1" })).clientId).toBe("kbc_1");
  });

  test("refuses more than one way of signing in", () => {
    const post = { client_id: "kbc_1", client_secret: "kbs_2" };
    expect(() => readCredential(basic("kbc_1:kbs_2"), form(post))).toThrow("more than one way");
  });

  test.each([
    ["no credential", undefined, {}],
    ["a client without a secret", undefined, { client_id: "kbc_1" }],
    ["a secret without a client", undefined, { client_secret: "kbs_2" }],
    ["another scheme", "Bearer abc", {}],
    ["a password without a colon", basic("kbc_1"), {}],
    ["a password without a user", basic(":kbs_2"), {}],
    ["an escape that is none", basic("kbc_1:%zz"), {}],
    ["no base64", "Basic ***", {}],
    ["two clients", basic("kbc_1:kbs_2"), { client_id: "kbc_3" }],
    ["an assertion of no type", undefined, { client_assertion: "a.b.c" }],
    [
      "an assertion of another type",
      undefined,
      { client_assertion: "a.b.c", client_assertion_type: "saml2" },
    ],
    [
      "an assertion that is no JWT",
      undefined,
      { client_assertion: "abc", client_assertion_type: JWT_BEARER },
    ],
  ])("answers %s as it answers a wrong secret", (_case, header, fields) => {
    expect(() => readCredential(header, form(fields as Record<string, string>))).toThrow(
      expect.objectContaining({
        code: "invalid_client",
        description: "Client authentication failed.",
      }) as Error,
    );
  });
});

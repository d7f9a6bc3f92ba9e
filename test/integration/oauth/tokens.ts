import { randomUUID } from "node:crypto";
import { request } from "node:http";
import { SignJWT, type JWTHeaderParameters, type JWTPayload } from "jose";
import type { SigningKey } from "../../../src/platform/auth/access-token.ts";

/** What tokens of the tested server say, unless a test says otherwise. */
export interface TokenFacts {
  readonly issuer: string;
  readonly clientId: string;
  readonly partnerId: string;
}

/** The claims of a token that is right in every respect. */
export function goodClaims(facts: TokenFacts, nowS = Math.floor(Date.now() / 1000)): JWTPayload {
  return {
    iss: facts.issuer,
    aud: `${facts.issuer}/graphql`,
    sub: facts.clientId,
    client_id: facts.clientId,
    partner: facts.partnerId,
    scope: "vehicles:read",
    jti: randomUUID(),
    iat: nowS,
    exp: nowS + 600,
  };
}

export const signToken = (
  claims: JWTPayload,
  key: Pick<SigningKey, "kid" | "privateKey">,
  header: Partial<JWTHeaderParameters> = {},
) =>
  new SignJWT(claims)
    .setProtectedHeader({ alg: "ES256", typ: "at+jwt", kid: key.kid, ...header })
    .sign(key.privateKey);

/** A token put together by hand, for what no library would sign. */
export function assembleToken(header: object, claims: object, signature = ""): string {
  const part = (value: object) => Buffer.from(JSON.stringify(value)).toString("base64url");
  return `${part(header)}.${part(claims)}.${signature}`;
}

export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly text: string;
}

/** A POST whose headers go out exactly as listed, name and value by turns. */
export function rawPost(url: string, headers: readonly string[], body: string): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const { host } = new URL(url);
    const length = String(Buffer.byteLength(body));
    const all = ["Host", host, "Content-Length", length, "Connection", "close", ...headers];
    const sent = request(url, { method: "POST", headers: all }, (response) => {
      let text = "";
      response.setEncoding("utf8").on("data", (chunk: string) => (text += chunk));
      response.on("end", () =>
        resolve({ status: response.statusCode ?? 0, headers: response.headers, text }),
      );
    });
    sent.on("error", reject);
    sent.end(body);
  });
}

import jwt from "jsonwebtoken";

/** What a peer's token says of its bearer: the claims that row-level security is told of. */
export interface Claims {
  readonly areas: readonly string[];
  readonly partner: string;
}

const ALGORITHM = "HS256";

/** A peer's token: signed with a secret, which is the cheapest to verify. */
export const signToken = (claims: Claims, secret: string): string =>
  jwt.sign(claims, secret, { algorithm: ALGORITHM, expiresIn: "2h" });

/**
 * Whom a request is from, as the documentation of PostGraphile shows it: the token is verified, its claims become settings.
 * @throws {Error} where it is not ours
 */
export function claimsOf(authorization: string | undefined, secret: string): Claims {
  const [scheme, token = ""] = (authorization ?? "").split(" ");
  if (scheme !== "Bearer") throw new Error("There is no bearer token.");
  return jwt.verify(token, secret, { algorithms: [ALGORITHM] }) as unknown as Claims;
}

/** The contract as the product tells it to row-level security. */
export const settingsOf = ({ areas, partner }: Claims): Record<string, string> => ({
  "kimberlite.areas": `{${areas.map((area) => JSON.stringify(area)).join()}}`,
  "kimberlite.makes": "*",
  "kimberlite.part_families": "*",
  "kimberlite.partner": partner,
});

import { refusal, type Outcome } from "../../platform/errors/outcome.ts";
import { isPublicAddress, resolveCallable, type AddressRules } from "./public-address.ts";

/** Where receivers listen for HTTPS; all others are where other services do. */
const PORTS: ReadonlySet<string> = new Set(["", "443", "8443"]);
const LONGEST = 2000;

const forbidden = (message: string): Outcome<never> => refusal("WEBHOOK_URL_FORBIDDEN", "url", message);

/**
 * The address as it will be called, once it is one that may be: HTTPS on the public internet, by a name or a literal
 * that leads there now. It is checked again at each delivery.
 */
export async function checkUrl(rules: AddressRules, given: string): Promise<Outcome<string>> {
  const url = given.length <= LONGEST ? URL.parse(given) : null;
  if (url === null) return forbidden(`Write an https address of at most ${LONGEST} characters.`);
  if (url.username !== "" || url.password !== "") {
    return forbidden("An address holds no user and no password; deliveries are signed instead.");
  }
  const isForPublic = url.protocol === "https:" && PORTS.has(url.port);
  const mayBeLocal = rules.allowLoopback && /^https?:$/.test(url.protocol);
  if (!isForPublic && !mayBeLocal) return forbidden("Only https on the ports 443 and 8443 is called.");
  url.hash = "";
  try {
    const addresses = await resolveCallable(rules, url.hostname);
    if (isForPublic || addresses.every(({ address }) => !isPublicAddress(address))) {
      return { value: url.href, userErrors: [] };
    }
    return forbidden("Outside this machine only https on the ports 443 and 8443 is called.");
  } catch {
    return forbidden("The host has no address, or one that is not on the public internet.");
  }
}

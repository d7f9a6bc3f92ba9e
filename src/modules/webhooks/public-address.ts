import ipaddr from "ipaddr.js";
import { lookup as lookUp, type LookupAddress } from "node:dns";
import { isIP, type LookupFunction } from "node:net";

/** Which addresses may be called. */
export interface AddressRules {
  /** Development only: `http:` and any port on this machine itself are allowed too. */
  readonly allowLoopback: boolean;
  /** Left out: the system's resolver. */
  readonly resolve?: (hostname: string) => Promise<readonly LookupAddress[]>;
}

/** Thrown into a connection that must not be made. */
export class ForbiddenAddressError extends Error {
  override readonly name = "ForbiddenAddressError";
}

// What the internet gives out to hosts: in IPv6, 2000::/3 without the ranges that lead elsewhere.
const GLOBAL_IPV6 = ipaddr.parseCIDR("2000::/3");

/**
 * Whether an address is one on the public internet. Those that carry an IPv4 address inside (mapped, NAT64, 6to4, Teredo)
 * are not, whatever they carry.
 */
export function isPublicAddress(text: string): boolean {
  if (!ipaddr.isValid(text)) return false;
  const address = ipaddr.parse(text);
  if (address.range() !== "unicast") return false;
  return address.kind() === "ipv4" || address.match(GLOBAL_IPV6);
}

function isLoopback(text: string): boolean {
  return ipaddr.isValid(text) && ipaddr.parse(text).range() === "loopback";
}

export function mayCall({ allowLoopback }: AddressRules, address: string): boolean {
  return isPublicAddress(address) || (allowLoopback && isLoopback(address));
}

const bySystem = (hostname: string): Promise<readonly LookupAddress[]> =>
  new Promise((resolve, reject) => {
    lookUp(hostname, { all: true, order: "verbatim" }, (error, addresses) => {
      if (error === null) resolve(addresses);
      else reject(error);
    });
  });

/** A host's addresses, all of which may be called. @throws {ForbiddenAddressError} where one may not */
export async function resolveCallable(
  rules: AddressRules,
  hostname: string,
): Promise<readonly LookupAddress[]> {
  const bare = hostname.replace(/^\[(.*)\]$/, "$1");
  const family = isIP(bare);
  const addresses = family === 0 ? await (rules.resolve ?? bySystem)(bare) : [{ address: bare, family }];
  // One forbidden address among good ones is an attempt to be let in on the second try.
  if (addresses.length === 0 || !addresses.every(({ address }) => mayCall(rules, address))) {
    throw new ForbiddenAddressError("The host's address is not on the public internet.");
  }
  return addresses;
}

/**
 * For `net.connect`: connects to the very addresses that were checked, so that no second answer of the name server counts.
 * Literals never come here: `resolveCallable` has to be asked before.
 */
export function checkedLookup(rules: AddressRules): LookupFunction {
  return (hostname, options, callback) => {
    resolveCallable(rules, hostname).then(
      (addresses) => {
        const [first] = addresses;
        if (options.all === true) callback(null, [...addresses]);
        else if (first !== undefined) callback(null, first.address, first.family);
      },
      (error: unknown) => {
        callback(error as NodeJS.ErrnoException, []);
      },
    );
  };
}

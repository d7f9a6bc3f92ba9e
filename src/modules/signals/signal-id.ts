import { hash } from "node:crypto";

/**
 * The id of a need: a UUID of version 8 (RFC 9562) made of the first 60 bits of the vehicle's id, so that the signals
 * of vehicles that lie together lie together in the index as well, and 62 bits of a hash of vehicle and need.
 */
export function signalId(vehicleId: string, need: string): string {
  const tail = hash("sha256", `${vehicleId} ${need}`, "hex");
  const variant = (0x8 | (parseInt(tail.charAt(0), 16) & 0x3)).toString(16);
  return `${vehicleId.slice(0, 14)}8${vehicleId.slice(15, 18)}-${variant}${tail.slice(1, 4)}-${tail.slice(4, 16)}`;
}

/** The id of the signal that a driver's request opens. */
export const declaredSignalId = (vehicleId: string, declarationId: string): string =>
  signalId(vehicleId, `DECLARED ${declarationId}`);

/** 64 bits of a hash of what scoring would write, in decimal. Equal ones are not written again. */
export function fingerprintOf(content: string): string {
  // Through hexadecimal: a buffer of its own for each signal costs as much again as the hash.
  return BigInt.asIntN(64, BigInt(`0x${hash("sha256", content, "hex").slice(0, 16)}`)).toString();
}

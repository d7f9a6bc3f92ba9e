import { createHash } from "node:crypto";

/**
 * The key of a record whose source gives it no number: a hash of what makes it itself, beside its vehicle. Neither plate
 * nor VIN goes in, so the key says nothing about the vehicle.
 */
export function hashKey(...parts: readonly (string | number | null)[]): string {
  return createHash("sha256").update(JSON.stringify(parts)).digest("base64url").slice(0, 22);
}

import { createCipheriv, createDecipheriv } from "node:crypto";

/**
 * Opaque ids of one partner: the row's UUID as one AES-128 block under the partner's key, in base64url, behind one
 * character for the type. A permutation, so ids are stable for a partner and unrelated between partners. Single
 * blocks without padding leave no state in a cipher, so one of each serves every request.
 */
export class IdCodec {
  readonly #cipher;
  readonly #decipher;

  constructor(key: Buffer) {
    this.#cipher = createCipheriv("aes-128-ecb", key, null).setAutoPadding(false);
    this.#decipher = createDecipheriv("aes-128-ecb", key, null).setAutoPadding(false);
  }

  /** All ids of an answer in one call: a cipher call costs more than the block it encrypts. Without type characters. */
  encodeAll(uuids: readonly string[]): string[] {
    if (uuids.length === 0) return [];
    const blocks = this.#cipher.update(Buffer.from(uuids.join("").replaceAll("-", ""), "hex"));
    return uuids.map((_, i) => blocks.toString("base64url", i * 16, i * 16 + 16));
  }

  encode(prefix: string, uuid: string): string {
    return prefix + (this.encodeAll([uuid])[0] ?? "");
  }

  /**
   * Null where malformed or of another type. A foreign or forged id becomes a UUID that no row has, and so looks the
   * same as an unknown one.
   */
  decode(prefix: string, id: unknown): string | null {
    // Sixteen bytes leave four spare bits in the last character: only one of its sixteen spellings is ours.
    if (typeof id !== "string" || !/^.[\w-]{21}[AQgw]$/.test(id) || !id.startsWith(prefix)) return null;
    const hex = this.#decipher.update(Buffer.from(id.slice(1), "base64url")).toString("hex");
    return hex.replace(/^(.{8})(.{4})(.{4})(.{4})/, "$1-$2-$3-$4-");
  }
}

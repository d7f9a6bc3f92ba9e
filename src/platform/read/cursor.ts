import {
  createCipheriv,
  createDecipheriv,
  createHash,
  createSecretKey,
  randomFillSync,
  type KeyObject,
} from "node:crypto";
import { AppError } from "../errors/app-error.ts";

/** How long a cursor can be continued from. */
export const CURSOR_LIFETIME_S = 24 * 60 * 60;

const NONCE_BYTES = 12;
const TAG_BYTES = 16;
const LONGEST = 2_000;
/** Nonces made at a time: a page has a cursor for each row, and each call for random bytes costs as much as a cipher. */
const NONCES = 64;

/**
 * Positions in lists, sealed for one partner and one list: a cursor of another partner, field, filter or order does
 * not open, and its content (a plate may be part of an order) is not readable.
 */
export class CursorCodec {
  /** Not a buffer, which every cipher would make a key of anew: that took two thirds of the time of a cursor. */
  readonly #key: KeyObject;
  readonly #nowS: () => number;
  readonly #nonces = Buffer.alloc(NONCES * NONCE_BYTES);
  #nextNonce = NONCES;

  constructor(key: Buffer, nowS: () => number = () => Math.floor(Date.now() / 1000)) {
    this.#key = createSecretKey(key);
    this.#nowS = nowS;
  }

  /** @param list names the field, filter and order (see `listName`) */
  seal(list: string, position: readonly string[]): string {
    const nonce = this.#nonce();
    const cipher = createCipheriv("aes-128-gcm", this.#key, nonce).setAAD(Buffer.from(list));
    const text = cipher.update(JSON.stringify([this.#nowS(), ...position]));
    return Buffer.concat([nonce, text, cipher.final(), cipher.getAuthTag()]).toString("base64url");
  }

  #nonce(): Buffer {
    if (this.#nextNonce === NONCES) {
      randomFillSync(this.#nonces);
      this.#nextNonce = 0;
    }
    const at = this.#nextNonce * NONCE_BYTES;
    this.#nextNonce += 1;
    return this.#nonces.subarray(at, at + NONCE_BYTES);
  }

  /** @throws {AppError} BAD_CURSOR, the same for every reason but age */
  open(list: string, cursor: string, size: number): string[] {
    const { issuedS, position } = this.openAnyAge(list, cursor, size);
    if (this.#nowS() - issuedS > CURSOR_LIFETIME_S) {
      throw new AppError("BAD_CURSOR", "This cursor is older than a day. Start again from the first page.");
    }
    return position;
  }

  /** For lists that say themselves how long a place in them lasts. @throws {AppError} BAD_CURSOR */
  openAnyAge(list: string, cursor: string, size: number): { issuedS: number; position: string[] } {
    const [issuedS, ...position] = this.#decrypt(list, cursor);
    if (typeof issuedS !== "number" || position.length !== size) throw badCursor();
    return { issuedS, position: position.map(String) };
  }

  #decrypt(list: string, cursor: string): unknown[] {
    const bytes = cursor.length > LONGEST ? Buffer.alloc(0) : Buffer.from(cursor, "base64url");
    // Base64 has several spellings of the same bytes; only the one that we gave out is accepted.
    if (bytes.length <= NONCE_BYTES + TAG_BYTES || bytes.toString("base64url") !== cursor) throw badCursor();
    try {
      const decipher = createDecipheriv("aes-128-gcm", this.#key, bytes.subarray(0, NONCE_BYTES))
        .setAAD(Buffer.from(list))
        .setAuthTag(bytes.subarray(-TAG_BYTES));
      const text =
        decipher.update(bytes.subarray(NONCE_BYTES, -TAG_BYTES), undefined, "utf8") + decipher.final("utf8");
      return JSON.parse(text) as unknown[];
    } catch (cause) {
      throw badCursor(cause);
    }
  }
}

function badCursor(cause?: unknown): AppError {
  return new AppError(
    "BAD_CURSOR",
    "This cursor does not belong to this list. Pass `endCursor` of the previous page, with the same arguments.",
    {},
    { cause },
  );
}

/** One name for a field with its filter and order; a cursor is sealed to it. */
export function listName(coordinate: string, args: Readonly<Record<string, unknown>>): string {
  const { first: _first, after: _after, ...rest } = args;
  const said = Object.entries(rest)
    .filter(([, value]) => value != null)
    .sort(([a], [b]) => (a < b ? -1 : 1));
  if (said.length === 0) return coordinate;
  return `${coordinate}:${createHash("sha256").update(JSON.stringify(said)).digest("base64url").slice(0, 22)}`;
}

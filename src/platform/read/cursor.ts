import {
  createCipheriv,
  createDecipheriv,
  createSecretKey,
  hash,
  hkdfSync,
  randomFillSync,
  timingSafeEqual,
  type KeyObject,
} from "node:crypto";
import { AppError } from "../errors/app-error.ts";

/** How long a cursor can be continued from. */
export const CURSOR_LIFETIME_S = 24 * 60 * 60;

const CIPHER = "aes-128-ctr";
const BLOCK_BYTES = 16;
const NONCE_BYTES = 12;
const TAG_HASH = "sha256";
const TAG_KEY_BYTES = 32;
/** Of base64url: 132 bits. */
const TAG_CHARS = 22;
const START_AT = TAG_KEY_BYTES + NONCE_BYTES;
const HEAD_BYTES = TAG_KEY_BYTES + BLOCK_BYTES;
const LONGEST = 2_000;

/**
 * Positions in lists, sealed for one partner and one list: a cursor of another partner, field, filter or order does
 * not open, and its content (a plate may be part of an order) is not readable.
 *
 * A page has a cursor for each row, so they are encrypted together, as one text under AES in counter mode; each carries
 * the nonce and where in that text it begins. Each has a tag of its own over its bytes, under a key of the list. One
 * AES-GCM for each took a quarter of all that the server does for a page.
 */
export class CursorCodec {
  readonly #cipherKey: KeyObject;
  readonly #tagKey: string;
  readonly #nowS: () => number;

  constructor(key: Buffer, nowS: () => number = () => Math.floor(Date.now() / 1000)) {
    const derive = (use: string, bytes: number) => Buffer.from(hkdfSync("sha256", key, "", use, bytes));
    // Not a buffer, which every cipher would make a key of anew.
    this.#cipherKey = createSecretKey(derive("cipher", 16));
    this.#tagKey = derive("tag", TAG_KEY_BYTES).toString("base64url");
    this.#nowS = nowS;
  }

  /** @param list names the field, filter and order (see `listName`) */
  seal(list: string, position: readonly string[]): string {
    return this.sealAll(list, [position])[0] ?? "";
  }

  /** A cursor for each position, in order. */
  sealAll(list: string, positions: readonly (readonly string[])[]): string[] {
    const issuedS = this.#nowS();
    const counter = Buffer.alloc(BLOCK_BYTES);
    randomFillSync(counter, 0, NONCE_BYTES);
    const texts = positions.map((position) => JSON.stringify([issuedS, ...position]));
    const whole = texts.join("");
    const plain = Buffer.from(whole);
    // Measured one by one only where some character takes more than a byte.
    const sizeOf =
      plain.length === whole.length
        ? (text: string) => text.length
        : (text: string) => Buffer.byteLength(text);
    const sealed = createCipheriv(CIPHER, this.#cipherKey, counter).update(plain);
    // Key, nonce, beginning, bytes: what a tag is over, of one cursor after the other.
    const keyed = Buffer.allocUnsafe(HEAD_BYTES + plain.length);
    this.#listKey(list).copy(keyed);
    counter.copy(keyed, TAG_KEY_BYTES);
    let start = 0;
    return texts.map((text) => {
      const end = start + sizeOf(text);
      keyed.writeUInt32BE(start, START_AT);
      sealed.copy(keyed, HEAD_BYTES, start, end);
      const size = HEAD_BYTES + end - start;
      start = end;
      return keyed.toString("base64url", TAG_KEY_BYTES, size) + tagOf(keyed.subarray(0, size));
    });
  }

  #listKey(list: string): Buffer {
    return hash(TAG_HASH, `${this.#tagKey}${list}`, "buffer");
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
    if (cursor.length > LONGEST) throw badCursor();
    const body = cursor.slice(0, -TAG_CHARS);
    const bytes = Buffer.from(body, "base64url");
    const tag = tagOf(Buffer.concat([this.#listKey(list), bytes]));
    // The same bytes can be spelt in several ways, of which one is ours.
    const isOurs = isEqual(cursor.slice(-TAG_CHARS), tag) && bytes.toString("base64url") === body;
    if (!isOurs) throw badCursor();
    const start = bytes.readUInt32BE(NONCE_BYTES);
    const before = start % BLOCK_BYTES;
    const counter = Buffer.from(bytes.subarray(0, BLOCK_BYTES));
    counter.writeUInt32BE(Math.floor(start / BLOCK_BYTES), NONCE_BYTES);
    const decipher = createDecipheriv(CIPHER, this.#cipherKey, counter);
    decipher.update(Buffer.alloc(before));
    return JSON.parse(decipher.update(bytes.subarray(BLOCK_BYTES)).toString()) as unknown[];
  }
}

/**
 * A tag shows half of the hash's state, so that a key before the bytes makes one, without the two passes of an HMAC: to go
 * on from a tag, its other half would have to be guessed.
 */
const tagOf = (keyed: Buffer): string => hash(TAG_HASH, keyed, "base64url").slice(0, TAG_CHARS);

function isEqual(...texts: [string, string]): boolean {
  const [one, other] = texts.map((text) => Buffer.from(text)) as [Buffer, Buffer];
  return one.length === other.length && timingSafeEqual(one, other);
}

function badCursor(): AppError {
  return new AppError(
    "BAD_CURSOR",
    "This cursor does not belong to this list. Pass `endCursor` of the previous page, with the same arguments.",
  );
}

/** One name for a field with its filter and order; a cursor is sealed to it. */
export function listName(coordinate: string, args: Readonly<Record<string, unknown>>): string {
  const { first: _first, after: _after, ...rest } = args;
  const said = Object.entries(rest)
    .filter(([, value]) => value != null)
    .sort(([a], [b]) => (a < b ? -1 : 1));
  if (said.length === 0) return coordinate;
  return `${coordinate}:${JSON.stringify(said)}`;
}

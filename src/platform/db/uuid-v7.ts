import { randomFillSync } from "node:crypto";

/** Random bytes are drawn for this many keys at once: one call to the system instead of one per row. */
const KEYS_AT_ONCE = 512;
const BYTES_PER_KEY = 8;

const HEX = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, "0"));

const pool = Buffer.alloc(KEYS_AT_ONCE * BYTES_PER_KEY);
let next = pool.length;
let lastMs = 0;
let counter = 0;

/**
 * A UUID of version 7 (RFC 9562): 48 bits of time, 12 bits that count within the millisecond (method 1), 62 random bits.
 * Keys of one process ascend, so that new rows go to the end of every index on the key. More than 4,096 in one
 * millisecond borrow from the next, and a clock that is set back is waited out in the same way.
 */
export function uuidV7(now = Date.now()): string {
  if (now > lastMs) {
    lastMs = now;
    counter = 0;
  } else if (++counter > 0xfff) {
    lastMs += 1;
    counter = 0;
  }
  if (next === pool.length) {
    randomFillSync(pool);
    next = 0;
  }
  const time = lastMs.toString(16).padStart(12, "0");
  const count = (0x7000 | counter).toString(16);
  const head = `${time.slice(0, 8)}-${time.slice(8)}-${count}-`;
  const variant = hex(next, 0x3f, 0x80);
  const tail = `${variant}${hex(next + 1)}-${hex(next + 2)}${hex(next + 3)}${hex(next + 4)}${hex(next + 5)}${hex(next + 6)}${hex(next + 7)}`;
  next += BYTES_PER_KEY;
  return head + tail;
}

function hex(at: number, mask = 0xff, bits = 0): string {
  return HEX[((pool[at] ?? 0) & mask) | bits] ?? "";
}

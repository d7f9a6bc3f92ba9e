import { RandomStream, type StreamPurpose } from "./random.ts";

/**
 * UUIDs of version 7 (RFC 9562) that say the same in every run: a millisecond of `today` for each vehicle, its row's
 * number in the twelve bits after the version, and bits from the seed. So rows arrive in the order of their keys, which
 * is what a B-tree takes fastest.
 */
export class RowIds {
  readonly #head: string;
  readonly #tail: string;

  constructor(seed: number, purpose: StreamPurpose, number: number, today: number) {
    const stamp = (today * 86_400_000 + number).toString(16).padStart(12, "0");
    this.#head = `${stamp.slice(0, 8)}-${stamp.slice(8)}-7`;
    const random = new RandomStream(seed, "IDS", number * 2 + (purpose === "GARAGE" ? 1 : 0));
    const high = hex(((random.uint32() & 0x3fff_ffff) | 0x8000_0000) >>> 0);
    this.#tail = `-${high.slice(0, 4)}-${high.slice(4)}${hex(random.uint32())}`;
  }

  /** @param row from 0 to 4095, unique in the vehicle. */
  of(row: number): string {
    return this.#head + (ROWS[row] ?? "") + this.#tail;
  }
}

const hex = (value: number) => value.toString(16).padStart(8, "0");

const ROWS = Array.from({ length: 4096 }, (_, row) => row.toString(16).padStart(3, "0"));

import { BoundedMap } from "./bounded-map.ts";

/** Tokens remembered. One costs about a kilobyte. */
const REMEMBERED_TOKENS = 10_000;
/** Tokens end by the thousand, and each look goes through all of them. */
const LOOK_FOR_ENDED_EVERY_MS = 60_000;

/** What is known of tokens that were seen before: of the last thousands, and of none for long after its end. */
export class TokenMemory<T extends { readonly endsAtMs: number }> {
  readonly #known = new BoundedMap<T>(REMEMBERED_TOKENS);
  readonly #clock: () => number;
  #lookedAtMs: number;

  /** @param clock milliseconds since 1970 */
  constructor(clock: () => number) {
    this.#clock = clock;
    this.#lookedAtMs = clock();
  }

  get size(): number {
    return this.#known.size;
  }

  /** Undefined also where the token has ended. */
  get(key: string): T | undefined {
    const found = this.#known.get(key);
    return found !== undefined && found.endsAtMs > this.#clock() ? found : undefined;
  }

  set(key: string, value: T): void {
    const nowMs = this.#clock();
    if (nowMs - this.#lookedAtMs >= LOOK_FOR_ENDED_EVERY_MS) {
      this.#lookedAtMs = nowMs;
      this.deleteWhere(({ endsAtMs }) => endsAtMs <= nowMs);
    }
    this.#known.set(key, value);
  }

  delete(key: string): void {
    this.#known.delete(key);
  }

  deleteWhere(matches: (value: T) => boolean): void {
    this.#known.deleteWhere(matches);
  }
}

import { tokensFor, type BenchPartner } from "../partner.ts";

/** A partner's tokens, asked for anew before they end. */
export class Tokens {
  readonly #partner: BenchPartner;
  #tokens: readonly string[] = [];
  #at = -Infinity;
  #asking: Promise<void> | null = null;
  #next = 0;

  constructor(partner: BenchPartner) {
    this.#partner = partner;
  }

  /** Another client's with each call. */
  async next(url: string): Promise<string> {
    // They live ten minutes.
    if (performance.now() - this.#at > 300_000) {
      this.#asking ??= this.#ask(url).finally(() => (this.#asking = null));
      await this.#asking.catch(() => undefined);
    }
    return this.#tokens[this.#next++ % this.#tokens.length] ?? "";
  }

  async #ask(url: string): Promise<void> {
    this.#tokens = await tokensFor(url, this.#partner);
    this.#at = performance.now();
  }
}

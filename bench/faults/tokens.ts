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
  next(url: string): Promise<string> {
    return this.of(this.#next++, url);
  }

  /** Always the same client's for the same number: an Idempotency-Key belongs to its client. */
  async of(client: number, url: string): Promise<string> {
    // They live ten minutes.
    if (performance.now() - this.#at > 300_000) {
      this.#asking ??= this.#ask(url).finally(() => (this.#asking = null));
      await this.#asking.catch(() => undefined);
    }
    return this.#tokens[client % this.#tokens.length] ?? "";
  }

  async #ask(url: string): Promise<void> {
    this.#tokens = await tokensFor(url, this.#partner);
    this.#at = performance.now();
  }
}

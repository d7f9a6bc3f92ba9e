/**
 * Tokens verified before, the least recently used leaving first. Bounded, so that no number of tokens fills the
 * memory. A Map lists its keys in the order in which they were set, which is all that the order of use needs.
 */
export class TokenCache<T extends { readonly jti: string | null }> {
  readonly #byKey = new Map<string, T>();
  readonly #keyByJti = new Map<string, string>();
  readonly #capacity: number;

  constructor(capacity: number) {
    this.#capacity = capacity;
  }

  get size(): number {
    return this.#byKey.size;
  }

  get(key: string): T | undefined {
    const entry = this.#byKey.get(key);
    if (entry !== undefined) {
      this.#byKey.delete(key);
      this.#byKey.set(key, entry);
    }
    return entry;
  }

  put(key: string, entry: T): void {
    this.delete(key);
    this.#byKey.set(key, entry);
    if (entry.jti !== null) this.#keyByJti.set(entry.jti, key);
    if (this.#byKey.size > this.#capacity) {
      const oldest = this.#byKey.keys().next();
      if (oldest.done !== true) this.delete(oldest.value);
    }
  }

  delete(key: string): void {
    const entry = this.#byKey.get(key);
    if (entry === undefined) return;
    this.#byKey.delete(key);
    if (entry.jti !== null) this.#keyByJti.delete(entry.jti);
  }

  deleteByJti(jti: string): void {
    const key = this.#keyByJti.get(jti);
    if (key !== undefined) this.delete(key);
  }
}

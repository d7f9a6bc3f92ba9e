type Numbers = Uint8Array | Uint16Array | Int32Array | Float64Array;

/** A list of numbers in a typed array, which takes a fraction of an ordinary one's memory. */
export class Growing<T extends Numbers> {
  #values: T;
  #length = 0;
  readonly #make: (length: number) => T;

  constructor(make: (length: number) => T) {
    this.#make = make;
    this.#values = make(1024);
  }

  get length(): number {
    return this.#length;
  }

  push(value: number): void {
    if (this.#length === this.#values.length) {
      const larger = this.#make(this.#length * 2);
      larger.set(this.#values);
      this.#values = larger;
    }
    this.#values[this.#length] = value;
    this.#length += 1;
  }

  /** The values as they are: to be taken when nothing is added any more. */
  done(): T {
    return this.#values.subarray(0, this.#length) as T;
  }
}

export const bytes = (): Growing<Uint8Array> => new Growing((length) => new Uint8Array(length));
export const words = (): Growing<Uint16Array> => new Growing((length) => new Uint16Array(length));
export const integers = (): Growing<Int32Array> => new Growing((length) => new Int32Array(length));

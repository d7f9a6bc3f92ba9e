import { at } from "./at.ts";

/** What a stream is for, so that streams of one seed and one number are unrelated. */
export type StreamPurpose = "GARAGE" | "VEHICLE" | "RECORDS" | "MODEL" | "IDS" | "REPAIRS";

const PURPOSES: readonly StreamPurpose[] = ["GARAGE", "VEHICLE", "RECORDS", "MODEL", "IDS", "REPAIRS"];

/** Spreads one number over all 32 bits (the finaliser of MurmurHash3). */
function mix(value: number): number {
  let hash = value | 0;
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return hash ^ (hash >>> 16);
}

function rotateLeft(value: number, bits: number): number {
  return (value << bits) | (value >>> (32 - bits));
}

/**
 * Repeatable random numbers: xoshiro128** (Blackman and Vigna, 2018), started from a seed, a purpose and a number. A
 * vehicle's stream depends on nothing else, so that any vehicle can be made alone and in any order.
 */
export class RandomStream {
  #a: number;
  #b: number;
  #c: number;
  #d: number;

  constructor(seed: number, purpose: StreamPurpose, number: number) {
    this.#a = mix(seed ^ 0x9e3779b9);
    this.#b = mix(this.#a ^ (number + 0x7f4a7c15));
    this.#c = mix(this.#b ^ Math.imul(PURPOSES.indexOf(purpose) + 1, 0x632be59b));
    // Never all zero, which the generator could not leave.
    this.#d = mix(this.#c ^ Math.floor(number / 0x1_0000_0000)) | 1;
  }

  uint32(): number {
    const result = Math.imul(rotateLeft(Math.imul(this.#b, 5), 7), 9);
    const shifted = this.#b << 9;
    this.#c ^= this.#a;
    this.#d ^= this.#b;
    this.#b ^= this.#c;
    this.#a ^= this.#d;
    this.#c ^= shifted;
    this.#d = rotateLeft(this.#d, 11);
    return result >>> 0;
  }

  /** From 0 up to but not including 1, in steps of 2⁻³². */
  unit(): number {
    return this.uint32() * 2.3283064365386963e-10;
  }

  /** A whole number from 0 up to but not including `end`. */
  below(end: number): number {
    return Math.floor(this.unit() * end);
  }

  /** Standard normal (Box and Muller). */
  normal(): number {
    return Math.sqrt(-2 * Math.log(1 - this.unit())) * Math.cos(2 * Math.PI * this.unit());
  }

  /** Exponential with mean 1. */
  exponential(): number {
    return -Math.log(1 - this.unit());
  }

  pick<T>(list: readonly T[]): T {
    return at(list, this.below(list.length));
  }
}

/** Chances to choose one of several things, in proportion to their weights. */
export class WeightedChoice<T> {
  readonly #things: readonly T[];
  readonly #sums: Float64Array;

  constructor(things: readonly T[], weightOf: (thing: T) => number) {
    this.#things = things;
    this.#sums = new Float64Array(things.length);
    let sum = 0;
    things.forEach((thing, index) => {
      sum += weightOf(thing);
      this.#sums[index] = sum;
    });
  }

  pick(random: RandomStream): T {
    const sums = this.#sums;
    const last = sums.length - 1;
    const target = random.unit() * (sums[last] ?? 0);
    let low = 0;
    let high = last;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((sums[middle] ?? 0) > target) high = middle;
      else low = middle + 1;
    }
    return at(this.#things, low);
  }
}

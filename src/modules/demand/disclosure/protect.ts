import type { DisclosureRules } from "./rules.ts";

/** A row that might be published. */
export interface Candidate {
  /** One value for each dimension. */
  readonly at: readonly string[];
  /** How many vehicles make up each number that it would show. */
  readonly counts: readonly number[];
  readonly sources: number;
  /** Largest sum of squared shares among its numbers. */
  readonly squaredShares: number;
}

/** A dimension whose values add up to others: departments to a region, makes to all of them. */
export interface Dimension {
  /** Null where it is part of nothing. */
  readonly parentOf: (value: string) => string | null;
  /** How many values readers know to be part of one; null where they cannot know. */
  readonly partsOf: (value: string) => number | null;
}

const keyOf = (at: readonly string[]): string => at.join("|");

/**
 * Which rows can be published so that nobody can be singled out, alone or by subtracting: those that are of enough
 * vehicles and sources and that no vehicle dominates, less those that a published total would give away. Where parts of
 * a published total are withheld, these must be of enough vehicles together; else the smallest published part is
 * withheld as well, and all totals that it is part of are looked at again.
 */
export function protect<C extends Candidate>(
  candidates: Iterable<C>,
  dimensions: readonly Dimension[],
  rules: DisclosureRules,
): C[] {
  const published = new Map<string, C>();
  for (const candidate of candidates) {
    if (passes(candidate, rules)) published.set(keyOf(candidate.at), candidate);
  }
  if (rules.isComplementary) new Complement(published, dimensions, rules).withhold();
  return [...published.values()];
}

function passes({ counts, sources, squaredShares }: Candidate, rules: DisclosureRules): boolean {
  return (
    sources >= rules.sources &&
    squaredShares <= rules.squaredShares &&
    counts.every((vehicles) => vehicles >= rules.vehicles)
  );
}

/** A published total and its published parts along one dimension. */
interface Line {
  readonly total: string;
  readonly dimension: Dimension;
  readonly parts: Set<string>;
}

class Complement<C extends Candidate> {
  readonly #published: Map<string, C>;
  readonly #dimensions: readonly Dimension[];
  readonly #rules: DisclosureRules;
  readonly #lines = new Map<string, Line>();

  constructor(published: Map<string, C>, dimensions: readonly Dimension[], rules: DisclosureRules) {
    this.#published = published;
    this.#dimensions = dimensions;
    this.#rules = rules;
    for (const [key, { at }] of published) {
      for (const { name, total, dimension } of this.#linesOf(at)) {
        const line = this.#lines.get(name) ?? { total, dimension, parts: new Set() };
        line.parts.add(key);
        this.#lines.set(name, line);
      }
    }
  }

  withhold(): void {
    const waiting = new Set(this.#lines.keys());
    for (const name of waiting) {
      waiting.delete(name);
      const line = this.#lines.get(name);
      if (line === undefined) continue;
      while (this.#givesAway(line)) {
        const smallest = this.#smallest(line);
        this.#published.delete(smallest.key);
        for (const { name: other } of this.#linesOf(smallest.at)) {
          this.#lines.get(other)?.parts.delete(smallest.key);
          waiting.add(other);
        }
      }
    }
  }

  /** The totals that a row is part of. */
  #linesOf(at: readonly string[]): { name: string; total: string; dimension: Dimension }[] {
    return this.#dimensions.flatMap((dimension, place) => {
      const parent = dimension.parentOf(at[place] ?? "");
      if (parent === null) return [];
      const total = keyOf(at.with(place, parent));
      return [{ name: `${place} ${total}`, total, dimension }];
    });
  }

  /** Whether subtracting the published parts from the total leaves too few vehicles. */
  #givesAway({ total, dimension, parts }: Line): boolean {
    const whole = this.#published.get(total);
    if (whole === undefined || parts.size === 0) return false;
    const rest = [...whole.counts];
    for (const key of parts) {
      this.#published.get(key)?.counts.forEach((vehicles, place) => {
        rest[place] = (rest[place] ?? 0) - vehicles;
      });
    }
    const place = this.#dimensions.indexOf(dimension);
    const known = dimension.partsOf(whole.at[place] ?? "");
    const isWhole = rest.every((vehicles) => vehicles === 0) && (known === null || known === parts.size);
    return !isWhole && rest.some((vehicles) => vehicles < this.#rules.vehicles);
  }

  #smallest({ parts }: Line): { readonly key: string; readonly at: readonly string[] } {
    let smallest: { key: string; at: readonly string[]; vehicles: number } | undefined;
    for (const key of parts) {
      const { at, counts } = this.#published.get(key) ?? { at: [], counts: [0] };
      const vehicles = counts[0] ?? 0;
      const isSmaller =
        smallest === undefined ||
        vehicles < smallest.vehicles ||
        (vehicles === smallest.vehicles && key < smallest.key);
      if (isSmaller) smallest = { key, at, vehicles };
    }
    if (smallest === undefined) throw new Error("A line without parts gives nothing away");
    return smallest;
  }
}

import type { Installation } from "./installation.ts";

/** What one fault came to. */
export interface Finding {
  readonly fault: string;
  readonly invariant: string;
  readonly count: string;
  readonly figure: string;
  /** Where the invariant does not hold: in which way. */
  readonly problems: readonly string[];
}

export interface Scale {
  /** A tenth of the counts. */
  readonly isQuick: boolean;
}

export type Fault = (stage: Installation, scale: Scale) => Promise<Finding[]>;

/** A problem where a figure is over what it may be. */
export const over = (figure: number, most: number, what: string): string[] =>
  figure <= most ? [] : [`${what}: ${Math.round(figure)}, more than ${most}`];

export const under = (figure: number, least: number, what: string): string[] =>
  figure >= least ? [] : [`${what}: ${figure.toFixed(2)}, less than ${least}`];

export const ms = (value: number): string =>
  value >= 10_000 ? `${(value / 1000).toFixed(1)} s` : `${Math.round(value)} ms`;

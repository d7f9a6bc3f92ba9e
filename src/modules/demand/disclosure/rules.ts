import { LIMITS } from "../../../platform/limits.ts";

/** Every published number is a multiple of this. */
export const ROUNDING = 5;

/** A published number stays as it is until it is so many steps off. */
export const STEPS_HELD = 1.5;

/** What a row must satisfy to be published. Tests switch parts of it off to show what each is good for. */
export interface DisclosureRules {
  /** Fewest vehicles in a row, and in what is left of a published total when its published parts are taken away. */
  readonly vehicles: number;
  /** Fewest groups of sources (garages, or who else reported) that the vehicles are known from. */
  readonly sources: number;
  /**
   * Largest sum of squared shares. Two vehicles that hold 85 % of a total between them have squares of at least
   * 2 · 0.425² of it, so nothing that is published has such two.
   */
  readonly squaredShares: number;
  /** Multiples that numbers are rounded to; 1 would publish them as they are. */
  readonly rounding: number;
  /** Whether parts are withheld that a total would give away. */
  readonly isComplementary: boolean;
  /** Whether no row comes to light in the middle of a week. */
  readonly keepsRows: boolean;
}

export const DISCLOSURE_RULES: DisclosureRules = {
  ...LIMITS.aggregate,
  squaredShares: 2 * 0.425 ** 2,
  rounding: ROUNDING,
  isComplementary: true,
  keepsRows: true,
};

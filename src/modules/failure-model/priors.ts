/**
 * What the model believes before it sees a defect. Variances are of the natural logarithm of a failure rate, so that
 * 0.04 is a spread of about ±20 %. Lengths are years over which two cohorts stay alike.
 */
export interface Priors {
  /** Level of the item. */
  readonly level: number;
  /** Curve over the car's age, and how smooth it is. */
  readonly age: number;
  readonly ageLength: number;
  /** Years of first use: what was built in them. */
  readonly firstUse: number;
  readonly firstUseLength: number;
  /** Step of the level from one inspection year to the next. */
  readonly yearStep: number;
  /** The same step, differing by age. */
  readonly yearStepByAge: number;
  readonly yearStepByAgeLength: number;
  /** Steady drift per year, and its difference per four years of age. */
  readonly drift: number;
  readonly driftByAge: number;
  /** Elasticity to kilometres, against the usual ones of the age. */
  readonly kilometres: number;
  readonly make: number;
  readonly makeAge: number;
  readonly makeAgeLength: number;
  readonly makeFirstUse: number;
  readonly makeFirstUseLength: number;
  readonly makeYearStep: number;
  readonly model: number;
  readonly modelAge: number;
  readonly modelAgeLength: number;
  /** Generations of a model: years of first use, as a rough and as a smooth curve. */
  readonly modelFirstUse: number;
  readonly modelFirstUseLength: number;
  readonly modelFirstUseSmooth: number;
  readonly modelFirstUseSmoothLength: number;
  /** Age and year of first use together: a generation that ages in its own way. */
  readonly modelAgeFirstUse: number;
  readonly modelAgeFirstUseAgeLength: number;
  readonly modelAgeFirstUseLength: number;
  readonly modelYearStep: number;
  /** What a cohort has of its own in one year, beyond counting noise. */
  readonly cohort: number;
}

/**
 * Learnt from 2018 to 2020 only: the evidence of the training years and the deviance of the year after them, for
 * 2018 → 2019 and 2018–2019 → 2020 together, over all items. Both are flat around these figures, which are rounded. How
 * much an item's makes and models differ is learnt at each training instead, see {@link fitItemAtBestScale}.
 *
 * Tried on 2018–2019 → 2020 and left out, since it predicted no better: elasticities to kilometres by model, drift by
 * model, odd and even ages since the rules changed in 2018, shocks by age and year. Repair notices of the same item, and
 * failures and notices of other items, each explain at most 3 % of what the model leaves unexplained.
 */
export const PRIORS: Priors = {
  level: 1,
  age: 0.5,
  ageLength: 5,
  firstUse: 0.12,
  firstUseLength: 20,
  yearStep: 0.005,
  yearStepByAge: 0.004,
  yearStepByAgeLength: 7,
  drift: 0.005,
  driftByAge: 0.002,
  kilometres: 0.2,
  make: 0.3,
  makeAge: 0.03,
  makeAgeLength: 4,
  makeFirstUse: 0.14,
  makeFirstUseLength: 14,
  makeYearStep: 0.0006,
  model: 0.3,
  modelAge: 0.03,
  modelAgeLength: 3,
  modelFirstUse: 0.12,
  modelFirstUseLength: 4,
  modelFirstUseSmooth: 0.2,
  modelFirstUseSmoothLength: 2,
  modelAgeFirstUse: 0.07,
  modelAgeFirstUseAgeLength: 4,
  modelAgeFirstUseLength: 4,
  modelYearStep: 0.003,
  cohort: 0.008,
};

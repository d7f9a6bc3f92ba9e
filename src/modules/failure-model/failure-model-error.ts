/** What can be wrong with what a model is trained or tested on. Add freely, never rename or reuse one. */
export type FailureModelErrorCode =
  /** The file cannot be read or unpacked. */
  | "COHORT_FILE_UNREADABLE"
  /** The first line does not name the columns that are needed. */
  | "COHORT_FILE_HEADER"
  /** A row is broken: number of fields, a quote that does not end, a figure that is none. */
  | "COHORT_FILE_ROW"
  /** The same cohort, or the same item of a cohort, stands there twice. */
  | "COHORT_DUPLICATE"
  /** Defects of a cohort that the cohort file does not have. */
  | "COHORT_MISSING"
  /** No cohort is of the years asked for. */
  | "YEARS_WITHOUT_COHORTS"
  /** A year would be tested that was trained on, or one before it. */
  | "TEST_YEAR_NOT_AFTER_TRAINING"
  /** Parameters that another version of this model wrote, or that were damaged. */
  | "PARAMETERS_UNREADABLE";

/** An expected failure of training, testing or reading parameters. `message` is written for the operator. */
export class FailureModelError extends Error {
  override readonly name = "FailureModelError";

  readonly code: FailureModelErrorCode;
  /** 1-based line of the input where there is one, else null. */
  readonly line: number | null;

  constructor(
    code: FailureModelErrorCode,
    message: string,
    options: { cause?: unknown; line?: number } = {},
  ) {
    super(message, "cause" in options ? { cause: options.cause } : undefined);
    this.code = code;
    this.line = options.line ?? null;
  }
}

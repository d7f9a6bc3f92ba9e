/**
 * A prediction beside what happened: of one trial (n = 1, events 0 or 1), or of trials that share a prediction, of which
 * only the number of events is known.
 */
export interface Forecast {
  /** Trials: 1 or more. */
  readonly n: number;
  /** How often it happened. */
  readonly events: number;
  /** Events predicted per trial: a probability where a trial has at most one. */
  readonly rate: number;
}

/** A kind of background work: its name, how often it runs by itself, and how it is tried again. */
export interface Job<Data extends object> {
  /** Letters, digits and dashes. Stored: a new name leaves jobs of the old one behind. */
  readonly name: string;
  /** Cron expression in UTC; absent where only `send` asks for it. Its data is then `{}`. */
  readonly schedule?: string;
  /** How many of it one worker process runs at a time; 1 unless said otherwise. */
  readonly concurrency?: number;
  /**
   * Whether jobs of one key never run beside each other and never pile up: one runs, one waits, and whoever asks for a
   * third is served by the one that waits. For refreshes. Holds for schedules too.
   */
  readonly oneAtATime?: boolean;
  /** How often it is tried again after a failure or the death of its worker; 5 unless said otherwise. */
  readonly retries?: number;
  /** Longest that one try may take, in seconds; an hour unless said otherwise. */
  readonly expiresAfterS?: number;
  /** Only for the type: data holds ids, never a plate, a VIN or a name. */
  readonly data?: Data;
}

/** Declares a kind of work. Whoever sends it needs no more; a worker also needs `handledBy`. */
export const defineJob = <Data extends object = Record<string, never>>(facts: Job<Data>): Job<Data> => facts;

/** What one try of a job is given besides its data. */
export interface JobTry {
  readonly jobId: string;
  /** From 0. A try that finds a higher number stored has lost its job to another worker. */
  readonly tries: number;
  /**
   * Fires when the worker stops, the time is up, or the job was given to somebody else, whichever is first. A worker that
   * was frozen learns of it two seconds after it woke, so what a job writes must be harmless twice, or be fenced by
   * `tries`.
   */
  readonly signal: AbortSignal;
}

export type RunJob<Data extends object> = (data: Data, attempt: JobTry) => Promise<void>;

/** Work with the function that does it. */
export interface HandledJob {
  readonly job: Job<object>;
  readonly run: RunJob<never>;
}

/** Says who does a kind of work. */
export const handledBy = <Data extends object>(job: Job<Data>, run: RunJob<Data>): HandledJob => ({
  job,
  run,
});

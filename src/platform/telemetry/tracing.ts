/** What a span tells: our own words and numbers, and an operation's name. Never a value of a request. */
export type SpanFacts = Readonly<Record<string, string | number | boolean>>;

/** A part of the work on one request or job, with its beginning and end. */
export interface Span {
  /** Of all spans of this request or job. */
  readonly traceId: string;
  /** What begins while `work` runs is a part of it. */
  run<T>(work: () => T): T;
  tell(facts: SpanFacts): void;
  rename(name: string): void;
  /** @param failure a code of ours or PostgreSQL's; absent where it did what it was asked */
  end(failure?: string): void;
}

export interface Tracing {
  /** Begins a trace of its own. */
  begin(name: string, kind: "SERVER" | "CONSUMER", facts?: SpanFacts): Span;
  /** Begins a part of what is under way; undefined where nothing is, it is not to be sent, or it has parts enough. */
  part(name: string, kind: "INTERNAL" | "CLIENT", facts?: SpanFacts): Span | undefined;
  /** Sends what has not been sent. */
  close(): Promise<void>;
}

export interface TracingSettings {
  /** OTLP over HTTP: spans go to `/v1/traces` below it. */
  readonly endpoint: string;
  /** Of requests and jobs, 0 to 1. */
  readonly share: number;
  /** Told when spans could not be sent; not more often than once a minute. */
  readonly onLost: (error: Error) => void;
}

import { pino, type DestinationStream, type Logger } from "pino";
import type { LogLevel } from "../config/config.ts";
import { isoInstant } from "../iso-instant.ts";

export type { Logger };

/**
 * One JSON line per event, on standard error. What is logged is listed where it is logged: an allow-list, because a
 * list of things to hide is never complete and PostgreSQL's error details carry plates. Lines are written a few at a time,
 * at the latest after a tenth of a second.
 */
export function createLogger(level: LogLevel, destination: DestinationStream = standardError()): Logger {
  return pino(
    {
      level,
      base: null,
      timestamp: () => `,"time":"${isoInstant(Date.now())}"`,
      formatters: { level: (label) => ({ level: label }) },
      serializers: { err: describeError, error: describeError },
    },
    destination,
  );
}

/** As bytes: of text the stream measures all that waits at each line, which costs more than the line itself. */
function standardError(): DestinationStream {
  const stream = pino.destination({
    dest: 2,
    sync: false,
    // Each write wakes a thread, which costs as much as twenty lines.
    minLength: 48 * 1024,
    maxWrite: 64 * 1024,
    periodicFlush: 100,
    contentMode: "buffer",
  });
  return { write: (line) => stream.write(Buffer.from(line) as never) };
}

/** What of an error may be logged: never the message of a PostgreSQL or Drizzle error, whose text repeats values. */
export function describeError(error: unknown): Record<string, unknown> {
  if (!(error instanceof Error)) return { type: typeof error };
  const fromDatabase = "severity" in error && "code" in error;
  const facts: Record<string, unknown> = { type: error.name };
  if ("code" in error) facts["code"] = error.code;
  if (fromDatabase) {
    for (const name of ["schema", "table", "column", "constraint", "routine"] as const) {
      if (name in error) facts[name] = (error as unknown as Record<string, unknown>)[name];
    }
  } else if (!("params" in error)) {
    // Drizzle's message repeats the parameters of the query that failed; what went wrong is its cause.
    facts["message"] = error.message;
  }
  facts["stack"] = error.stack
    ?.split("\n")
    .filter((line) => /^\s+at /.test(line))
    .slice(0, 12)
    .join("\n");
  if (error.cause !== undefined) facts["cause"] = describeError(error.cause);
  return facts;
}

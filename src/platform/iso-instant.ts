let lastMs = NaN;
let lastText = "";

/**
 * An instant as ISO 8601 in UTC, with milliseconds. The last one is kept: a busy process says the same instant many times,
 * and a text of one costs as much as a line of the log.
 */
export function isoInstant(ms: number): string {
  if (ms !== lastMs) {
    lastText = new Date(ms).toISOString();
    lastMs = ms;
  }
  return lastText;
}

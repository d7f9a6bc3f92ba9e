const LONGEST_STOP_MS = 15_000;

/**
 * Runs `stop` at the first SIGTERM or SIGINT. A second one, or an orderly stop that takes too long, ends the process.
 */
export function onStop(stop: () => void): void {
  let stopping = false;
  const handle = () => {
    if (stopping) process.exit(1);
    stopping = true;
    setTimeout(() => process.exit(1), LONGEST_STOP_MS).unref();
    stop();
  };
  process.on("SIGTERM", handle);
  process.on("SIGINT", handle);
}

/** Waits for the signal to stop in order. */
export function untilStopped(): Promise<void> {
  return new Promise((resolve) => {
    onStop(resolve);
  });
}

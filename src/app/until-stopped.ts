const LONGEST_STOP_MS = 15_000;
/** Ctrl-C in a terminal reaches every process of its group, and npm then tells its child once more. */
const SAME_SIGNAL_MS = 500;

/**
 * Runs `stop` at the first SIGTERM or SIGINT. A second one, from somebody who does not want to wait, or an orderly stop
 * that takes too long, ends the process.
 */
export function onStop(stop: () => void): void {
  let stoppingSinceMs: number | null = null;
  const handle = () => {
    if (stoppingSinceMs !== null) {
      if (performance.now() - stoppingSinceMs > SAME_SIGNAL_MS) process.exit(1);
      return;
    }
    stoppingSinceMs = performance.now();
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

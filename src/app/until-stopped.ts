const LONGEST_STOP_MS = 15_000;

/**
 * Waits for SIGTERM or SIGINT. The first one begins an orderly stop; a second one, or an orderly stop that takes too
 * long, ends the process.
 */
export function untilStopped(): Promise<void> {
  return new Promise((resolve) => {
    let stopping = false;
    const stop = () => {
      if (stopping) process.exit(1);
      stopping = true;
      setTimeout(() => process.exit(1), LONGEST_STOP_MS).unref();
      resolve();
    };
    process.on("SIGTERM", stop);
    process.on("SIGINT", stop);
  });
}

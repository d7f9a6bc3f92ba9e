export interface RepeatedTask {
  /** Ends the repetition once a run under way is over. */
  stop(): Promise<void>;
}

/**
 * Runs a task again and again, never twice at a time and without keeping the process alive.
 * @param retryMs the pause after a failure
 * @param onFailure hears of the first failure of a row of them
 */
export function repeatEvery(
  everyMs: number,
  retryMs: number,
  task: () => Promise<void>,
  onFailure: (error: unknown) => void,
): RepeatedTask {
  let running = Promise.resolve();
  let isFailing = false;
  let isStopped = false;
  let timer: NodeJS.Timeout;

  async function run(): Promise<void> {
    try {
      await task();
      isFailing = false;
    } catch (error) {
      if (!isFailing) onFailure(error);
      isFailing = true;
    }
    if (!isStopped) schedule(isFailing ? retryMs : everyMs);
  }

  function schedule(afterMs: number): void {
    timer = setTimeout(() => void (running = run()), afterMs).unref();
  }

  schedule(everyMs);
  return {
    async stop() {
      isStopped = true;
      clearTimeout(timer);
      await running;
    },
  };
}

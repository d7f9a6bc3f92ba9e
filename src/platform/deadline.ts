/** Thrown when something did not answer in time. What it was doing goes on, unheard. */
export class DeadlineError extends Error {
  override readonly name = "DeadlineError";
}

/**
 * The promise, or what `late` makes after `timeoutMs`: a frozen database must not hold a request.
 * @param late made only when it is too late, for an error costs its stack
 */
export async function withDeadline<T>(
  promise: Promise<T>,
  timeoutMs: number,
  late: () => Error = () => new DeadlineError(`No answer within ${timeoutMs} ms.`),
): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const deadline = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(late()), timeoutMs);
  });
  try {
    return await Promise.race([promise, deadline]);
  } finally {
    clearTimeout(timer);
  }
}

/** Thrown when something did not answer in time. What it was doing goes on, unheard. */
export class DeadlineError extends Error {
  override readonly name = "DeadlineError";
}

/** The promise, or a DeadlineError after `timeoutMs`: a frozen database must not hold a request. */
export async function withDeadline<T>(promise: Promise<T>, timeoutMs: number): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const deadline = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new DeadlineError(`No answer within ${timeoutMs} ms.`)), timeoutMs);
  });
  try {
    return await Promise.race([promise, deadline]);
  } finally {
    clearTimeout(timer);
  }
}

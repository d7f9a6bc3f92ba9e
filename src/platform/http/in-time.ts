import { AppError } from "../errors/app-error.ts";
import { LIMITS } from "../limits.ts";

/** @throws {AppError} TIMEOUT when the work is not done in time; what it waits for in the database ends by itself */
export async function inTime<T>(work: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    const error = new AppError(
      "TIMEOUT",
      "The operation took too long. Ask for fewer rows or a narrower filter.",
    );
    timer = setTimeout(reject, LIMITS.requestTimeoutMs, error);
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}

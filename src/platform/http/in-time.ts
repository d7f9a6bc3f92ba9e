import { withDeadline } from "../deadline.ts";
import { AppError } from "../errors/app-error.ts";
import { LIMITS } from "../limits.ts";

const tooLate = () =>
  new AppError("TIMEOUT", "The operation took too long. Ask for fewer rows or a narrower filter.");

/** @throws {AppError} TIMEOUT when the work is not done in time; what it waits for in the database ends by itself */
export const inTime = <T>(work: Promise<T>): Promise<T> =>
  withDeadline(work, LIMITS.requestTimeoutMs, tooLate);

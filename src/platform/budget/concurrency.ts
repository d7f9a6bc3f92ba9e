import { AppError } from "../errors/app-error.ts";
import { LIMITS } from "../limits.ts";

/** Counts the operations that each client has under way in this instance. */
export function openConcurrencyCap(max: number = LIMITS.concurrentOperations) {
  const running = new Map<string, number>();
  return {
    /** @throws {AppError} RATE_LIMITED when the client has as many under way as it may */
    enter(clientId: string): void {
      const count = running.get(clientId) ?? 0;
      if (count >= max) {
        throw new AppError("RATE_LIMITED", `At most ${max} operations of one client run at the same time.`, {
          retryAfterMs: 1000,
          concurrent: max,
        });
      }
      running.set(clientId, count + 1);
    },
    leave(clientId: string): void {
      const count = (running.get(clientId) ?? 1) - 1;
      if (count > 0) running.set(clientId, count);
      else running.delete(clientId);
    },
  };
}

export type ConcurrencyCap = ReturnType<typeof openConcurrencyCap>;

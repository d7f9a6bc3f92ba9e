import { pino } from "pino";
import { createLogger } from "./logger.ts";

/**
 * An error that nobody caught ends the process with one line of what may be logged of it. Node would print the error
 * with its properties, and PostgreSQL puts plates into them.
 */
export function logCrashes(): void {
  process.once("uncaughtException", (error) => {
    createLogger("error", pino.destination({ dest: 2, sync: true })).fatal({ err: error }, "crash");
    process.exit(1);
  });
}

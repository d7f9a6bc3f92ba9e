import { fork } from "node:child_process";
import { fileURLToPath } from "node:url";

export interface Request {
  readonly method: "POST" | "GET";
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
}

export interface LoadOptions {
  readonly url: string;
  readonly requests: readonly Request[];
  readonly connections: number;
  readonly seconds: number;
  /** Requests a second over all connections (open loop); left out: as many as are answered (closed loop). */
  readonly rate?: number;
}

export interface LoadResult {
  /** Those with a status of success. */
  readonly answers: number;
  readonly perSecond: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
  /** Anything but a 200. */
  readonly failures: number;
  readonly statuses: Readonly<Record<string, number | undefined>>;
}

/** One round of load from a process of its own, so that it is not the measured process that waits for itself. */
export function load(options: LoadOptions): Promise<LoadResult> {
  return new Promise((resolve, reject) => {
    const child = fork(fileURLToPath(new URL("load-process.ts", import.meta.url)));
    child.once("message", (result) => resolve(result as LoadResult));
    child.once("error", reject);
    child.once("exit", (code) => {
      if (code !== 0) reject(new Error(`The load ended with ${code}.`));
    });
    child.send(options);
  });
}

import { fork, type ChildProcess } from "node:child_process";
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
  /** Requests a second at even intervals (open loop); left out: as many as are answered (closed loop). */
  readonly rate?: number;
  /** Requests a second that are sent as soon as a connection is free, until the second's are out. */
  readonly floodRate?: number;
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

let loading: ChildProcess | undefined;
let last: Promise<unknown> = Promise.resolve();

/**
 * One round of load from a process of its own, so that it is not the measured process that waits for itself. It stays
 * for the next round; two that are asked for at once come one after the other.
 */
export function load(options: LoadOptions): Promise<LoadResult> {
  const result = last.then(() => loadNow(options));
  last = result.catch(() => undefined);
  return result;
}

function loadNow(options: LoadOptions): Promise<LoadResult> {
  const child = (loading ??= fork(fileURLToPath(new URL("load-process.ts", import.meta.url))));
  // It keeps nobody from ending while it has nothing to do.
  child.ref();
  child.channel?.ref();
  return new Promise<LoadResult>((resolve, reject) => {
    const settle = () => {
      child.removeAllListeners();
      child.unref();
      child.channel?.unref();
    };
    child.once("message", (result) => {
      settle();
      resolve(result as LoadResult);
    });
    const fail = (error: Error) => {
      settle();
      loading = undefined;
      reject(error);
    };
    child.once("error", fail);
    child.once("exit", (code) => fail(new Error(`The load ended with ${code}.`)));
    child.send(options);
  });
}

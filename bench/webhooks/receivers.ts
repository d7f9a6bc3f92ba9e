import { createServer, type RequestListener } from "node:http";
import type { AddressInfo } from "node:net";

async function listen(listener: RequestListener): Promise<{ url: string; close(): void }> {
  const server = createServer(listener);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
    close() {
      server.closeAllConnections();
      server.close();
    },
  };
}

export interface Receiver {
  readonly url: string;
  /** By the subject's id: when it came first, ms since 1970, and how often. */
  readonly firstAt: ReadonlyMap<string, number>;
  readonly counts: ReadonlyMap<string, number>;
  /** How long it takes to answer. */
  delayMs: number;
  /** Waits until all of these came, or the time is over. */
  until(ids: Iterable<string>, withinMs: number): Promise<void>;
  /** The most message ids that one event came under. */
  idsPerEvent(): number;
  close(): void;
}

/** Acknowledges all that comes. */
export async function openReceiver(delayMs: number): Promise<Receiver> {
  const firstAt = new Map<string, number>();
  const counts = new Map<string, number>();
  const ids = new Map<string, Set<string>>();
  const { url, close } = await listen((request, response) => {
    const atMs = Date.now();
    let body = "";
    request.on("data", (chunk: Buffer) => (body += chunk.toString()));
    request.on("end", () => {
      setTimeout(() => {
        const { id } = (JSON.parse(body) as { data: { subject: { id: string } } }).data.subject;
        if (!firstAt.has(id)) firstAt.set(id, atMs);
        counts.set(id, (counts.get(id) ?? 0) + 1);
        ids.set(id, (ids.get(id) ?? new Set()).add(String(request.headers["webhook-id"])));
        response.writeHead(204).end();
      }, receiver.delayMs);
    });
  });
  const receiver: Receiver = {
    ...{ url, close, firstAt, counts, delayMs },
    async until(wanted, withinMs) {
      const all = [...wanted];
      const endMs = Date.now() + withinMs;
      while (Date.now() < endMs && !all.every((id) => counts.has(id)))
        await new Promise((resolve) => setTimeout(resolve, 100));
    },
    idsPerEvent: () => Math.max(...[...ids.values()].map(({ size }) => size)),
  };
  return receiver;
}

/** Two of each: that hang, drip, answer 500, answer 429, and break off. */
export function openBadReceivers(): Promise<{ url: string; close(): void }[]> {
  const listeners: RequestListener[] = [
    () => undefined,
    (_request, response) => {
      const timer = setInterval(() => response.socket?.write("H"), 100);
      response.on("close", () => clearInterval(timer));
    },
    (_request, response) => void response.writeHead(500).end(),
    (_request, response) => void response.writeHead(429, { "retry-after": "1" }).end(),
    (_request, response) => void response.socket?.resetAndDestroy(),
  ];
  return Promise.all([...listeners, ...listeners].map(listen));
}

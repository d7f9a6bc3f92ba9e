import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

export interface Received {
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  readonly atMs: number;
}

export type Answer = (response: ServerResponse, request: IncomingMessage, received: Received) => void;

export interface Receiver {
  readonly url: string;
  /** Everything that came, whatever was answered. */
  readonly received: Received[];
  /** Ids of what was answered with 200, in the order of their coming, each as often as it came. */
  readonly acknowledged: string[];
  readonly connections: () => number;
  answer: Answer;
  close(): Promise<void>;
}

export const ok: Answer = (response) => response.writeHead(200).end();
export const status =
  (code: number, headers: Record<string, string> = {}): Answer =>
  (response) =>
    response.writeHead(code, headers).end();

/** A partner's server on this machine that notes what comes. */
export async function openReceiver(answer: Answer = ok): Promise<Receiver> {
  let connections = 0;
  const server = createServer((request, response) => {
    let body = "";
    request.on("data", (chunk: Buffer) => (body += chunk.toString()));
    request.on("end", () => {
      const headers = Object.fromEntries(
        Object.entries(request.headers).map(([name, value]) => [name, String(value)]),
      );
      const one = { headers, body, atMs: Date.now() };
      receiver.received.push(one);
      receiver.answer(response, request, one);
      if (response.statusCode === 200 && response.headersSent)
        receiver.acknowledged.push(headers["webhook-id"] ?? "");
    });
  });
  server.on("connection", () => (connections += 1));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const receiver: Receiver = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook`,
    received: [],
    acknowledged: [],
    connections: () => connections,
    answer,
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => {
          resolve();
        });
      }),
  };
  return receiver;
}

import { connect, type Socket } from "node:net";
import { expect } from "vitest";
import { readReply, type Reply } from "./target.ts";

export interface RawReply extends Reply {
  /** Whether the server ended the connection, and after how long, ms. */
  readonly isClosed: boolean;
  readonly ms: number;
}

/** Opens a connection whose errors are of no interest: being cut off is what many cases wait for. */
export function dial(url: string): Socket {
  const { hostname, port } = new URL(url);
  return connect({ host: hostname, port: Number(port) }).on("error", () => undefined);
}

/** Writes bytes as they are and reads the first answer until the server closes, or falls silent. */
export async function rawRequest(url: string, bytes: string | Buffer, patienceMs = 3000): Promise<RawReply> {
  const from = performance.now();
  const socket = dial(url);
  const received: Buffer[] = [];
  socket.on("data", (part: Buffer) => received.push(part));
  const isClosed = await new Promise<boolean>((resolve) => {
    const timer = setTimeout(resolve, patienceMs, false);
    socket.on("close", () => {
      clearTimeout(timer);
      resolve(true);
    });
    socket.write(bytes);
  });
  socket.destroy();
  return { ...parseAnswer(Buffer.concat(received)), isClosed, ms: performance.now() - from };
}

function parseAnswer(bytes: Buffer): Reply {
  const text = bytes.toString("utf8");
  const [head, body] = splitOnce(text, "\r\n\r\n");
  const [status = "", ...lines] = head.split("\r\n");
  expect(status, "an answer came").toMatch(/^HTTP\/1\.1 \d{3} /);
  const headers = new Headers(lines.map((line) => splitOnce(line, ": ")));
  return readReply(Number(status.split(" ")[1]), headers, body);
}

function splitOnce(text: string, at: string): [string, string] {
  const place = text.indexOf(at);
  return place < 0 ? [text, ""] : [text.slice(0, place), text.slice(place + at.length)];
}

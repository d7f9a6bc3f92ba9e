import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { createServer, type AddressInfo, type Socket } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import { createServer as createTlsServer } from "node:tls";
import { describe, expect, onTestFinished, test } from "vitest";
import { openSender, type Answer } from "../../../src/modules/webhooks/send-message.ts";
import { openReceiver, status } from "../webhooks/receiver.ts";

const ATTEMPT_MS = 700;

async function send(url: string): Promise<Answer> {
  const sender = openSender({ allowLoopback: true }, ATTEMPT_MS);
  onTestFinished(() => {
    sender.close();
  });
  return sender.send(url, { "content-type": "application/json" }, "{}", new AbortController().signal);
}

/** A server that does with a socket what it likes; tells when its sockets are closed. */
async function raw(behave: (socket: Socket) => void) {
  const open = new Set<Socket>();
  const server = createServer((socket) => {
    open.add(socket);
    socket.on("error", () => undefined);
    socket.on("close", () => open.delete(socket));
    // What is not read keeps a socket from seeing its end.
    socket.resume();
    behave(socket);
  });
  onTestFinished(() => {
    for (const socket of open) socket.destroy();
    server.close();
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`, open };
}

const repeat = (socket: Socket, everyMs: number, text: string) => {
  const timer = setInterval(() => socket.write(text), everyMs);
  socket.on("close", () => {
    clearInterval(timer);
  });
};

async function allClosed(open: ReadonlySet<Socket>): Promise<void> {
  for (let tries = 0; open.size > 0 && tries < 300; tries++)
    await new Promise((resolve) => setTimeout(resolve, 20));
  expect(open.size).toBe(0);
}

describe("E96", () => {
  test.each([301, 302, 303, 307, 308])("a redirection %d is a failure and is not followed", async (code) => {
    const target = await openReceiver();
    const receiver = await openReceiver(status(code, { location: target.url }));
    onTestFinished(() => Promise.all([target.close(), receiver.close()]).then(() => undefined));
    expect(await send(receiver.url)).toEqual({ outcome: "REDIRECTED", httpStatus: code, retryAfterMs: null });
    expect(target.connections()).toBe(0);
  });
});

describe("E97: an attempt ends, and its connection too, at a receiver that", () => {
  test.each<[string, (socket: Socket) => void, string]>([
    ["says nothing", () => undefined, "TIMED_OUT"],
    ["drips the head of its answer", (socket) => repeat(socket, 50, "H"), "INVALID_ANSWER"],
    [
      "drips header lines",
      (socket) => {
        socket.write("HTTP/1.1 200 OK\r\n");
        repeat(socket, 50, "x-y: z\r\n");
      },
      "TIMED_OUT",
    ],
    [
      "sends a header of 60 KB",
      (socket) => void socket.write(`HTTP/1.1 200 OK\r\nx: ${"y".repeat(60_000)}\r\n\r\n`),
      "INVALID_ANSWER",
    ],
    ["resets the connection", (socket) => void socket.resetAndDestroy(), "UNREACHABLE"],
    ["closes the connection", (socket) => void socket.end(), "UNREACHABLE"],
  ])("%s", async (_name, behave, outcome) => {
    const { url, open } = await raw(behave);
    expect((await send(url)).outcome).toBe(outcome);
    await allClosed(open);
  });

  test("drips its body or never ends it: its status counts, and at most 64 KB are read", async () => {
    let sent = 0;
    const endless = await raw((socket) => {
      socket.write("HTTP/1.1 200 OK\r\ncontent-encoding: gzip\r\ncontent-length: 209715200\r\n\r\n");
      const piece = "x".repeat(16_384);
      const more = () => {
        while (!socket.destroyed && socket.write(piece)) sent += piece.length;
      };
      socket.on("drain", more);
      more();
    });
    const dripping = await raw((socket) => {
      socket.write("HTTP/1.1 500 No\r\ncontent-length: 1000\r\n\r\n");
      repeat(socket, 50, "x");
    });
    expect((await send(endless.url)).outcome).toBe("ACKNOWLEDGED");
    expect(await send(dripping.url)).toMatchObject({ outcome: "REFUSED", httpStatus: 500 });
    await allClosed(endless.open);
    await allClosed(dripping.open);
    // What the two systems hold between them comes on top of what was read.
    expect(sent).toBeLessThan(20_000_000);
  });

  test("shows a certificate that nobody signed", async ({ skip }) => {
    const made = selfSigned();
    if (made === null) skip("openssl is not there to make one");
    else {
      const server = createTlsServer(made, (socket) =>
        socket.end("HTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n"),
      );
      server.on("tlsClientError", () => undefined);
      onTestFinished(() => void server.close());
      await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
      const { port } = server.address() as AddressInfo;
      expect((await send(`https://127.0.0.1:${port}/`)).outcome).toBe("UNREACHABLE");
    }
  });
});

function selfSigned(): { key: string; cert: string } | null {
  const folder = mkdtempSync(path.join(tmpdir(), "kimberlite-certificate-"));
  const [key, cert] = [path.join(folder, "key.pem"), path.join(folder, "cert.pem")];
  try {
    const subject = ["-subj", "/CN=localhost", "-addext", "subjectAltName=IP:127.0.0.1"];
    execFileSync(
      "openssl",
      [
        "req",
        "-x509",
        "-newkey",
        "ed25519",
        "-nodes",
        "-days",
        "1",
        "-keyout",
        key,
        "-out",
        cert,
        ...subject,
      ],
      { stdio: "ignore" },
    );
    return { key: readFileSync(key, "utf8"), cert: readFileSync(cert, "utf8") };
  } catch {
    return null;
  } finally {
    rmSync(folder, { recursive: true });
  }
}

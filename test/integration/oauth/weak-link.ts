import { connect, createServer, type AddressInfo, type Socket } from "node:net";

/** A connection to PostgreSQL that can be lost or go silent. */
export interface WeakLink {
  /** The database's URL by way of this link. */
  readonly url: string;
  /** Ends every connection, and each new one at once. */
  cut(): void;
  /** Lets nothing through, and keeps the connections. */
  freeze(): void;
  restore(): void;
  close(): Promise<void>;
}

type State = "open" | "cut" | "frozen";

export async function openWeakLink(databaseUrl: string): Promise<WeakLink> {
  const target = new URL(databaseUrl);
  const sockets = new Set<Socket>();
  let state: State = "open";

  function track(socket: Socket): void {
    sockets.add(socket);
    socket.on("error", () => undefined);
    socket.on("close", () => sockets.delete(socket));
    if (state === "frozen") socket.pause();
  }

  const server = createServer((near) => {
    if (state === "cut") {
      near.destroy();
      return;
    }
    const far = connect(Number(target.port), target.hostname);
    for (const [from, to] of [
      [near, far],
      [far, near],
    ] as const) {
      from.on("data", (bytes) => to.write(bytes));
      from.on("close", () => to.destroy());
      track(from);
    }
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const url = new URL(databaseUrl);
  url.hostname = "127.0.0.1";
  url.port = String((server.address() as AddressInfo).port);

  return {
    url: url.href,
    cut() {
      state = "cut";
      for (const socket of sockets) socket.destroy();
    },
    freeze() {
      state = "frozen";
      for (const socket of sockets) socket.pause();
    },
    restore() {
      state = "open";
      for (const socket of sockets) socket.resume();
    },
    close: () => {
      for (const socket of sockets) socket.destroy();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
}

import { once } from "node:events";
import { connect, type Socket } from "node:net";

/** Opens sockets that say nothing or too little, as `process.argv` says: port, count. Tells when all are closed. */
const [port = 0, count = 0] = process.argv.slice(2).map(Number);
const DRIP_MS = 1_000;
const BATCH = 100;

const sockets: Socket[] = [];
const closed: Promise<unknown>[] = [];
while (sockets.length < count) {
  const more = Array.from({ length: Math.min(BATCH, count - sockets.length) }, () => {
    const socket = connect(port, "127.0.0.1").resume();
    socket.on("error", () => undefined);
    return socket;
  });
  closed.push(...more.map((socket) => once(socket, "close")));
  await Promise.all(more.map((socket) => once(socket, "connect")));
  for (const [place, socket] of more.entries())
    if (place % 2 === 0) socket.write("POST /graphql HTTP/1.1\r\nhost: a\r\n");
  sockets.push(...more);
}
process.send?.("open");
const dripping = setInterval(() => {
  for (const [place, socket] of sockets.entries())
    if (place % 2 === 0 && socket.writable) socket.write("x-slow: 1\r\n");
}, DRIP_MS);
await Promise.all(closed);
clearInterval(dripping);
process.send?.("closed", () => process.exit(0));

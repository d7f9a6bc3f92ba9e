import { rmSync } from "node:fs";
import { createServer } from "node:net";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";

/** Loaded before the product: whoever connects is told what the heap holds once all garbage is collected, MB. */
setFlagsFromString("--expose-gc");
const collect = runInNewContext("gc");

const path = process.env["HEAP_PROBE_SOCKET"];
// A process that becomes another program leaves its socket behind.
rmSync(path, { force: true });
createServer((socket) => {
  collect();
  socket.end(String(process.memoryUsage().heapUsed / 2 ** 20));
})
  .listen(path)
  // Nobody stays for being asked.
  .unref();

import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";

/** Loaded before the product: when asked, collects all garbage and tells what the heap still holds, MB. */
setFlagsFromString("--expose-gc");
const collect = runInNewContext("gc");

process.on("message", () => {
  collect();
  process.send?.(process.memoryUsage().heapUsed / 2 ** 20);
});
// Nobody stays for being asked.
process.channel?.unref();

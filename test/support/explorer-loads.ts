import { launchChromium } from "./chromium.ts";
import { loadOf, type Load } from "./explorer-load.ts";

/**
 * How long the explorer's first load takes until its editor can be typed into, and what it transfers:
 * `npm run explorer:load`, beside a running demo. Another address than the demo's usual one is the first argument.
 */
const [address = "http://127.0.0.1:4000"] = process.argv.slice(2);
const LOADS = 3;

const browser = await launchChromium();
const loads: Load[] = [];
try {
  while (loads.length < LOADS) {
    // A context of its own has a cache of its own: each load is a first one.
    const context = await browser.newContext();
    loads.push(await loadOf(await context.newPage(), `${address}/explorer`));
    await context.close();
  }
} finally {
  await browser.close();
}
const byTime = loads.toSorted((one, other) => one.usableMs - other.usableMs);
const median = byTime[(LOADS - 1) / 2]!;
process.stdout.write(
  `Usable after ${byTime.map(({ usableMs }) => usableMs.toFixed(0)).join(", ")} ms (median ${median.usableMs.toFixed(0)}); ` +
    `${(median.bytes / 1e6).toFixed(2)} MB transferred\n`,
);

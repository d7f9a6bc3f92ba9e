import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";

/** How much the heap may grow on what was alive before it is swept, percent. V8 takes several times as much by itself. */
const GROWTH_PERCENT = 100;
const V8_DECIDES = 0;

let running = 0;

/**
 * Work that lets millions of short-lived objects pass. V8 moves a part of them among the long-lived ones, where they lie
 * until the heap has grown to some multiple of what is needed: an export would add 150 MB to its worker. Swept at twice
 * what is needed, the memory stays where it was, and that costs no CPU to speak of; at half of it more, a tenth.
 */
export async function withFlatHeap<T>(work: () => Promise<T>): Promise<T> {
  running += 1;
  growBy(GROWTH_PERCENT);
  // V8 reads the flag whenever it has swept, and sets the next limit by it: the limit of now is from before.
  if (running === 1) sweep();
  try {
    return await work();
  } finally {
    running -= 1;
    if (running === 0) growBy(V8_DECIDES);
  }
}

const growBy = (percent: number): void => {
  setFlagsFromString(`--heap-growing-percent=${percent}`);
};

/** Takes a tenth of a second. Node has no other way to ask for it. */
function sweep(): void {
  setFlagsFromString("--expose-gc");
  (runInNewContext("gc") as () => void)();
  setFlagsFromString("--no-expose-gc");
}

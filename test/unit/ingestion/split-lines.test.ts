import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { MAX_ROW_BYTES } from "../../../src/modules/ingestion/source/row-limits.ts";
import { splitLines, type Line } from "../../../src/modules/ingestion/source/split-lines.ts";
import { gather } from "./gather.ts";

async function* inPieces(bytes: Buffer, sizes: readonly number[]): AsyncGenerator<Buffer> {
  let at = 0;
  for (let turn = 0; at < bytes.length; turn += 1) {
    const size = Math.max(1, sizes[turn % sizes.length] ?? bytes.length);
    yield bytes.subarray(at, at + size);
    at += size;
  }
}

async function linesOf(text: string | Buffer, sizes: readonly number[] = [7]): Promise<Line[]> {
  return gather(splitLines(inPieces(Buffer.from(text), sizes)));
}

const texts = (lines: readonly Line[]) => lines.map(({ text }) => text);

describe("splitLines", () => {
  test("numbers lines from 1, with either line end, with and without one at the end", async () => {
    expect(await linesOf("a\r\nb\n\nc")).toEqual([
      { number: 1, text: "a", problem: null },
      { number: 2, text: "b", problem: null },
      { number: 3, text: "", problem: null },
      { number: 4, text: "c", problem: null },
    ]);
    expect(texts(await linesOf("a\n"))).toEqual(["a"]);
    expect(await linesOf("")).toEqual([]);
  });

  test("takes a byte-order mark off the first line and leaves it elsewhere", async () => {
    expect(texts(await linesOf("\ufeffa\n\ufeffb", [1]))).toEqual(["a", "\ufeffb"]);
  });

  test("gives the same lines however the bytes arrive", async () => {
    const line = fc
      .string({ unit: "grapheme" })
      .filter((text) => !/[\r\n]/.test(text) && !text.startsWith("\ufeff"));
    await fc.assert(
      fc.asyncProperty(
        fc.array(line),
        fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 1 }),
        async (lines, sizes) => {
          const text = lines.map((one) => `${one}\n`).join("");
          expect(texts(await linesOf(text, sizes))).toEqual(lines);
        },
      ),
    );
  });

  test("refuses a line that is no UTF-8 and goes on with the next", async () => {
    const bytes = Buffer.concat([Buffer.from("a\n"), Buffer.from([0xc3, 0x28, 10]), Buffer.from("b\n")]);
    expect((await linesOf(bytes)).map(({ text, problem }) => text ?? problem)).toEqual([
      "a",
      "ROW_NOT_UTF8",
      "b",
    ]);
  });

  test("takes a line of the greatest length and refuses one that is a byte longer", async () => {
    const most = "x".repeat(MAX_ROW_BYTES);
    const lines = await linesOf(`${most}\n${most}y\nb\n`, [65_536]);
    expect(lines.map(({ text, problem }) => problem ?? text?.length)).toEqual([
      MAX_ROW_BYTES,
      "ROW_TOO_LONG",
      1,
    ]);
  });

  test("keeps no more than the greatest length of an endless line", async () => {
    const chunk = Buffer.alloc(1 << 20, "x");
    async function* endless() {
      for (let megabyte = 0; megabyte < 200; megabyte += 1) yield chunk;
      yield Buffer.from("\nb\n");
    }
    const before = process.memoryUsage().arrayBuffers;
    let peak = 0;
    const lines: Line[] = [];
    for await (const some of splitLines(endless())) {
      peak = Math.max(peak, process.memoryUsage().arrayBuffers - before);
      lines.push(...some);
    }
    expect(lines.map(({ text, problem }) => text ?? problem)).toEqual(["ROW_TOO_LONG", "b"]);
    expect(peak).toBeLessThan(8 << 20);
  });
});

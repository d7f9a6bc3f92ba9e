import type pg from "pg";
import { pino } from "pino";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { openAccessLog, PATIENCE_MS, UNWRITTEN_MAX } from "../../../src/platform/access-log/access-log.ts";
import type { Principal } from "../../../src/platform/auth/principal.ts";
import { AppError } from "../../../src/platform/errors/app-error.ts";

const READER = {
  clientId: "kbc_reader",
  partnerId: "11111111-1111-4111-8111-111111111111",
  contract: { purposes: ["SERVICE"] },
} as unknown as Principal;

interface Row {
  readonly at: string;
  readonly kinds: string[];
  readonly vehicleIds: string[];
}

/** A log over a database that answers as the test says. */
function openLog() {
  const written: Row[] = [];
  const lines: string[] = [];
  const database = { answer: (): Promise<void> => Promise.resolve() };
  const query = async (text: string, values: [string]) => {
    if (!text.includes("insert into access_log")) return;
    await database.answer();
    written.push(...(JSON.parse(values[0]) as Row[]));
  };
  const logger = pino({ base: null }, { write: (line: string) => void lines.push(line) });
  const log = openAccessLog({ query } as unknown as pg.Pool, logger);
  return { log, written, lines, database };
}

beforeEach(() => void vi.useFakeTimers({ now: new Date("2026-06-15T10:00:00Z") }));
afterEach(() => void vi.useRealTimers());

describe("the access log", () => {
  test("makes one entry of what one read shows, and writes it within a second", async () => {
    const { log, written } = openLog();
    const witness = log.witness(READER);
    witness.note("a", "REGISTRATION");
    witness.note("b", "REGISTRATION");
    witness.note("a", "VIN");
    log.witness(READER); // a read that shows nobody

    await vi.advanceTimersByTimeAsync(1000);

    expect(written).toEqual([
      {
        at: "2026-06-15T10:00:00.000Z",
        clientId: "kbc_reader",
        partnerId: READER.partnerId,
        purposes: ["SERVICE"],
        kinds: ["REGISTRATION", "VIN"],
        vehicleIds: ["a", "b"],
      },
    ]);
    await log.close();
  });

  test("loses nothing that a read shows while its first part is being written", async () => {
    const { log, written, database } = openLog();
    let goOn: () => void = () => undefined;
    database.answer = () => new Promise((resolve) => (goOn = resolve));
    const witness = log.witness(READER);
    witness.note("a", "VIN");
    const flushing = log.flush();
    witness.note("b", "VIN");
    goOn();
    database.answer = () => Promise.resolve();
    await flushing;
    await log.close();
    expect(written.flatMap(({ vehicleIds }) => vehicleIds)).toEqual(["a", "b"]);
  });

  test("keeps entries that could not be written, says so without them, and writes each once", async () => {
    const { log, written, lines, database } = openLog();
    database.answer = () => Promise.reject(new Error("gone"));
    for (let n = 0; n < 2500; n += 1) log.witness(READER).note(`v${n}`, "VIN");
    await vi.advanceTimersByTimeAsync(3000);
    expect(written).toEqual([]);
    expect(lines[0]).toContain('"entries":2500');
    expect(lines.join("")).not.toContain("v17");

    database.answer = () => Promise.resolve();
    await vi.advanceTimersByTimeAsync(1000);
    expect(written.map(({ vehicleIds }) => vehicleIds[0])).toEqual(
      Array.from({ length: 2500 }, (_, n) => `v${n}`),
    );
    await log.close();
  });

  test.each([
    ["is refused", () => Promise.reject(new Error("gone"))],
    ["hangs", () => new Promise<void>(() => undefined)],
  ])(
    "refuses reads that show somebody once writing %s for too long, and only then",
    async (_case, answer) => {
      const { log, database } = openLog();
      database.answer = answer;
      log.witness(READER).note("a", "VIN");
      await vi.advanceTimersByTimeAsync(PATIENCE_MS);
      log.witness(READER).note("b", "VIN");
      await vi.advanceTimersByTimeAsync(1);

      const refusal = () => log.witness(READER).note("c", "VIN");
      expect(refusal).toThrow(AppError);
      expect(refusal).toThrow(
        expect.objectContaining({ code: "OVERLOADED", details: { retryAfterMs: 5000 } }),
      );
    },
  );

  test("takes reads again when it can be written again", async () => {
    const { log, written, database } = openLog();
    database.answer = () => Promise.reject(new Error("gone"));
    log.witness(READER).note("a", "VIN");
    await vi.advanceTimersByTimeAsync(PATIENCE_MS + 1);
    database.answer = () => Promise.resolve();
    await vi.advanceTimersByTimeAsync(1000);
    log.witness(READER).note("b", "VIN");
    await log.close();
    expect(written.flatMap(({ vehicleIds }) => vehicleIds)).toEqual(["a", "b"]);
  });

  test("holds no more than so many unwritten entries", () => {
    const { log } = openLog();
    for (let n = 0; n < UNWRITTEN_MAX; n += 1) log.witness(READER).note("a", "VIN");
    expect(() => log.witness(READER).note("a", "VIN")).toThrow(/cannot be written/);
  });
});

import pg from "pg";
import { afterAll, beforeAll, expect, inject, test, vi } from "vitest";
import { openHostileFuzz, type HostileFuzz } from "./fuzz.ts";

/** So many documents are more than the budgets of a few clients hold. */
vi.mock("../../../src/platform/budget/cost-budget.ts", () => ({
  openCostBudget: () => ({
    spend: (_clientId: string, cost: number) => Promise.resolve({ requested: cost, available: cost }),
    refund: () => 0,
    close: () => Promise.resolve(),
  }),
}));

const SEED = 20_261_123;
const MINUTES = 10 * 60_000;
const DOCUMENTS = inject("hostileDocuments");

let fuzz: HostileFuzz;
beforeAll(async () => {
  fuzz = await openHostileFuzz();
}, MINUTES);
afterAll(() => fuzz.close());

test(
  `${DOCUMENTS} documents made from the schema are answered or refused by a code, within the processor time of the worst`,
  { timeout: MINUTES },
  async () => {
    const { documents, codes, faults, slow, mostCpuMs } = await fuzz.run(DOCUMENTS, SEED);
    if (DOCUMENTS > 1000) process.stdout.write(`${JSON.stringify({ documents, codes, mostCpuMs })}\n`);
    expect({ faults, slow }).toEqual({ faults: [], slow: [] });
    // Enough of each for "no fault" to mean something.
    expect(documents).toBe(DOCUMENTS);
    expect(codes["OK"]).toBeGreaterThan(DOCUMENTS / 5);
    for (const code of [
      "BAD_USER_INPUT",
      "GRAPHQL_PARSE_FAILED",
      "GRAPHQL_VALIDATION_FAILED",
      "MISSING_SCOPE",
    ])
      expect(codes[code], code).toBeGreaterThan(DOCUMENTS / 100);
  },
);

test(
  "the same while the database lends no connection: not one is answered as a failure of ours",
  { timeout: MINUTES },
  async () => {
    const timeout = new Error("timeout exceeded when trying to connect");
    // pg's own `query` gives it a callback, everybody else awaits it.
    const refuse = (callback?: (error: Error) => void) =>
      callback ? callback(timeout) : Promise.reject(timeout);
    const cut = vi.spyOn(pg.Pool.prototype, "connect").mockImplementation(refuse as () => undefined);
    const { codes, faults } = await fuzz
      .run(DOCUMENTS / 4, SEED + 1, "OVERLOADED")
      .finally(() => cut.mockRestore());
    expect(faults).toEqual([]);
    expect(codes["OVERLOADED"]).toBeGreaterThan(DOCUMENTS / 20);
  },
);

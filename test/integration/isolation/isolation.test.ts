import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import type * as runReads from "../../../src/platform/graphql/run-reads.ts";
import { openFuzz, type Findings, type Fuzz } from "./fuzz.ts";

/** Whether the application adds the contract to its statements. The one place that says so is replaced in this file. */
const application = vi.hoisted(() => ({ isBlind: false }));

vi.mock("../../../src/platform/graphql/run-reads.ts", async (original) => {
  const real = await original<typeof runReads>();
  return {
    ...real,
    restrictionsOf: (principal: Parameters<typeof real.restrictionsOf>[0]) => ({
      ...real.restrictionsOf(principal),
      ...(application.isBlind && { areas: false, makes: false, partFamilies: false }),
    }),
  };
});

/** Ten thousand queries are more than the budgets of a few clients hold. */
vi.mock("../../../src/platform/budget/cost-budget.ts", () => ({
  openCostBudget: () => ({
    spend: (_clientId: string, cost: number) => Promise.resolve({ requested: cost, available: cost }),
    refund: () => 0,
    close: () => Promise.resolve(),
  }),
}));

const QUERIES = 10_000;
const SEED = 20_260_615;
const MINUTES = 5 * 60_000;

const GUARDED = [
  "vehicles",
  "garages",
  "inspections",
  "defects",
  "odometer_readings",
  "intent_signals",
  "signal_history",
];

let fuzz: Fuzz;

beforeAll(async () => {
  fuzz = await openFuzz();
}, MINUTES);
afterAll(() => fuzz.close());

/** Enough was asked and seen for "nothing foreign" to mean something. */
function expectThorough(findings: Findings): void {
  const { queries, rows, rowsOf, codes } = findings;
  expect(queries).toBe(QUERIES);
  expect(codes["OK"]).toBeGreaterThan(QUERIES / 2);
  expect(rows).toBeGreaterThan(2 * QUERIES);
  const reading = Object.entries(rowsOf).filter(([name]) => name !== "supplier");
  expect(reading.filter(([, count]) => count < QUERIES / 20)).toEqual([]);
}

describe("isolation", () => {
  test("shows nobody a foreign row in 10,000 queries", { timeout: MINUTES }, async () => {
    application.isBlind = false;
    const findings = await fuzz.run(QUERIES, SEED);
    expect(findings).toMatchObject({ foreign: [], failures: [] });
    expectThorough(findings);
  });

  test("shows none in them either by row-level security alone", { timeout: MINUTES }, async () => {
    application.isBlind = true;
    const findings = await fuzz.run(QUERIES, SEED);
    expect(findings).toMatchObject({ foreign: [], failures: [] });
    expectThorough(findings);
  });

  describe("without row-level security", () => {
    let unguarded: Fuzz;
    beforeAll(async () => {
      unguarded = await openFuzz();
      // Dropping the policies alone would show nothing at all: PostgreSQL refuses where none allows.
      for (const table of GUARDED) {
        await unguarded.database.look(`alter table ${table} disable row level security`);
      }
    }, MINUTES);
    afterAll(() => unguarded.close());

    test(
      "foreign rows are found at once where the application is blind too",
      { timeout: MINUTES },
      async () => {
        application.isBlind = true;
        const { foreign } = await unguarded.run(1500, SEED);
        expect(foreign.length).toBeGreaterThan(100);
        for (const prefix of ["V", "G", "I", "D", "S"]) {
          expect(foreign.filter((finding) => finding.includes(` saw ${prefix} `))).not.toEqual([]);
        }
      },
    );

    test("the application's own predicate shows none", { timeout: MINUTES }, async () => {
      application.isBlind = false;
      expect(await unguarded.run(1000, SEED)).toMatchObject({ foreign: [], failures: [] });
    });
  });
});

import { afterAll, beforeAll, describe, expect, inject, test, vi } from "vitest";
import type * as runReads from "../../../src/platform/graphql/run-reads.ts";
import type * as ids from "../../../src/platform/read/ids.ts";
import { openFuzz, type Findings, type Fuzz } from "./fuzz.ts";

/** What the application does wrong on purpose: its two places are replaced in this file. */
const application = vi.hoisted(() => ({
  /** It does not add the contract to its statements. */
  isBlind: false,
  /** It answers with the database's own ids. */
  isBare: false,
}));

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

vi.mock("../../../src/platform/read/ids.ts", async (original) => {
  const real = await original<typeof ids>();
  return {
    ...real,
    IdCodec: class extends real.IdCodec {
      override encodeAll(uuids: readonly string[]): string[] {
        return application.isBare ? [...uuids] : super.encodeAll(uuids);
      }
    },
  };
});

/** So many queries are more than the budgets of a few clients hold. */
vi.mock("../../../src/platform/budget/cost-budget.ts", () => ({
  openCostBudget: () => ({
    spend: (_clientId: string, cost: number) => Promise.resolve({ requested: cost, available: cost }),
    refund: () => 0,
    close: () => Promise.resolve(),
  }),
}));

const QUERIES = inject("isolationQueries");
/** Enough for a fault that every answer has. */
const FEW = 100;
/** Enough for a fault of each kind of row, of which some are seldom asked for. */
const MANY = 1500;
const SEED = 20_260_615;
const MINUTES = 5 * 60_000;

const SOUND = { foreign: [], bare: [], failures: [] };
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

/** Who may read saw hardly anything. */
const sawLittle = ({ rowsOf }: Findings) =>
  Object.entries(rowsOf).filter(([name, count]) => name !== "supplier" && count < QUERIES / 100);

/** Enough was asked and seen for "nothing foreign" to mean something. */
const isThorough = (findings: Findings) => findings.rows > 2 * QUERIES && sawLittle(findings).length === 0;

function expectThorough(findings: Findings): void {
  expect(findings.queries).toBeGreaterThanOrEqual(QUERIES);
  expect(findings.codes["OK"]).toBeGreaterThan(findings.queries / 2);
  expect(findings.rows).toBeGreaterThan(2 * QUERIES);
  expect(sawLittle(findings)).toEqual([]);
}

describe("isolation", () => {
  test(
    `shows nobody a foreign row or an id of the database in ${QUERIES} queries`,
    { timeout: MINUTES },
    async () => {
      application.isBlind = false;
      const findings = await fuzz.run(QUERIES, SEED, isThorough);
      expect(findings).toMatchObject(SOUND);
      expectThorough(findings);
    },
  );

  test("shows none in them either by row-level security alone", { timeout: MINUTES }, async () => {
    application.isBlind = true;
    const findings = await fuzz.run(QUERIES, SEED, isThorough);
    expect(findings).toMatchObject(SOUND);
    expectThorough(findings);
  });

  test("ids of the database would be found at once", async () => {
    application.isBare = true;
    const { bare } = await fuzz.run(FEW, SEED, ({ bare: found }) => found.length > FEW / 10);
    application.isBare = false;
    expect(bare.length).toBeGreaterThan(FEW / 10);
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
        const missed = ({ foreign }: Findings) =>
          ["V", "G", "I", "D", "S"].filter((prefix) => !foreign.some((it) => it.includes(` saw ${prefix} `)));
        const findings = await unguarded.run(MANY, SEED, (found) => missed(found).length === 0);
        expect(findings.foreign.length).toBeGreaterThan(100);
        expect(missed(findings)).toEqual([]);
      },
    );

    test("the application's own predicate shows none", { timeout: MINUTES }, async () => {
      application.isBlind = false;
      expect(await unguarded.run(QUERIES, SEED)).toMatchObject(SOUND);
    });
  });
});

import { afterAll, beforeAll, expect, test } from "vitest";
import { openCostBudget, type CostBudget } from "../../../src/platform/budget/cost-budget.ts";
import { AppError } from "../../../src/platform/errors/app-error.ts";
import { LIMITS } from "../../../src/platform/limits.ts";
import { createTestDatabase, type TestDatabase } from "../../support/database.ts";

const { bucket, restorePerSecond } = LIMITS.cost;

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.drop());

/** Its own clock stands still, so that nothing comes back between two looks. */
const instance = () => openCostBudget(database.pool("kimberlite_worker", 2), () => 1000);
const inBucket = async (client: string) =>
  (await database.look("select available from client_budgets where client_id = $1", [client]))[0]?.[
    "available"
  ];

/** Spends until refused; answers what was given and the refusal. */
async function exhaust(budget: CostBudget, client: string, cost: number) {
  for (let given = 0; ; given += cost) {
    try {
      await budget.spend(client, cost);
    } catch (error) {
      return { given, refusal: error as AppError };
    }
  }
}

test("instances together give a client no more than its bucket and what came back meanwhile", async () => {
  const startedAt = performance.now();
  const instances = [instance(), instance(), instance()];
  const spent = await Promise.all(
    instances.flatMap((one) => [exhaust(one, "kbc_a", 150), exhaust(one, "kbc_a", 90)]),
  );
  const seconds = (performance.now() - startedAt) / 1000;
  const given = spent.reduce((sum, { given }) => sum + given, 0);
  expect(given).toBeLessThanOrEqual(bucket + restorePerSecond * seconds);
  expect(given).toBeGreaterThan(bucket / 2);
  for (const { refusal } of spent) {
    expect(refusal).toMatchObject({ code: "RATE_LIMITED" });
    expect(refusal.details["retryAfterMs"]).toBeGreaterThanOrEqual(100);
  }
  await Promise.all(instances.map((one) => one.close()));
});

test("one statement takes a loan, and what is left of it comes back when the instance closes", async () => {
  const budget = instance();
  expect(await budget.spend("kbc_b", 100)).toMatchObject({ requested: 100, available: bucket - 100 });
  expect(await inBucket("kbc_b")).toBe(bucket / 2);
  expect(budget.refund("kbc_b", 60)).toBe(bucket - 40);
  await budget.close();
  expect(Number(await inBucket("kbc_b"))).toBeGreaterThanOrEqual(bucket - 40);
});

test("each loan is half of what the bucket holds, so that a third instance still finds something", async () => {
  const instances = [instance(), instance(), instance()];
  for (const one of instances) await one.spend("kbc_g", 1);
  const left = Number(await inBucket("kbc_g"));
  expect(left).toBeGreaterThanOrEqual(bucket / 8);
  expect(left).toBeLessThan(bucket / 4);
  await Promise.all(instances.map((one) => one.close()));
});

test("a client's bucket is its own, and an operation as dear as any may be is given at once", async () => {
  const budget = instance();
  await exhaust(budget, "kbc_c", 150);
  expect(await budget.spend("kbc_d", LIMITS.cost.perOperation)).toMatchObject({ available: bucket / 2 });
  await budget.close();
});

test("what clients left of their loans comes back once they have been silent", async () => {
  let now = 1000;
  const budget = openCostBudget(database.pool("kimberlite_worker", 2), () => now);
  for (const client of ["kbc_e", "kbc_f"]) await budget.spend(client, 100);
  now += 4000;
  await budget.spend("kbc_f", 100);
  now += 2000;
  // The one that spoke 2 s ago keeps its own.
  await expect.poll(() => inBucket("kbc_e"), { timeout: 3000 }).toBe(bucket - 100);
  expect(await inBucket("kbc_f")).toBe(bucket / 2);
  await budget.close();
});

import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import {
  currentFailureModel,
  currentModel,
  DEFAULT_FAILURE_PARAMETERS,
  SHIPPED_MODEL,
  storeFailureModel,
  type NewModel,
} from "../../../src/modules/failure-model/index.ts";
import { inTransaction } from "../../../src/platform/db/transaction.ts";
import { createTestDatabase, type TestDatabase } from "../../support/database.ts";

describe("failure models in the database", () => {
  let database: TestDatabase;
  beforeAll(async () => {
    database = await createTestDatabase();
  });
  beforeEach(() => database.look("delete from failure_models"));
  afterAll(() => database.drop());

  const model = (version: string, trainedOn: NewModel["trainedOn"] = "COHORTS"): NewModel => ({
    version,
    trainedOn,
    attribution: "Nobody's figures.",
    trainedYears: [2018, 2019],
    parameters: { ...DEFAULT_FAILURE_PARAMETERS, attribution: version },
  });
  const store = (stored: NewModel) =>
    inTransaction(database.pool("kimberlite_worker", 1), (client) => storeFailureModel(client, stored));
  const current = () => inTransaction(database.pool("kimberlite_worker", 1), currentFailureModel);

  test("are the shipped one until one was trained, and its version says so", async () => {
    expect(await current()).toBe(SHIPPED_MODEL);
    expect(SHIPPED_MODEL.version).toMatch(/^shipped-fi-2018-2021-[0-9a-f]{8}$/);
  });

  test("are the one stored last, the same object as long as nothing else is stored", async () => {
    await store(model("first"));
    await store(model("second"));
    const found = await current();
    expect(found).toEqual({ version: "second", parameters: model("second").parameters });
    expect(await current()).toBe(found);
    await store(model("third"));
    expect((await current()).version).toBe("third");
  });

  test("can be put in use again; what a version holds does not change", async () => {
    await store(model("first"));
    await store(model("second"));
    await store({ ...model("first"), parameters: {} });
    expect(await current()).toEqual({ version: "first", parameters: model("first").parameters });
    expect(await database.look("select version, is_current from failure_models order by 1")).toEqual([
      { version: "first", is_current: true },
      { version: "second", is_current: false },
    ]);
  });

  test("of cohorts and of histories are in use beside each other", async () => {
    await store(model("cohorts"));
    await store(model("histories", "HISTORIES"));
    const pool = database.pool("kimberlite_worker", 1);
    const both = await inTransaction(pool, async (client) => [
      await currentModel(client, "COHORTS"),
      await currentModel(client, "HISTORIES"),
    ]);
    expect(both.map((found) => found?.version)).toEqual(["cohorts", "histories"]);
  });

  test("leave one in use when two are stored at once", async () => {
    const versions = ["a", "b", "c", "d"];
    await Promise.all(versions.map((version) => store(model(version))));
    expect(await database.look("select count(*)::int as n from failure_models where is_current")).toEqual([
      { n: 1 },
    ]);
  });
});

import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { DEFAULT_FAILURE_PARAMETERS, storeFailureModel } from "../../../src/modules/failure-model/index.ts";
import { fleetBasis, makeVehicle, seedFleet } from "../../../src/modules/demo/index.ts";
import {
  currentPredictor,
  HistoryLearner,
  trainFromHistories,
  type TrainedHistories,
} from "../../../src/modules/predictions/index.ts";
import { factsOf } from "../../../src/modules/synthetic/index.ts";
import { inTransaction } from "../../../src/platform/db/transaction.ts";
import { createTestDatabase, type TestDatabase } from "../../support/database.ts";

const FLEET = { vehicles: 3000, garages: 40, seed: 4, today: "2026-02-01" };

describe("training from stored histories", () => {
  let database: TestDatabase;
  let trained: TrainedHistories;
  const train = () =>
    inTransaction(database.pool("kimberlite_worker"), (client) =>
      trainFromHistories(client, DEFAULT_FAILURE_PARAMETERS),
    );

  beforeAll(async () => {
    database = await createTestDatabase();
    await seedFleet({ ...FLEET, ownerUrl: database.ownerUrl });
    trained = (await train())!;
  });
  afterAll(() => database.drop());

  test("learns the same from the same rows, under the same version", async () => {
    expect(await train()).toEqual(trained);
    expect(trained.version).toMatch(/^histories-2026-[0-9a-f]{8}$/);
    expect(trained.trainedOn).toBe("HISTORIES");
  });

  test("learns from rows what it learns from the fleet that wrote them", () => {
    const basis = fleetBasis(FLEET);
    const learner = new HistoryLearner(DEFAULT_FAILURE_PARAMETERS);
    for (let index = 0; index < FLEET.vehicles; index += 1) {
      learner.add(factsOf(makeVehicle(basis, index), "2026-02-02"));
    }
    const { countries } = learner.learn();
    expect(Object.keys(trained.parameters.countries)).toEqual(Object.keys(countries));
    const [stored, made] = [trained.parameters.countries.FR!, countries.FR!];
    expect(stored.inspections).toBe(made.inspections);
    expect(stored.cars).toEqual(made.cars);
    expect(stored.targets.map(({ part, failures }) => [part, failures])).toEqual(
      made.targets.map(({ part, failures }) => [part, failures]),
    );
  });

  test("changes what predicts, once it is stored, and names itself in the version", async () => {
    const pool = database.pool("kimberlite_worker");
    const before = await inTransaction(pool, currentPredictor);
    await inTransaction(pool, (client) => storeFailureModel(client, trained));
    const after = await inTransaction(pool, currentPredictor);
    expect(before.version).not.toContain("histories");
    expect(after.version).toBe(`${before.version}+${trained.version}`);
    const again = await inTransaction(pool, currentPredictor);
    expect(again).toBe(after);
  });

  test("learns nothing from too few", async () => {
    const empty = await createTestDatabase();
    try {
      const client = empty.pool("kimberlite_worker");
      expect(
        await inTransaction(client, (one) => trainFromHistories(one, DEFAULT_FAILURE_PARAMETERS)),
      ).toBeNull();
    } finally {
      await empty.drop();
    }
  });
});

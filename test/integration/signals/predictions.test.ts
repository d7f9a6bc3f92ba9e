import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Predictor } from "../../../src/modules/signals/index.ts";
import { openSignalScene, type SignalScene } from "./scene.ts";

let scene: SignalScene;
beforeAll(async () => {
  scene = await openSignalScene();
});
afterAll(() => scene.database.drop());

describe("a prediction", () => {
  const predictor: Predictor = {
    version: "test-1",
    predictions: (facts) =>
      facts.make !== "RENAULT"
        ? []
        : [
            {
              offer: {
                partCategory: "COIL_SPRING",
                partFamily: "SUSPENSION",
                axle: null,
                side: null,
                spot: null,
                axleNumber: null,
                operation: "REPLACE",
                quantity: null,
              },
              chance: {
                probability: 0.2,
                interval: { low: 0.1, high: 0.3 },
                baseline: { name: "COHORT", rate: 0.1, population: 1000 },
              },
              evidence: [{ kind: "COHORT", cohort: "COHORT", rate: 0.1, population: 1000 }],
            },
          ],
  };

  test("is made with a model only, and left alone by scoring without one", async () => {
    const { make } = scene;
    const vehicle = await make.vehicle({ firstRegisteredOn: "2015-03-01" });
    await make.inspection(vehicle, { performedOn: "2025-05-02", validUntil: "2027-05-01" });
    await scene.rescore(vehicle.id, "2026-01-01");
    expect(await scene.briefly(vehicle.id)).toEqual(["INSPECTION_DUE: OPEN"]);
    await scene.rescore(vehicle.id, "2026-01-01", predictor);
    const predicted = ["FAILURE_PREDICTED COIL_SPRING: OPEN", "INSPECTION_DUE: OPEN"];
    expect(await scene.briefly(vehicle.id)).toEqual(predicted);
    await scene.rescore(vehicle.id, "2026-01-01");
    expect(await scene.briefly(vehicle.id)).toEqual(predicted);
  });

  test("is superseded by a newer model's: the same need has the same id, and its past is kept", async () => {
    const { make, database } = scene;
    const vehicle = await make.vehicle({ firstRegisteredOn: "2015-03-01" });
    await make.inspection(vehicle, { performedOn: "2024-05-02", validUntil: "2026-05-01" });
    const newer: Predictor = {
      version: "test-2",
      predictions: (...given) =>
        predictor.predictions(...given).map((prediction) => ({
          ...prediction,
          chance: { ...prediction.chance, probability: 0.28 },
        })),
    };
    const stored = () =>
      database.look(
        `select id, probability, model_version, first_seen_at, status from intent_signals
         where vehicle_id = $1 and kind = 'FAILURE_PREDICTED'`,
        [vehicle.id],
      );
    await scene.rescore(vehicle.id, "2026-01-01", predictor);
    const [before] = await stored();
    await scene.rescore(vehicle.id, "2026-01-01", newer);
    const after = await stored();
    expect(after).toHaveLength(1);
    expect(after[0]).toMatchObject({
      id: before!["id"],
      first_seen_at: before!["first_seen_at"],
      status: "OPEN",
      probability: 0.28,
      model_version: expect.stringMatching(/\+failure-test-2$/) as string,
    });
    expect(before).toMatchObject({
      probability: 0.2,
      model_version: expect.stringMatching(/\+failure-test-1$/) as string,
    });
    const events = await database.look(
      `select type, data->>'signalId' as id from events where vehicle_id = $1 and data->>'signalKind' = 'FAILURE_PREDICTED'
       order by tx, seq`,
      [vehicle.id],
    );
    expect(events.map(({ type }) => type)).toEqual(["SIGNAL_CREATED", "SIGNAL_UPDATED"]);
    // The newer model then sees nothing there any more: the one signal ends, and says why.
    await scene.rescore(vehicle.id, "2026-01-01", { version: "test-3", predictions: () => [] });
    expect(await scene.briefly(vehicle.id)).toContain("FAILURE_PREDICTED COIL_SPRING: WITHDRAWN");
    expect(await scene.historyOf(vehicle.id)).toEqual(["FAILURE_PREDICTED OPEN WITHDRAWN BASIS_VANISHED"]);
    await scene.rescore(vehicle.id, "2026-01-01", newer);
    expect((await stored()).map(({ id, status }) => [id, status])).toEqual([[before!["id"], "OPEN"]]);
    expect(await scene.historyOf(vehicle.id)).toEqual([
      "FAILURE_PREDICTED OPEN WITHDRAWN BASIS_VANISHED",
      "FAILURE_PREDICTED WITHDRAWN OPEN BASIS_RETURNED",
    ]);
  });

  test("is over with the inspection that it was about", async () => {
    const { make } = scene;
    const vehicle = await make.vehicle({ firstRegisteredOn: "2015-03-01" });
    await make.inspection(vehicle, { performedOn: "2024-05-02", validUntil: "2026-05-01" });
    await scene.rescore(vehicle.id, "2026-01-01", predictor);
    await make.inspection(vehicle, { performedOn: "2026-04-20", validUntil: "2028-04-19" });
    await scene.rescore(vehicle.id, "2026-04-20", predictor);
    expect(await scene.briefly(vehicle.id)).toEqual([
      "FAILURE_PREDICTED COIL_SPRING: FULFILLED",
      "FAILURE_PREDICTED COIL_SPRING: OPEN",
      "INSPECTION_DUE: FULFILLED",
      "INSPECTION_DUE: OPEN",
    ]);
  });
});

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

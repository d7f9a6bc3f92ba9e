import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { rescoreVehicles, score, type Predictor } from "../../../src/modules/signals/index.ts";
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

  test("is made from each distance as far as it is believed, of one vehicle as of a whole fleet", async () => {
    const { make, pool } = scene;
    const today = "2026-01-01";
    const vehicle = await make.vehicle({
      firstRegisteredOn: "2015-03-01",
      lastPeriodicOn: "2025-03-20",
      lastPeriodicResult: "PASS",
      lastPeriodicValidUntil: "2027-03-19",
    });
    const at = (performedOn: string, validUntil: string) =>
      make.inspection(vehicle, { performedOn, validUntil });
    await at("2019-05-02", "2021-05-01");
    await make.reading(await at("2021-04-02", "2023-04-01"), 61_000);
    await make.reading(await at("2023-04-01", "2025-03-31"), 710_000, {
      reason: "DIGIT_TYPO",
      repairedKm: 71_000,
    });
    const last = await at("2025-03-20", "2027-03-19");
    await make.reading(last, 12_000, { reason: "DECREASE" });
    // Read in a workshop, on the day of the first inspection but not at it.
    await make.reading({ ...last, id: randomUUID() }, 30_000, { readOn: "2019-05-02" });

    const seen: (readonly (number | null)[])[] = [];
    const onlooker: Predictor = {
      version: "onlooker",
      predictions({ id, inspections }) {
        if (id === vehicle.id) seen.push(inspections.map(({ km }) => km));
        return [];
      },
    };
    const client = await pool.connect();
    await rescoreVehicles(client, [vehicle.id], { today, predictor: onlooker }).finally(() => {
      client.release();
    });
    await score({ pool, today, predictor: onlooker });
    const believed = [null, 61_000, 71_000, null];
    expect(seen).toEqual([believed, believed]);
  });
});

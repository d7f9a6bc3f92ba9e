import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { eraseSignals } from "../../../src/modules/signals/index.ts";
import { openSignalScene, type SignalScene } from "./scene.ts";

let scene: SignalScene;
beforeAll(async () => {
  scene = await openSignalScene();
});
afterAll(() => scene.database.drop());

/** A car that failed on 2026-05-04 for its front pads and rear left tyre, with its front discs noted. */
async function failedCar() {
  const { make } = scene;
  const vehicle = await make.vehicle({ firstRegisteredOn: "2018-03-01" });
  const failed = await make.inspection(vehicle, {
    performedOn: "2026-05-04",
    result: "FAIL_MAJOR",
    kind: "PERIODIC",
  });
  await make.defect(failed, { axle: "FRONT", side: "LEFT" });
  await make.defect(failed, { axle: "FRONT", side: "RIGHT" });
  await make.defect(failed, {
    annexItem: "5.2.3",
    partCategories: ["TYRE"],
    axle: "REAR",
    side: "LEFT",
    severity: "DANGEROUS",
  });
  await make.defect(failed, {
    annexItem: "1.1.14",
    partCategories: ["BRAKE_DISC"],
    axle: "FRONT",
    severity: "MINOR",
  });
  return { vehicle, failed };
}

describe("a failed inspection", () => {
  test("asks for a retest, and for one repair of each part and place", async () => {
    const { vehicle } = await failedCar();
    await scene.rescore(vehicle.id, "2026-05-05");
    expect(await scene.briefly(vehicle.id)).toEqual([
      "REPAIR_REQUIRED BRAKE_PAD_SET: OPEN",
      "REPAIR_REQUIRED TYRE: OPEN",
      "RETEST_DUE: OPEN",
      "WEAR_REPORTED BRAKE_DISC: OPEN",
    ]);
    const pads = (await scene.signalsOf(vehicle.id)).find(({ part }) => part === "BRAKE_PAD_SET");
    expect(pads).toMatchObject({ axle: "FRONT", quantity: 1 });
  });

  test("is over with a retest that passes; reported wear stays until the next inspection", async () => {
    const { make } = scene;
    const { vehicle, failed } = await failedCar();
    await scene.rescore(vehicle.id, "2026-05-05");
    await make.inspection(vehicle, {
      performedOn: "2026-05-20",
      kind: "RETEST",
      retestOf: failed.id,
      validUntil: "2028-05-03",
    });
    await scene.rescore(vehicle.id, "2026-05-20");
    expect(await scene.briefly(vehicle.id)).toEqual([
      "INSPECTION_DUE: OPEN",
      "REPAIR_REQUIRED BRAKE_PAD_SET: FULFILLED",
      "REPAIR_REQUIRED TYRE: FULFILLED",
      "RETEST_DUE: FULFILLED",
      "WEAR_REPORTED BRAKE_DISC: OPEN",
    ]);
    expect(await scene.historyOf(vehicle.id)).toEqual([
      "REPAIR_REQUIRED OPEN FULFILLED RETEST_PASSED",
      "REPAIR_REQUIRED OPEN FULFILLED RETEST_PASSED",
      "RETEST_DUE OPEN FULFILLED RETEST_PASSED",
    ]);
  });

  test("keeps of a retest that fails only what failed there again", async () => {
    const { make } = scene;
    const { vehicle, failed } = await failedCar();
    await scene.rescore(vehicle.id, "2026-05-05");
    const retest = await make.inspection(vehicle, {
      performedOn: "2026-05-20",
      kind: "RETEST",
      result: "FAIL_MAJOR",
      retestOf: failed.id,
    });
    await make.defect(retest, { axle: "FRONT", side: "LEFT" });
    await scene.rescore(vehicle.id, "2026-05-20");
    expect(await scene.briefly(vehicle.id)).toEqual([
      "REPAIR_REQUIRED BRAKE_PAD_SET: OPEN",
      "REPAIR_REQUIRED TYRE: FULFILLED",
      "RETEST_DUE: OPEN",
      "WEAR_REPORTED BRAKE_DISC: OPEN",
    ]);
    expect(await scene.historyOf(vehicle.id)).toEqual(["REPAIR_REQUIRED OPEN FULFILLED ITEM_PASSED"]);
  });

  test("lets the time for its retest run out: then a full inspection is due, and a year later nothing", async () => {
    const { vehicle } = await failedCar();
    await scene.rescore(vehicle.id, "2026-05-05");
    await scene.rescore(vehicle.id, "2026-07-05");
    expect(await scene.briefly(vehicle.id)).toEqual([
      "INSPECTION_DUE: OPEN",
      "REPAIR_REQUIRED BRAKE_PAD_SET: OPEN",
      "REPAIR_REQUIRED TYRE: OPEN",
      "RETEST_DUE: EXPIRED",
      "WEAR_REPORTED BRAKE_DISC: OPEN",
    ]);
    await scene.rescore(vehicle.id, "2028-01-01");
    const states = (await scene.signalsOf(vehicle.id)).map(({ status }) => status);
    expect(new Set(states)).toEqual(new Set(["EXPIRED"]));
  });
});

describe("reported wear", () => {
  async function wornCar() {
    const { make } = scene;
    const vehicle = await make.vehicle({ firstRegisteredOn: "2015-03-01" });
    const noted = await make.inspection(vehicle, { performedOn: "2022-05-02", validUntil: "2024-05-01" });
    await make.defect(noted, { severity: "MINOR", axle: "FRONT" });
    await scene.rescore(vehicle.id, "2022-05-03");
    const next = (result: "PASS" | "FAIL_MAJOR") =>
      make.inspection(vehicle, {
        performedOn: "2024-04-29",
        result,
        ...(result === "PASS" && { validUntil: "2026-04-28" }),
      });
    return { vehicle, next };
  }

  test("is over when the next inspection does not find it again, whose due date is met with it", async () => {
    const { vehicle, next } = await wornCar();
    await next("PASS");
    await scene.rescore(vehicle.id, "2024-04-30");
    expect(await scene.briefly(vehicle.id)).toEqual([
      "INSPECTION_DUE: FULFILLED",
      "INSPECTION_DUE: OPEN",
      "WEAR_REPORTED BRAKE_PAD_SET: FULFILLED",
    ]);
    expect(await scene.historyOf(vehicle.id)).toEqual([
      "INSPECTION_DUE OPEN FULFILLED INSPECTED",
      "WEAR_REPORTED OPEN FULFILLED ITEM_PASSED",
    ]);
  });

  test("is the same signal when the next inspection notes it again", async () => {
    const { vehicle, next } = await wornCar();
    const [, before] = await scene.signalsOf(vehicle.id);
    await scene.make.defect(await next("PASS"), { severity: "MINOR", axle: "FRONT" });
    await scene.rescore(vehicle.id, "2024-04-30");
    const wear = (await scene.signalsOf(vehicle.id)).filter(({ kind }) => kind === "WEAR_REPORTED");
    expect(wear).toEqual([before]);
    const [{ found } = {}] = await scene.database.look(
      "select jsonb_path_query_array(evidence::jsonb, '$[*] ? (@.kind == \"DEFECT\").on') as found from intent_signals where id = $1",
      [before!.id],
    );
    expect(found).toEqual(["2024-04-29", "2022-05-02"]);
  });

  test("gives way to the repair that the next inspection asks for", async () => {
    const { vehicle, next } = await wornCar();
    await scene.make.defect(await next("FAIL_MAJOR"), { severity: "MAJOR", axle: "FRONT" });
    await scene.rescore(vehicle.id, "2024-04-30");
    expect(await scene.briefly(vehicle.id)).toEqual([
      "INSPECTION_DUE: FULFILLED",
      "REPAIR_REQUIRED BRAKE_PAD_SET: OPEN",
      "RETEST_DUE: OPEN",
      "WEAR_REPORTED BRAKE_PAD_SET: WITHDRAWN",
    ]);
  });
});

describe("a signal", () => {
  test("is withdrawn when the record that it rests on is taken back, and opens again with it", async () => {
    const { vehicle, failed } = await failedCar();
    await scene.rescore(vehicle.id, "2026-05-05");
    const hide = (kind: string) =>
      scene.pool.query("update inspections set kind = $2 where id = $1", [failed.id, kind]);
    await hide("VOLUNTARY");
    await scene.rescore(vehicle.id, "2026-05-06");
    const withdrawn = (await scene.briefly(vehicle.id)).filter((line) => line.includes("REPAIR"));
    expect(withdrawn).toEqual([
      "REPAIR_REQUIRED BRAKE_PAD_SET: WITHDRAWN",
      "REPAIR_REQUIRED TYRE: WITHDRAWN",
    ]);
    await hide("PERIODIC");
    await scene.rescore(vehicle.id, "2026-05-07");
    const history = (await scene.historyOf(vehicle.id)).filter((line) => line.startsWith("RETEST"));
    expect(history).toEqual([
      "RETEST_DUE OPEN WITHDRAWN BASIS_VANISHED",
      "RETEST_DUE WITHDRAWN OPEN BASIS_RETURNED",
    ]);
  });

  test("that a partner settled stays settled, and one that it claimed stays claimed until the need is met", async () => {
    const { vehicle, failed } = await failedCar();
    await scene.rescore(vehicle.id, "2026-05-05");
    const settle = (part: string, status: string) =>
      scene.pool.query(
        "update intent_signals set status = $3, status_by = 'PARTNER' where vehicle_id = $1 and part_category = $2",
        [vehicle.id, part, status],
      );
    await settle("TYRE", "DISMISSED");
    await settle("BRAKE_PAD_SET", "CLAIMED");
    await scene.rescore(vehicle.id, "2026-05-06");
    const states = async () => (await scene.briefly(vehicle.id)).filter((line) => line.includes("REPAIR"));
    expect(await states()).toEqual([
      "REPAIR_REQUIRED BRAKE_PAD_SET: CLAIMED",
      "REPAIR_REQUIRED TYRE: DISMISSED",
    ]);
    await scene.make.inspection(vehicle, { performedOn: "2026-05-20", kind: "RETEST", retestOf: failed.id });
    await scene.rescore(vehicle.id, "2026-05-20");
    expect(await states()).toEqual([
      "REPAIR_REQUIRED BRAKE_PAD_SET: FULFILLED",
      "REPAIR_REQUIRED TYRE: DISMISSED",
    ]);
  });

  test("goes with the vehicle that is erased, and does not come back", async () => {
    const { vehicle } = await failedCar();
    await scene.rescore(vehicle.id, "2026-05-05");
    const client = await scene.pool.connect();
    await eraseSignals(client, vehicle.id);
    await client.query("update vehicles set erased_at = now() where id = $1", [vehicle.id]);
    client.release();
    await scene.rescore(vehicle.id, "2026-05-06");
    expect(await scene.signalsOf(vehicle.id)).toEqual([]);
  });
});

import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { openSignalScene, type SignalScene } from "./scene.ts";

let scene: SignalScene;
beforeAll(async () => {
  scene = await openSignalScene();
});
afterAll(() => scene.database.drop());

interface Vehicle {
  readonly id: string;
  readonly country: string;
  readonly areaCode: string;
  readonly make: string;
}

/** A car that failed for its front pads, with its rear tyre noted as worn. */
async function failedCar() {
  const { make } = scene;
  const vehicle = await make.vehicle({ firstRegisteredOn: "2016-03-01" });
  const failed = await make.inspection(vehicle, { performedOn: "2026-05-04", result: "FAIL_MAJOR" });
  await make.defect(failed, { axle: "FRONT" });
  await make.defect(failed, {
    annexItem: "5.2.3",
    partCategories: ["TYRE"],
    axle: "REAR",
    severity: "MINOR",
  });
  await scene.rescore(vehicle.id, "2026-05-05");
  return vehicle;
}

async function repaired(
  vehicle: Vehicle,
  on: string,
  line: { part: string; operation?: string; axle?: string },
) {
  const id = randomUUID();
  const { part, operation = "REPLACE", axle = null } = line;
  await scene.pool.query(
    `insert into repair_orders (id, vehicle_id, source, source_key, country, area_code, make, closed_on)
     values ($1, $2, 'SYNTHETIC', $7, $3, $4, $5, $6)`,
    [id, vehicle.id, vehicle.country, vehicle.areaCode, vehicle.make, on, id],
  );
  await scene.pool.query(
    `insert into repair_lines (repair_order_id, ordinal, vehicle_id, source, area_code, make, closed_on, operation,
       part_category, part_family, axle)
     select $1, 0, $2, 'SYNTHETIC', $3, $4, $5, $6, key, family, $8 from part_categories where key = $7`,
    [id, vehicle.id, vehicle.areaCode, vehicle.make, on, operation, part, axle],
  );
}

/** `type part: status` of every event about a vehicle's signals, in their order. */
async function eventsOf({ id }: Vehicle): Promise<string[]> {
  const rows = await scene.database.look(
    `select type, data->>'signalKind' as kind, data->>'partCategory' as part, data->>'signalStatus' as status
     from events where vehicle_id = $1 order by tx, seq`,
    [id],
  );
  return rows.map(
    ({ type, kind, part, status }) => `${[type, kind, part ?? "-"].join(" ")}: ${String(status)}`,
  );
}

describe("a repair order", () => {
  test("closes what it mended, at its place, and says why", async () => {
    const vehicle = await failedCar();
    await repaired(vehicle, "2026-05-08", { part: "BRAKE_PAD_SET", axle: "FRONT" });
    await scene.rescore(vehicle.id, "2026-05-08");
    expect(await scene.briefly(vehicle.id)).toEqual([
      "REPAIR_REQUIRED BRAKE_PAD_SET: FULFILLED",
      "RETEST_DUE: OPEN",
      "WEAR_REPORTED TYRE: OPEN",
    ]);
    expect(await scene.historyOf(vehicle.id)).toEqual(["REPAIR_REQUIRED OPEN FULFILLED REPAIRED"]);
    await repaired(vehicle, "2026-05-09", { part: "TYRE" });
    await scene.rescore(vehicle.id, "2026-05-09");
    expect(await scene.briefly(vehicle.id)).toContain("WEAR_REPORTED TYRE: FULFILLED");
  });

  test.each([
    ["another axle", "2026-05-08", { part: "BRAKE_PAD_SET", axle: "REAR" }],
    ["another part", "2026-05-08", { part: "BRAKE_DISC", axle: "FRONT" }],
    ["an earlier day", "2026-05-03", { part: "BRAKE_PAD_SET", axle: "FRONT" }],
    ["a look at it", "2026-05-08", { part: "BRAKE_PAD_SET", axle: "FRONT", operation: "CHECK" }],
  ])("of %s closes nothing", async (_case, on, line) => {
    const vehicle = await failedCar();
    const before = await scene.briefly(vehicle.id);
    await repaired(vehicle, on, line);
    await scene.rescore(vehicle.id, "2026-05-08");
    expect(await scene.briefly(vehicle.id)).toEqual(before);
  });
});

describe("what a driver asks for", () => {
  async function asked(vehicle: Vehicle) {
    const id = randomUUID();
    const partner = randomUUID();
    await scene.pool.query(
      `insert into partners (id, slug, name, scopes, areas, makes, part_families, purposes, valid_from)
       values ($1, $2, 'Driver''s app', '{}', '{}', '{}', '{}', '{}', '2020-01-01')`,
      [partner, partner],
    );
    await scene.pool.query(
      `insert into declarations (id, vehicle_id, partner_id, client_id, kind, area_code, make, part_category, part_family,
         operation, axle, from_on, until_on, declared_at, signal_id)
       values ($1, $2, $3, 'test', 'BOOKING_REQUESTED', $4, $5, 'BRAKE_PAD_SET', 'BRAKING', 'REPLACE', 'FRONT',
         '2026-06-10', '2026-06-20', '2026-06-05', $1)`,
      [id, vehicle.id, partner, vehicle.areaCode, vehicle.make],
    );
    return id;
  }

  test("opens a signal on the driver's days, and is over when it is done", async () => {
    const vehicle = await scene.make.vehicle({ firstRegisteredOn: "2026-01-01" });
    const id = await asked(vehicle);
    await scene.rescore(vehicle.id, "2026-06-05");
    const [signal] = await scene.database.look(
      `select origin, status, moment_from::text as from, moment_until::text as until, expires_on::text as expires, evidence::jsonb as evidence
       from intent_signals where vehicle_id = $1 and kind = 'BOOKING_REQUESTED'`,
      [vehicle.id],
    );
    expect(signal).toEqual({
      origin: "DECLARED",
      status: "OPEN",
      from: "2026-06-10",
      until: "2026-06-20",
      expires: "2026-07-04",
      evidence: [{ kind: "DECLARATION", on: "2026-06-05", reference: id }],
    });
    await repaired(vehicle, "2026-06-12", { part: "BRAKE_PAD_SET" });
    await scene.rescore(vehicle.id, "2026-06-12");
    expect(await scene.briefly(vehicle.id)).toContain("BOOKING_REQUESTED BRAKE_PAD_SET: FULFILLED");
    expect((await eventsOf(vehicle)).filter((event) => event.includes("BOOKING"))).toEqual([
      "SIGNAL_CREATED BOOKING_REQUESTED BRAKE_PAD_SET: OPEN",
      "SIGNAL_FULFILLED BOOKING_REQUESTED BRAKE_PAD_SET: FULFILLED",
    ]);
  });

  test("is over two weeks after the last of the days", async () => {
    const vehicle = await scene.make.vehicle({ firstRegisteredOn: "2026-01-01" });
    await asked(vehicle);
    await scene.rescore(vehicle.id, "2026-06-05");
    await scene.rescore(vehicle.id, "2026-07-04");
    expect(await scene.briefly(vehicle.id)).toContain("BOOKING_REQUESTED BRAKE_PAD_SET: OPEN");
    await scene.rescore(vehicle.id, "2026-07-05");
    expect(await scene.briefly(vehicle.id)).toContain("BOOKING_REQUESTED BRAKE_PAD_SET: EXPIRED");
    expect((await eventsOf(vehicle)).at(-1)).toBe("SIGNAL_EXPIRED BOOKING_REQUESTED BRAKE_PAD_SET: EXPIRED");
  });
});

describe("the log of events", () => {
  test("hears of a signal that opens, moves by a week or closes, and of nothing else", async () => {
    const vehicle = await scene.make.vehicle({ firstRegisteredOn: "2015-03-01" });
    await scene.make.inspection(vehicle, { performedOn: "2024-05-02", validUntil: "2026-05-01" });
    await scene.rescore(vehicle.id, "2026-01-01");
    await scene.rescore(vehicle.id, "2026-01-01");
    const opened = ["SIGNAL_CREATED INSPECTION_DUE -: OPEN"];
    expect(await eventsOf(vehicle)).toEqual(opened);
    // Overdue, it is expected a day later each day; that is told once a week at most.
    for (let day = 10; day < 24; day += 1) await scene.rescore(vehicle.id, `2026-06-${day}`);
    const moved = (await eventsOf(vehicle)).slice(1);
    expect(moved.length).toBeGreaterThan(0);
    expect(moved.length).toBeLessThanOrEqual(6);
    expect(new Set(moved)).toEqual(new Set(["SIGNAL_UPDATED INSPECTION_DUE -: OPEN"]));
    await scene.make.inspection(vehicle, { performedOn: "2026-06-24", validUntil: "2028-06-23" });
    await scene.rescore(vehicle.id, "2026-06-24");
    expect((await eventsOf(vehicle)).slice(1 + moved.length).toSorted()).toEqual([
      "SIGNAL_CREATED INSPECTION_DUE -: OPEN",
      "SIGNAL_FULFILLED INSPECTION_DUE -: FULFILLED",
    ]);
  });
});

import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { CAR, codes, did, failed, GARAGE, idsOfOthers, openWriting } from "./writing.ts";

const { scene, lyon, neighbour, marseille, vehicles, garages, inspections, orders, count } =
  await openWriting();

const vehicle = { country: "FR", registration: "RR-101-RR" };
const LINE = { operation: "REPLACE", partCategory: "BRAKE_PAD_SET", position: { axle: "FRONT" } };
const ORDER = { id: "ro-1", vehicle, closedOn: "2026-06-10", lines: [LINE] };

beforeAll(async () => {
  await vehicles(lyon, [
    { ...CAR, registration: "RR101RR" },
    { ...CAR, registration: "RR102RR" },
    { ...CAR, registration: "RR103RR", vin: "VF1AAAAA0AA222222" },
  ]);
  await vehicles(marseille, [{ ...CAR, postalCode: "13001", registration: "SS101SS" }]);
  await garages(lyon, [GARAGE]);
});
afterAll(() => scene.server.close());

const linesOf = (registration: string) =>
  scene.look(
    `select o.source_key, o.closed_on::text, o.odometer_km, g.name, l.operation, l.part_category, l.part_family, l.axle,
       l.quantity, l.price_minor, l.currency, l.measured_mm
     from repair_orders o join repair_lines l on l.repair_order_id = o.id join vehicles v on v.id = o.vehicle_id
     left join garages g on g.id = o.garage_id
     where registration = $1 order by o.source_key, l.ordinal`,
    [registration],
  );

describe("recordRepairOrders", () => {
  const repairs = () =>
    scene.look(
      `select part_category, s.status, h.reason from intent_signals s join vehicles v on v.id = s.vehicle_id
       left join signal_history h on h.signal_id = s.id and h.to_status = 'FULFILLED'
       where registration = 'RR101RR' and kind = 'REPAIR_REQUIRED'`,
    );
  const heard = async () =>
    (
      await scene.look(
        `select type from events e join vehicles v on v.id = e.vehicle_id
         where registration = 'RR101RR' and type in ('VEHICLE_UPDATED', 'SIGNAL_FULFILLED') order by type`,
      )
    ).map(({ type }) => type);

  test("closes what was mended in the same moment, keeps the lines and tells of it", async () => {
    await inspections(lyon, [failed(vehicle)]);
    expect(await repairs()).toEqual([{ part_category: "BRAKE_PAD_SET", status: "OPEN", reason: null }]);
    const order = {
      ...ORDER,
      garage: { externalId: "7" },
      odometer: { value: 90_400, unit: "KM" },
      lines: [
        { ...LINE, quantity: 1, price: 189.9, measuredMm: 2.5 },
        { operation: "CHECK", partCategory: "TYRE" },
      ],
    };
    const [result] = await orders(lyon, [order]);
    expect(result).toMatchObject({ result: "CREATED", userErrors: [] });
    expect(await repairs()).toEqual([
      { part_category: "BRAKE_PAD_SET", status: "FULFILLED", reason: "REPAIRED" },
    ]);
    expect(await linesOf("RR101RR")).toMatchObject([
      {
        source_key: "ro-1",
        closed_on: "2026-06-10",
        odometer_km: 90_400,
        name: "Garage du Parc",
        part_family: "BRAKING",
        axle: "FRONT",
        quantity: 1,
        price_minor: "18990",
        currency: "EUR",
        measured_mm: 2.5,
      },
      { operation: "CHECK", part_category: "TYRE", price_minor: null, currency: null, quantity: null },
    ]);
    expect(await heard()).toEqual(["SIGNAL_FULFILLED", "VEHICLE_UPDATED"]);
    const { data } = await scene.ask<{ vehicleByRegistration: object }>(
      lyon,
      '{ vehicleByRegistration(country: FR, registration: "RR101RR") { id odometerReadings { km readOn } } }',
    );
    expect(data.vehicleByRegistration).toEqual({
      id: result?.row?.id,
      odometerReadings: [
        { km: 90_000, readOn: "2026-06-01" },
        { km: 90_400, readOn: "2026-06-10" },
      ],
    });
  });

  test("changes nothing when it is sent again, and corrects under its number", async () => {
    const plain = { ...ORDER, id: "ro-2", vehicle: { country: "FR", registration: "RR102RR" } };
    expect(did(await orders(lyon, [plain]))).toEqual(["CREATED"]);
    expect(did(await orders(lyon, [plain]))).toEqual(["UNCHANGED"]);
    const both = await orders(lyon, [{ ...plain, lines: [{ ...LINE, price: 10 }] }, plain]);
    expect(did(both)).toEqual(["UPDATED", "UPDATED"]);
    expect(await linesOf("RR102RR")).toMatchObject([{ source_key: "ro-2", price_minor: null }]);
    await orders(neighbour, [plain]);
    expect(await linesOf("RR102RR")).toHaveLength(2);
  });

  test("answers in order and keeps what is right, or nothing at all", async () => {
    const before = await count("repair_orders");
    const batch = [
      { ...ORDER, id: "a" },
      { ...ORDER, id: "b", closedOn: "2026-06-16" },
      { ...ORDER, id: "c", lines: [{ ...LINE, partCategory: "WINGS" }] },
      { ...ORDER, id: "d", lines: [{ ...LINE, price: -1 }] },
      { ...ORDER, id: "e", garage: { externalId: "unknown" } },
      { ...ORDER, id: "f", vehicle: { ...vehicle, registration: "RR103RR", vin: "VF1AAAAA0AA999999" } },
    ];
    const refused = ["", "DATE_IN_FUTURE", "BAD_USER_INPUT", "BAD_USER_INPUT", "NOT_FOUND", "CONFLICT"];
    const tried = await orders(lyon, batch, { validateOnly: true });
    expect(codes(tried)).toEqual(refused);
    expect(did(tried)).toEqual(["CREATED", null, null, null, null, null]);
    const atomic = await orders(lyon, batch, { mode: "ATOMIC" });
    expect(codes(atomic)).toEqual(refused);
    expect(did(atomic)).toEqual([null, null, null, null, null, null]);
    expect(await count("repair_orders")).toBe(before);
    expect(did(await orders(lyon, batch))).toEqual(["CREATED", null, null, null, null, null]);
    expect(await count("repair_orders")).toBe(before + 1);
  });

  test("F107: answers alike for a vehicle of another territory, an unknown one and a forged id", async () => {
    const before = await count("repair_orders");
    const byMarks = await orders(lyon, [
      { ...ORDER, vehicle: { country: "FR", registration: "SS101SS" } },
      { ...ORDER, vehicle: { country: "FR", registration: "GG999GG" } },
    ]);
    const { vehicle: _, ...byId } = ORDER;
    const ids = await idsOfOthers(scene, marseille, "SS101SS");
    const named = await orders(
      lyon,
      ids.map((vehicleId) => ({ ...byId, vehicleId })),
    );
    const errors = [...byMarks, ...named].map(({ result, row, userErrors }) => ({
      result,
      row,
      said: userErrors.map(({ code, message }) => `${code} ${message}`),
    }));
    const refused = {
      result: null,
      row: null,
      said: ["NOT_FOUND There is no such vehicle, or it is outside your contract."],
    };
    expect(errors).toEqual([refused, refused, refused, refused]);
    expect(await count("repair_orders")).toBe(before);
  });

  test("takes a distance that has fallen, with a warning", async () => {
    const less = { ...ORDER, id: "ro-3", odometer: { value: 10, unit: "KM" } };
    expect(await orders(lyon, [less])).toMatchObject([
      { result: "CREATED", userErrors: [{ code: "ODOMETER_DECREASE", field: "items[0].odometer" }] },
    ]);
  });

  test("takes 250 orders, refuses 251, and is closed without its scope", async () => {
    const many = Array.from({ length: 250 }, (_, i) => ({ ...ORDER, id: `many-${i}` }));
    expect(new Set(did(await orders(lyon, many)))).toEqual(new Set(["CREATED"]));
    await expect(orders(lyon, [...many, ORDER])).rejects.toThrow("BAD_USER_INPUT");
    const reader = await scene.server.partner({ scopes: ["vehicles:read", "vehicles:write"] });
    await expect(orders(reader, [ORDER])).rejects.toThrow("MISSING_SCOPE");
  });

  test("stores each order once, however many send the batch at once", async () => {
    const batch = Array.from({ length: 40 }, (_, i) => ({ ...ORDER, id: `twin-${i}` }));
    const before = await count("repair_orders");
    const all = (options: object = {}) =>
      Promise.all(Array.from({ length: 6 }, () => orders(lyon, batch, options)));
    // Opens the connections first: while one is opened, another would be done already.
    await all({ validateOnly: true });
    const answers = await all();
    const results = answers.map((answer) => [...new Set(did(answer))].join());
    expect(results.toSorted()).toEqual(["CREATED", ...Array.from({ length: 5 }, () => "UNCHANGED")]);
    expect(await count("repair_orders")).toBe(before + 40);
  });
});

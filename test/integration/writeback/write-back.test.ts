import { afterAll, describe, expect, test } from "vitest";
import { CAR, codes, did, GARAGE, idsOfOthers, openWriting } from "./writing.ts";

const { scene, lyon, marseille, vehicles, garages, inspections, count } = await openWriting();

afterAll(() => scene.server.close());

describe("upsertVehicles", () => {
  test("answers one result for each item, in order: made, refused, made", async () => {
    const results = await vehicles(lyon, [
      { ...CAR, registration: "BB-101-BB" },
      { ...CAR, registration: "?!" },
      { ...CAR, registration: "BB102BB", vin: "VF1AAAAA0AA123456" },
    ]);
    expect(did(results)).toEqual(["CREATED", null, "CREATED"]);
    expect(codes(results)).toEqual(["", "INVALID_REGISTRATION", ""]);
    expect(results[1]).toMatchObject({ row: null, userErrors: [{ field: "items[1]" }] });
    const { data } = await scene.ask(
      lyon,
      '{ vehicleByRegistration(country: FR, registration: "BB101BB") { id make area { code } nextInspection { dueOn } } }',
    );
    expect(data).toMatchObject({
      vehicleByRegistration: { id: results[0]!.row!.id, make: "RENAULT", area: { code: "FR-69" } },
    });
  });

  test("says what changed, and that nothing did", async () => {
    const car = { ...CAR, registration: "BB103BB" };
    expect(did(await vehicles(lyon, [car]))).toEqual(["CREATED"]);
    expect(did(await vehicles(lyon, [car]))).toEqual(["UNCHANGED"]);
    expect(did(await vehicles(lyon, [{ ...car, fuel: "DIESEL" }]))).toEqual(["UPDATED"]);
  });

  test("is scored with the models in use, in the same transaction", async () => {
    await vehicles(lyon, [
      { ...CAR, registration: "BB105BB", category: "M1", firstRegisteredOn: "2022-08-01" },
    ]);
    const [signal] = await scene.look(
      `select model_version, first_seen_at = v.created_at as together
       from intent_signals s join vehicles v on v.id = s.vehicle_id where registration = 'BB105BB'`,
    );
    expect(signal).toEqual({
      model_version: expect.stringMatching(/\+timing-/) as unknown,
      together: true,
    });
  });

  test("keeps nothing of an atomic batch with one refusal, nor where it only validates", async () => {
    const before = await count("vehicles");
    const batch = [
      { ...CAR, registration: "BB104BB" },
      { ...CAR, registration: "?" },
    ];
    const atomic = await vehicles(lyon, batch, { mode: "ATOMIC" });
    expect(did(atomic)).toEqual([null, null]);
    expect(codes(atomic)).toEqual(["", "INVALID_REGISTRATION"]);
    const tried = await vehicles(lyon, batch, { validateOnly: true });
    expect(did(tried)).toEqual(["CREATED", null]);
    expect(tried[0]!.row).toBeNull();
    expect(await count("vehicles")).toBe(before);
  });

  test("F107: does not change, show or admit to a vehicle of another territory", async () => {
    await vehicles(marseille, [{ ...CAR, postalCode: "13001", registration: "CC101CC" }]);
    const before = await scene.look("select * from vehicles where registration = 'CC101CC'");
    const foreign = await vehicles(lyon, [{ ...CAR, registration: "CC101CC", colour: "PINK" }]);
    const outside = await vehicles(lyon, [{ ...CAR, registration: "CC102CC", postalCode: "13001" }]);
    expect(foreign).toEqual(outside);
    expect(codes(foreign)).toEqual(["NOT_FOUND"]);
    expect(await scene.look("select * from vehicles where registration = 'CC101CC'")).toEqual(before);
  });

  test("takes 250 items and refuses 251", async () => {
    const many = Array.from({ length: 250 }, (_, i) => ({ ...CAR, registration: `DD${100 + i}DD` }));
    expect(new Set(did(await vehicles(lyon, many)))).toEqual(new Set(["CREATED"]));
    await expect(vehicles(lyon, [...many, { ...CAR, registration: "DD999DD" }])).rejects.toThrow(
      "BAD_USER_INPUT",
    );
  });

  test("takes nothing about a vehicle that was erased", async () => {
    await vehicles(lyon, [{ ...CAR, model: "Gone", registration: "EE101EE" }]);
    const admin = await scene.server.partner({ scopes: ["admin", "vehicles:read"] });
    const id = await scene.idOf(admin, "GONE");
    await scene.ask(admin, "mutation ($id: ID!) { eraseVehicle(id: $id) { userErrors { code } } }", { id });
    expect(codes(await vehicles(lyon, [{ ...CAR, registration: "EE101EE" }]))).toEqual(["ERASED"]);
  });
});

describe("recordInspections", () => {
  const vehicle = { country: "FR", registration: "FF101FF" };
  const FAILED = {
    id: "ct-1",
    vehicle,
    kind: "PERIODIC",
    result: "FAIL_MAJOR",
    performedOn: "2026-06-01",
    odometer: { value: 90_000, unit: "KM" },
    defects: [{ scheme: "FR_CT", code: "1.1.13.a.2" }],
  };
  const signals = () =>
    scene.look(
      `select kind, status from intent_signals s join vehicles v on v.id = s.vehicle_id
       where registration = 'FF101FF' and kind in ('RETEST_DUE', 'REPAIR_REQUIRED') order by kind`,
    );

  test("opens signals, and closes them, in the same moment", async () => {
    await vehicles(lyon, [{ ...CAR, registration: "FF101FF" }]);
    expect(did(await inspections(lyon, [FAILED]))).toEqual(["CREATED"]);
    expect((await signals()).map(({ status }) => status)).toEqual(["OPEN", "OPEN"]);
    const passed = {
      ...FAILED,
      id: "ct-2",
      kind: "RETEST",
      result: "PASS",
      performedOn: "2026-06-10",
      defects: [],
    };
    expect(did(await inspections(lyon, [passed]))).toEqual(["CREATED"]);
    expect((await signals()).map(({ status }) => status)).toEqual(["FULFILLED", "FULFILLED"]);
  });

  test("says of what is on record that it is, and corrects it under its number", async () => {
    const again = await inspections(lyon, [FAILED]);
    expect(again).toMatchObject([{ result: "UNCHANGED", userErrors: [{ code: "DUPLICATE_INSPECTION" }] }]);
    expect(did(await inspections(lyon, [{ ...FAILED, certificateNumber: "C1" }]))).toEqual(["UPDATED"]);
  });

  test("takes a distance that has fallen, with a warning", async () => {
    const less = {
      ...FAILED,
      id: "ct-3",
      kind: "VOLUNTARY",
      performedOn: "2026-06-12",
      odometer: { value: 10, unit: "KM" },
    };
    expect(await inspections(lyon, [less])).toMatchObject([
      { result: "CREATED", userErrors: [{ code: "ODOMETER_DECREASE", field: "items[0].odometer" }] },
    ]);
  });

  test("refuses a day that is to come", async () => {
    expect(codes(await inspections(lyon, [{ ...FAILED, performedOn: "2026-06-16" }]))).toEqual([
      "DATE_IN_FUTURE",
    ]);
  });

  test("F107: answers alike for a vehicle of another territory, an unknown one and a forged id", async () => {
    const before = await count("inspections");
    const answers = await inspections(lyon, [
      { ...FAILED, vehicle: { country: "FR", registration: "CC101CC" } },
      { ...FAILED, vehicle: { country: "FR", registration: "GG999GG" } },
    ]);
    expect(answers.map(({ userErrors }) => ({ ...userErrors[0], field: null }))).toEqual([
      {
        code: "NOT_FOUND",
        field: null,
        message: "There is no such vehicle, or it is outside your contract.",
      },
      {
        code: "NOT_FOUND",
        field: null,
        message: "There is no such vehicle, or it is outside your contract.",
      },
    ]);
    const { vehicle: _, ...byId } = FAILED;
    const ids = await idsOfOthers(scene, marseille, "CC101CC");
    const named = await inspections(
      lyon,
      ids.map((vehicleId) => ({ ...byId, vehicleId })),
    );
    expect(codes(named)).toEqual(["NOT_FOUND", "NOT_FOUND"]);
    expect(await count("inspections")).toBe(before);
  });

  test("finds a vehicle by the id that its partner was given", async () => {
    const mine = await scene.ask<{ vehicleByRegistration: { id: string } }>(
      lyon,
      '{ vehicleByRegistration(country: FR, registration: "FF101FF") { id } }',
    );
    const { vehicle: _, ...byId } = FAILED;
    const [result] = await inspections(lyon, [{ ...byId, vehicleId: mine.data.vehicleByRegistration.id }]);
    expect(result).toMatchObject({ result: "UNCHANGED", userErrors: [{ code: "DUPLICATE_INSPECTION" }] });
  });
});

describe("upsertGarages", () => {
  test("finds a garage again by its partner's own number, which is nobody else's", async () => {
    const [made] = await garages(lyon, [GARAGE]);
    expect(made?.result).toBe("CREATED");
    expect(await garages(lyon, [GARAGE])).toEqual([{ ...made, result: "UNCHANGED" }]);
    const theirs = await garages(marseille, [{ ...GARAGE, name: "Autre", address: { postalCode: "13001" } }]);
    expect(theirs[0]?.result).toBe("CREATED");
    expect(await scene.look("select name from garages where external_id = '7' order by name")).toEqual([
      { name: "Autre" },
      { name: "Garage du Parc" },
    ]);
  });

  test("is refused outside the contract's areas", async () => {
    const results = await garages(lyon, [{ ...GARAGE, externalId: "8", address: { postalCode: "13001" } }]);
    expect(codes(results)).toEqual(["NOT_FOUND"]);
  });
});

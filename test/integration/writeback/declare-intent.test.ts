import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { TestPartner } from "../../support/server.ts";
import { CAR, codes, did, GARAGE, openWriting } from "./writing.ts";

const { scene, lyon, neighbour, marseille, vehicles, garages, orders, intents, count } = await openWriting();

const vehicle = { country: "FR", registration: "TT-101-TT" };
const WISH = {
  vehicle,
  kind: "QUOTE_REQUESTED",
  partCategory: "BRAKE_PAD_SET",
  operation: "REPLACE",
  position: { axle: "FRONT" },
  quantity: 1,
  fromOn: "2026-06-20",
  untilOn: "2026-06-30",
};

beforeAll(async () => {
  const registrations = ["TT101TT", "TT102TT", "TT103TT"];
  await vehicles(
    lyon,
    registrations.map((registration) => ({ ...CAR, registration })),
  );
  await vehicles(marseille, [{ ...CAR, postalCode: "13001", registration: "UU101UU" }]);
  await garages(lyon, [GARAGE]);
});
afterAll(() => scene.server.close());

async function signalsOf(by: TestPartner, registration: string): Promise<readonly unknown[]> {
  const query = `query ($registration: String!) { vehicleByRegistration(country: FR, registration: $registration) {
    intentSignals(first: 10) { edges { node {
      kind origin status offer { partCategory { key } operation quantity } moment { from until expiresOn }
      garage { name } evidence { kind }
    } } } } }`;
  const { data } = await scene.ask<{
    vehicleByRegistration: { intentSignals: { edges: { node: unknown }[] } } | null;
  }>(by, query, { registration });
  return data.vehicleByRegistration?.intentSignals.edges.map(({ node }) => node) ?? [];
}

describe("declareIntent", () => {
  test("opens the driver's signal at once, for all who may see the vehicle, and tells of it", async () => {
    const [result] = await intents(lyon, [{ ...WISH, id: "q-1", garage: { externalId: "7" } }]);
    expect(result).toMatchObject({ result: "CREATED", userErrors: [] });
    expect(result?.row?.id).toMatch(/^S/);
    const signal = {
      kind: "QUOTE_REQUESTED",
      origin: "DECLARED",
      status: "OPEN",
      offer: { partCategory: { key: "BRAKE_PAD_SET" }, operation: "REPLACE", quantity: 1 },
      moment: { from: "2026-06-20", until: "2026-06-30", expiresOn: "2026-07-14" },
      garage: { name: "Garage du Parc" },
      evidence: [{ kind: "DECLARATION" }],
    };
    expect(await signalsOf(lyon, "TT101TT")).toEqual([signal]);
    expect(await signalsOf(neighbour, "TT101TT")).toEqual([signal]);
    const heard = await scene.look(
      `select type, data->>'signalKind' as kind from events e join vehicles v on v.id = e.vehicle_id
       where registration = 'TT101TT'`,
    );
    expect(heard).toEqual([{ type: "SIGNAL_CREATED", kind: "QUOTE_REQUESTED" }]);
  });

  test("ends with the work that was asked for", async () => {
    const order = {
      id: "ro-1",
      vehicle,
      closedOn: "2026-06-15",
      lines: [{ operation: "REPLACE", partCategory: "BRAKE_PAD_SET" }],
    };
    expect(did(await orders(lyon, [order]))).toEqual(["CREATED"]);
    expect(await signalsOf(lyon, "TT101TT")).toMatchObject([{ status: "FULFILLED" }]);
  });

  test("takes a booking of an inspection", async () => {
    const booking = {
      vehicle: { country: "FR", registration: "TT103TT" },
      kind: "BOOKING_REQUESTED",
      inspectionKind: "PERIODIC",
      fromOn: "2026-06-01",
      untilOn: "2026-06-16",
    };
    expect(did(await intents(lyon, [booking]))).toEqual(["CREATED"]);
    expect(await signalsOf(lyon, "TT103TT")).toMatchObject([
      { kind: "BOOKING_REQUESTED", offer: null, moment: { from: "2026-06-15", until: "2026-06-16" } },
    ]);
  });

  test("is one request under one number, corrected when it says something else", async () => {
    const wish = { ...WISH, id: "q-2", vehicle: { country: "FR", registration: "TT102TT" } };
    const [made] = await intents(lyon, [wish]);
    expect(await intents(lyon, [wish])).toEqual([{ ...made, result: "UNCHANGED" }]);
    expect(await intents(lyon, [{ ...wish, untilOn: "2026-07-05" }])).toEqual([
      { ...made, result: "UPDATED" },
    ]);
    expect(await signalsOf(lyon, "TT102TT")).toMatchObject([{ moment: { until: "2026-07-05" } }]);
    expect(codes(await intents(lyon, [{ ...wish, vehicle }]))).toEqual(["CONFLICT"]);
    const theirs = await intents(neighbour, [wish]);
    expect(did(theirs)).toEqual(["CREATED"]);
    expect(await signalsOf(lyon, "TT102TT")).toHaveLength(2);
  });

  test("answers in order and keeps what is right, or nothing at all", async () => {
    const before = await count("declarations");
    const batch = [
      WISH,
      { ...WISH, untilOn: "2026-06-19" },
      { ...WISH, fromOn: "2026-06-01", untilOn: "2026-06-14" },
      { ...WISH, untilOn: "2028-06-30" },
      { ...WISH, partCategory: null },
      { ...WISH, inspectionKind: "PERIODIC" },
      { ...WISH, garage: { externalId: "unknown" } },
    ];
    const wrong = "BAD_USER_INPUT";
    const refused = ["", wrong, wrong, wrong, wrong, wrong, "NOT_FOUND"];
    const tried = await intents(lyon, batch, { validateOnly: true });
    expect(codes(tried)).toEqual(refused);
    expect(tried[0]).toMatchObject({ result: "CREATED", row: null });
    const atomic = await intents(lyon, batch, { mode: "ATOMIC" });
    expect(codes(atomic)).toEqual(refused);
    expect(new Set(did(atomic))).toEqual(new Set([null]));
    expect(await count("declarations")).toBe(before);
    expect(did(await intents(lyon, batch))).toEqual(["CREATED", null, null, null, null, null, null]);
    expect(await count("declarations")).toBe(before + 1);
  });

  test("answers alike for a vehicle of another territory and an unknown one, and is closed without its scope", async () => {
    const before = await count("declarations");
    const answers = await intents(lyon, [
      { ...WISH, vehicle: { country: "FR", registration: "UU101UU" } },
      { ...WISH, vehicle: { country: "FR", registration: "GG999GG" } },
    ]);
    const messages = answers.map(({ userErrors }) => userErrors.map(({ code, message }) => code + message));
    expect(codes(answers)).toEqual(["NOT_FOUND", "NOT_FOUND"]);
    expect(messages[0]).toEqual(messages[1]);
    const reader = await scene.server.partner({ scopes: ["vehicles:read", "signals:read"] });
    await expect(intents(reader, [WISH])).rejects.toThrow("MISSING_SCOPE");
    expect(await count("declarations")).toBe(before);
  });

  test("stores each request once, however many send the batch at once", async () => {
    const batch = Array.from({ length: 40 }, (_, i) => ({ ...WISH, id: `twin-${i}` }));
    const before = await count("declarations");
    const all = (options: object = {}) =>
      Promise.all(Array.from({ length: 6 }, () => intents(lyon, batch, options)));
    // Opens the connections first: while one is opened, another would be done already.
    await all({ validateOnly: true });
    const answers = await all();
    const results = answers.map((answer) => [...new Set(did(answer))].join());
    expect(results.toSorted()).toEqual(["CREATED", ...Array.from({ length: 5 }, () => "UNCHANGED")]);
    expect(await count("declarations")).toBe(before + 40);
  });
});

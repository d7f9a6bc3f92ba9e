import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { TestPartner } from "../../support/server.ts";
import { openScene, type Scene } from "./scene.ts";

let scene: Scene;
let garage: TestPartner;

beforeAll(async () => {
  scene = await openScene();
  garage = await scene.garage();
});
afterAll(() => scene.server.close());

const CAR = `query ($id: ID!) { vehicle(id: $id) {
  model registration vin odometer { latestKm } odometerReadings { km }
  inspections { edges { node { certificateNumber odometer { km value } } } }
} }`;

const BY_PLATE = `query ($plate: String!) { vehicleByRegistration(country: FR, registration: $plate) { model } }`;
const BY_VIN = `query ($vin: String!) { vehicleByVin(vin: $vin) { model } }`;
const FILTERED = `query ($plate: String!) { vehicles(filter: { registration: $plate }) { edges { node { model } } } }`;

async function car(model: string, plate: string, vin: string): Promise<string> {
  const vehicle = await scene.make.vehicle({ model, registration: plate, vin, odometerKm: 81_234 });
  const inspection = await scene.make.inspection(vehicle, { certificateNumber: `CERT-${model}` });
  await scene.make.reading(inspection, 81_234);
  return scene.idOf(garage, model);
}

const shown = (model: string, plate: string, vin: string) => ({
  vehicle: {
    model,
    registration: plate,
    vin,
    odometer: { latestKm: 81_234 },
    odometerReadings: [{ km: 81_234 }],
    inspections: {
      edges: [{ node: { certificateNumber: `CERT-${model}`, odometer: { km: 81_234, value: 81_234 } } }],
    },
  },
});
const hidden = (model: string) => ({
  vehicle: {
    model,
    registration: null,
    vin: null,
    odometer: { latestKm: 81_000 },
    odometerReadings: [{ km: 81_000 }],
    inspections: { edges: [{ node: { certificateNumber: null, odometer: { km: 81_000, value: 81_000 } } }] },
  },
});

interface Page {
  readonly vehicles: {
    readonly edges: { node: { id: string; registration: string } }[];
    readonly pageInfo: { endCursor: string; hasNextPage: boolean };
  };
}

async function expectNoWayIn(plate: string, vin: string): Promise<void> {
  expect((await scene.ask(garage, BY_PLATE, { plate })).data).toEqual({ vehicleByRegistration: null });
  expect((await scene.ask(garage, BY_VIN, { vin })).data).toEqual({ vehicleByVin: null });
  expect((await scene.ask(garage, FILTERED, { plate })).data).toEqual({ vehicles: { edges: [] } });
}

describe("an identity", () => {
  test("is shown by contract alone where nothing was recorded", async () => {
    const id = await car("PLAIN", "CO001AA", "VF1AAAAAAAAAAAAA1");
    expect((await scene.ask(garage, CAR, { id })).data).toEqual(
      shown("PLAIN", "CO001AA", "VF1AAAAAAAAAAAAA1"),
    );
  });

  test("is shown to nobody whose contract names no purpose", async () => {
    await car("NO-PURPOSE", "CO002AA", "VF1AAAAAAAAAAAAA2");
    const purposeless = await scene.garage([]);
    const id = await scene.idOf(purposeless, "NO-PURPOSE");
    expect((await scene.ask(purposeless, CAR, { id })).data).toEqual(hidden("NO-PURPOSE"));
    const answer = await scene.ask(purposeless, BY_PLATE, { plate: "CO002AA" });
    expect(answer.data).toEqual({ vehicleByRegistration: null });
  });

  test("is gone from the next read after withdrawal, comes back with a new consent, and is found by neither plate nor VIN in between", async () => {
    const [plate, vin] = ["CO003AA", "VF1AAAAAAAAAAAAA3"];
    const id = await car("WITHDRAWN", plate, vin);
    await scene.record(garage, { vehicleId: id, purpose: "SERVICE", channels: ["EMAIL"] });
    expect((await scene.ask(garage, CAR, { id })).data).toEqual(shown("WITHDRAWN", plate, vin));

    const withdrawn = await scene.withdraw(garage, id, "SERVICE");
    expect(withdrawn).toMatchObject({ consent: { state: "WITHDRAWN" }, userErrors: [] });
    expect((await scene.ask(garage, CAR, { id })).data).toEqual(hidden("WITHDRAWN"));
    await expectNoWayIn(plate, vin);

    await scene.record(garage, { vehicleId: id, purpose: "MARKETING" });
    expect((await scene.ask(garage, CAR, { id })).data).toEqual(shown("WITHDRAWN", plate, vin));
    expect((await scene.ask(garage, BY_PLATE, { plate })).data).toMatchObject({
      vehicleByRegistration: { model: "WITHDRAWN" },
    });
  });

  test("D78 with consent for another purpose alone: personal fields null, the row by its contract", async () => {
    const [plate, vin] = ["CO004AA", "VF1AAAAAAAAAAAAA4"];
    const id = await car("OTHER-PURPOSE", plate, vin);
    await scene.record(garage, { vehicleId: id, purpose: "RESEARCH" });
    expect((await scene.ask(garage, CAR, { id })).data).toEqual(hidden("OTHER-PURPOSE"));
    await expectNoWayIn(plate, vin);
    const list = `{ vehicles(filter: { model: "other-purpose" }) { edges { node { registration } } } }`;
    expect((await scene.ask(garage, list)).data).toEqual({
      vehicles: { edges: [{ node: { registration: null } }] },
    });
  });

  test("D78 an expired consent is none, from the instant on which it expires", async () => {
    const [plate, vin] = ["CO005AA", "VF1AAAAAAAAAAAAA5"];
    const id = await car("EXPIRED", plate, vin);
    await scene.record(garage, { vehicleId: id, purpose: "SERVICE", expiresAt: "2026-06-16T10:00:00Z" });
    expect((await scene.ask(garage, CAR, { id })).data).toEqual(shown("EXPIRED", plate, vin));

    // The tests' now.
    await scene.look("update consents set expires_at = '2026-06-15T10:00:00Z' where expires_at is not null");
    expect((await scene.ask(garage, CAR, { id })).data).toEqual(hidden("EXPIRED"));
    await expectNoWayIn(plate, vin);
    const list = `{ vehicles(filter: { model: "expired" }) { edges { node { registration consents { state } } } } }`;
    expect((await scene.ask(garage, list)).data).toEqual({
      vehicles: { edges: [{ node: { registration: null, consents: [{ state: "EXPIRED" }] } }] },
    });
  });

  test("is not touched by what another partner recorded, who is not told of it either", async () => {
    const [plate, vin] = ["CO006AA", "VF1AAAAAAAAAAAAA6"];
    const id = await car("FOREIGN", plate, vin);
    const other = await scene.garage();
    const otherId = await scene.idOf(other, "FOREIGN");
    await scene.record(other, { vehicleId: otherId, purpose: "SERVICE" });
    const { consent } = await scene.withdraw(other, otherId, "SERVICE");

    expect((await scene.ask(garage, CAR, { id })).data).toEqual(shown("FOREIGN", plate, vin));
    const mine = await scene.ask(garage, "query ($id: ID!) { vehicle(id: $id) { consents { id } } }", { id });
    expect(mine.data).toEqual({ vehicle: { consents: [] } });
    const node = await scene.ask(garage, "query ($id: ID!) { node(id: $id) { id } }", { id: consent!.id });
    expect(node.data).toEqual({ node: null });
  });
});

describe("lists", () => {
  test("D77 leave a vehicle out from the moment its consent is withdrawn, also between two pages", async () => {
    for (const n of [1, 2, 3, 4]) await scene.make.vehicle({ model: "PAGED", registration: `PG00${n}AA` });
    const query = `query ($after: String) { vehicles(filter: { model: "paged" }, first: 2, after: $after) {
      edges { node { id registration } } pageInfo { endCursor hasNextPage } } }`;
    const first = (await scene.ask<Page>(garage, query)).data.vehicles;
    const whole = (await scene.ask<Page>(garage, query, { after: first.pageInfo.endCursor })).data.vehicles;
    const next = whole.edges[0]!.node;
    await scene.record(garage, { vehicleId: next.id, purpose: "SERVICE" });

    await scene.withdraw(garage, next.id, "SERVICE");

    const second = (await scene.ask<Page>(garage, query, { after: first.pageInfo.endCursor })).data.vehicles;
    expect(second.edges.map(({ node }) => node.id)).toEqual([whole.edges[1]!.node.id]);
    const everywhere = await scene.ask(
      garage,
      `{ vehicles(first: 100) { edges { node { id registration } } } inspections(first: 100) { edges { node { vehicle { id } } } } }`,
    );
    expect(everywhere.text).not.toContain(next.id);
    expect(everywhere.text).not.toContain(next.registration);
    const byId = `query ($id: ID!) { vehicle(id: $id) { registration consents { state } } }`;
    expect((await scene.ask(garage, byId, { id: next.id })).data).toEqual({
      vehicle: { registration: null, consents: [{ state: "WITHDRAWN" }] },
    });
  });

  test("D77 leave out the inspections of such a vehicle, by any list that does not start at it", async () => {
    const place = await scene.make.garage({ name: "Ramp" });
    const vehicle = await scene.make.vehicle({ model: "INSPECTED", registration: "IN001AA" });
    await scene.make.inspection(vehicle, { garageId: place.id, certificateNumber: "CERT-RAMP" });
    const id = await scene.idOf(garage, "INSPECTED");
    const query = `{ garages(first: 5) { edges { node { name inspections { edges { node { certificateNumber } } } } } } }`;
    expect((await scene.ask(garage, query)).text).toContain("CERT-RAMP");
    await scene.record(garage, { vehicleId: id, purpose: "SERVICE" });
    await scene.withdraw(garage, id, "SERVICE");

    expect((await scene.ask(garage, query)).data).toMatchObject({
      garages: { edges: [{ node: { name: "Ramp", inspections: { edges: [] } } }] },
    });
  });
});

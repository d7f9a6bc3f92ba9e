import { randomUUID } from "node:crypto";
import { gql } from "graphql-request";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { NewEvent } from "../../../src/modules/events/index.ts";
import { idsOf, listen, openEventScene, page, SCOPES, updated, type EventScene } from "./scene.ts";

let scene: EventScene;

beforeAll(async () => {
  scene = await openEventScene();
});
afterAll(() => scene.server.close());

test("a partner hears of its areas, makes and families, by ids of its own, and of what is for it alone", async () => {
  const here = await scene.server.partner({
    scopes: [...SCOPES, "signals:read"],
    areas: ["FR-69"],
    makes: ["PEUGEOT"],
    partFamilies: ["BRAKING"],
  });
  const there = await scene.server.partner({ scopes: SCOPES, areas: ["FR-75"] });
  const [ours, otherMake, theirs] = [
    await scene.make.vehicle({ make: "PEUGEOT" }),
    await scene.make.vehicle({ make: "FIAT" }),
    await scene.make.vehicle({ areaCode: "FR-75", make: "PEUGEOT" }),
  ];
  const starts = [
    (await page(here, { first: 100 })).nextPosition,
    (await page(there, { first: 100 })).nextPosition,
  ];
  const signal = {
    signalKind: "WEAR_REPORTED",
    signalStatus: "OPEN",
    partCategory: "BRAKE_PAD_SET",
  } as const;
  const ofSignal = (partFamily: "BRAKING" | "TYRES_WHEELS") =>
    ({
      ...updated(ours),
      type: "SIGNAL_CREATED",
      subjectId: randomUUID(),
      partFamily,
      data: signal,
    }) as NewEvent;
  const secret = (partnerId: string): NewEvent => ({
    type: "CLIENT_SECRET_EXPIRING",
    subjectId: randomUUID(),
    partnerId,
    data: { clientId: "kbc_x", expiresAt: "2026-07-01T00:00:00.000Z" },
  });
  await scene.emit(
    updated(ours),
    updated(otherMake),
    updated(theirs),
    ofSignal("BRAKING"),
    ofSignal("TYRES_WHEELS"),
    secret(here.partnerId),
    secret(there.partnerId),
  );

  const [heardHere, heardThere] = [
    await listen(here, starts[0] ?? "", 3),
    await listen(there, starts[1] ?? "", 2),
  ];
  expect(heardHere.map(({ type }) => type)).toEqual([
    "VEHICLE_UPDATED",
    "SIGNAL_CREATED",
    "CLIENT_SECRET_EXPIRING",
  ]);
  expect(heardThere.map(({ type }) => type)).toEqual(["VEHICLE_UPDATED", "CLIENT_SECRET_EXPIRING"]);
  const ids = heardHere.map(({ subject }) => subject.id);
  expect(ids[0]).toBe(idsOf(here).encode("V", ours.id));
  expect(ids).not.toContain(idsOf(there).encode("V", ours.id));
});

test("types are those that the token's scopes allow; one asked for by name without its scope is refused", async () => {
  const partner = await scene.server.partner({ scopes: ["events:read"] });
  const { nextPosition } = await page(partner, { first: 100 });
  await scene.emit(updated(await scene.make.vehicle()), {
    type: "CLIENT_SECRET_EXPIRING",
    subjectId: randomUUID(),
    partnerId: partner.partnerId,
    data: { clientId: partner.clientId, expiresAt: "2026-07-01T00:00:00.000Z" },
  });
  const heard = await listen(partner, nextPosition, 1);
  expect(heard.map(({ type }) => type)).toEqual(["CLIENT_SECRET_EXPIRING"]);
  await expect(page(partner, { types: ["VEHICLE_UPDATED"] })).rejects.toMatchObject({
    response: { errors: [{ extensions: { code: "MISSING_SCOPE", missing: ["vehicles:read"] } }] },
  });
});

test("a consent's withdrawal is heard by the partner that recorded it; other events of the vehicle end for it", async () => {
  const scopes = [...SCOPES, "vehicles:identify", "consents:manage"] as const;
  const partner = await scene.server.partner({ scopes });
  const other = await scene.server.partner({ scopes });
  const vehicle = await scene.make.vehicle();
  const vehicleId = idsOf(partner).encode("V", vehicle.id);
  const start = (await page(partner, { first: 100 })).nextPosition;
  const startOther = (await page(other, { first: 100 })).nextPosition;
  const input = { vehicleId, purpose: "SERVICE" };
  await partner.client.request(
    gql`
      mutation ($input: RecordConsentInput!) {
        recordConsent(input: $input) {
          userErrors {
            code
          }
        }
      }
    `,
    { input: { ...input, lawfulBasis: "CONSENT", channels: ["EMAIL"] } },
  );
  const withdraw = gql`
    mutation ($input: WithdrawConsentInput!) {
      withdrawConsent(input: $input) {
        consent {
          id
        }
        userErrors {
          code
        }
      }
    }
  `;
  const { withdrawConsent } = await partner.client.request<{ withdrawConsent: { consent: { id: string } } }>(
    withdraw,
    { input },
  );
  await partner.client.request(withdraw, { input });
  await scene.emit(updated(vehicle));

  const heard = await listen(other, startOther, 1);
  expect(heard.map(({ type }) => type)).toEqual(["VEHICLE_UPDATED"]);
  const own = await listen(partner, start, 1);
  expect(own.map(({ type, subject, data }) => ({ type, subject, data }))).toEqual([
    {
      type: "CONSENT_WITHDRAWN",
      subject: { type: "CONSENT", id: withdrawConsent.consent.id },
      data: { purpose: "SERVICE" },
    },
  ]);
});

test("an erasure is heard, and what had happened to the vehicle before no longer is", async () => {
  const admin = await scene.server.partner({ scopes: [...SCOPES, "admin"] });
  const vehicle = await scene.make.vehicle();
  const start = (await page(admin, { first: 100 })).nextPosition;
  await scene.emit(updated(vehicle));
  const vehicleId = idsOf(admin).encode("V", vehicle.id);
  await admin.client.request(
    gql`
      mutation ($id: ID!) {
        eraseVehicle(id: $id) {
          userErrors {
            code
          }
        }
      }
    `,
    { id: vehicleId },
  );
  const heard = await listen(admin, start, 1);
  expect(heard.map(({ type, subject }) => ({ type, id: subject.id }))).toEqual([
    { type: "VEHICLE_ERASED", id: vehicleId },
  ]);
});

test("an event leads to what it is about, as it is now, and a page costs what its rows cost", async () => {
  const partner = await scene.server.partner({ scopes: [...SCOPES, "inspections:read"] });
  const start = (await page(partner, { first: 100 })).nextPosition;
  const vehicle = await scene.make.vehicle({ model: "208" });
  const inspection = await scene.make.inspection(vehicle, { result: "FAIL_MAJOR" });
  await scene.emit({
    ...updated(vehicle),
    type: "INSPECTION_RECORDED",
    subjectId: inspection.id,
  } as NewEvent);
  await listen(partner, start, 1);
  const query = gql`
    query ($after: String!) {
      events(after: $after, first: 10) {
        events {
          vehicle {
            model
          }
          inspection {
            result
          }
        }
      }
    }
  `;
  const { data, extensions } = await partner.client.rawRequest<{ events: { events: unknown[] } }>(query, {
    after: start,
  });
  expect(data.events.events).toEqual([{ vehicle: { model: "208" }, inspection: { result: "FAIL_MAJOR" } }]);
  expect(extensions).toMatchObject({ cost: { requested: 30 } });
});

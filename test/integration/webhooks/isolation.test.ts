import { afterAll, beforeAll, expect, test } from "vitest";
import type { NewEvent } from "../../../src/modules/events/index.ts";
import { idsOf } from "../events/scene.ts";
import { forPartner, openWebhookScene, SCOPES, until, type WebhookScene } from "./scene.ts";

let scene: WebhookScene;
beforeAll(async () => {
  scene = await openWebhookScene();
  scene.work();
});
afterAll(() => scene.close());

/** Repeatable, so that a failure can be looked at. */
function randomOf(seed: number): (limit: number) => number {
  let state = seed;
  return (limit) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * limit);
  };
}

const AREAS = ["FR-69", "FR-75", "FR-13"] as const;
const MAKES = ["RENAULT", "PEUGEOT"] as const;

test("E100: of 1,000 random events each partner's endpoint gets all that are its own and none of another's, by its own ids, without plate or VIN", async () => {
  const contracts = [
    { areas: ["FR-69"], makes: [] },
    { areas: ["FR-75", "FR-13"], makes: ["PEUGEOT"] },
  ];
  const partners = await Promise.all(
    contracts.map(async (contract) => {
      const partner = await scene.server.partner({ ...contract, scopes: [...SCOPES, "vehicles:identify"] });
      const receiver = await scene.receiver();
      await scene.endpoint(partner, { url: receiver.url });
      return { ...contract, partner, receiver };
    }),
  );
  const vehicles = await Promise.all(
    AREAS.flatMap((areaCode) =>
      MAKES.map((make, at) =>
        scene.make.vehicle({ areaCode, make, vin: `VF1ZZZZZZ0000${AREAS.indexOf(areaCode)}00${at}` }),
      ),
    ),
  );
  const random = randomOf(20_261_123);
  const expected = partners.map(() => [] as string[]);
  const events = Array.from({ length: 1000 }, (): NewEvent => {
    if (random(5) === 0) {
      const at = random(partners.length);
      const event = forPartner(partners[at]?.partner.partnerId ?? "");
      expected[at]?.push(event.subjectId);
      return event;
    }
    const vehicle = vehicles[random(vehicles.length)]!;
    partners.forEach(({ areas, makes }, at) => {
      const isOurs = areas.includes(vehicle.areaCode) && (makes.length === 0 || makes.includes(vehicle.make));
      if (isOurs) expected[at]?.push(vehicle.id);
    });
    const about = { vehicleId: vehicle.id, areaCode: vehicle.areaCode, make: vehicle.make };
    return { type: "VEHICLE_UPDATED", subjectId: vehicle.id, ...about, data: {} };
  });
  await scene.emit(...events);
  await until(
    () => partners.map(({ receiver }) => receiver.received.length),
    (counts) => counts.every((count, at) => count >= (expected[at]?.length ?? 0)),
    40_000,
  );
  // Whatever was not to come would have been made into deliveries by now.
  await until(
    () => scene.server.database.look("select from webhook_deliveries where status = 'PENDING'"),
    (pending) => pending.length === 0,
  );
  for (const [at, { partner, receiver }] of partners.entries()) {
    const subjects = receiver.received.map(({ body }) => {
      const { data } = JSON.parse(body) as { data: { subject: { id: string } } };
      return idsOf(partner).decode(data.subject.id.slice(0, 1), data.subject.id) ?? "";
    });
    expect(subjects.toSorted()).toEqual(expected[at]?.toSorted());
    const said = JSON.stringify(receiver.received);
    for (const { registration, vin } of vehicles) {
      expect(said).not.toContain(registration);
      expect(said).not.toContain(vin);
    }
  }
  expect(expected.map(({ length }) => length > 100)).toEqual([true, true]);
}, 90_000);

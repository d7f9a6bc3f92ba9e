import { randomUUID } from "node:crypto";
import { drizzle } from "drizzle-orm/node-postgres";
import { afterAll, beforeAll, expect, test } from "vitest";
import { refreshPriceBands } from "../../../src/modules/prices/index.ts";
import { intentSignals } from "../../../src/modules/signals/signal.table.ts";
import { builders } from "../../builders/index.ts";
import { createTestServer, TODAY, type TestServer } from "../../support/server.ts";
import { signalRow } from "../webhooks/signal-row.ts";

let server: TestServer;
let make: ReturnType<typeof builders>;
beforeAll(async () => {
  server = await createTestServer();
  make = builders(server.database.pool("kimberlite_worker"));
});
afterAll(() => server.close());

interface Band {
  readonly scope: string;
  readonly low: number;
  readonly median: number;
  readonly high: number;
  readonly sampleSize: number;
  readonly currency: string;
}

/** Orders of an area at these prices, each of the next of so many garages. */
async function orders(areaCode: string, prices: readonly number[], garages: number, closedOn = "2026-03-01") {
  const vehicle = await make.vehicle({ areaCode });
  const places = await Promise.all(Array.from({ length: garages }, () => make.garage({ areaCode })));
  for (const [i, price] of prices.entries()) {
    const id = randomUUID();
    const garage = places[i % garages]!.id;
    await server.database.look(
      `insert into repair_orders (id, vehicle_id, garage_id, source, source_key, country, area_code, make, closed_on)
       values ($1::uuid, $2, $3, 'SYNTHETIC', $1::text, 'FR', $4, 'RENAULT', $5)`,
      [id, vehicle.id, garage, areaCode, closedOn],
    );
    await server.database.look(
      `insert into repair_lines (repair_order_id, ordinal, vehicle_id, garage_id, source, area_code, make, closed_on,
         operation, part_category, part_family, price_minor, currency)
       values ($1, 0, $2, $3, 'SYNTHETIC', $4, 'RENAULT', $5, 'REPLACE', 'BRAKE_PAD_SET', 'BRAKING', $6, 'EUR')`,
      [id, vehicle.id, garage, areaCode, closedOn, price * 100],
    );
  }
}

async function bandsOf(area: string, contract: object = {}): Promise<readonly Band[]> {
  const { client } = await server.partner({ scopes: ["demand:read"], ...contract });
  const query = `query ($area: String!) { priceBands(area: $area, partCategory: "BRAKE_PAD_SET", operation: REPLACE) {
    scope low median high sampleSize currency } }`;
  return (await client.request<{ priceBands: Band[] }>(query, { area })).priceBands;
}

test("prices come from the narrowest area with 11 orders of 3 garages, and from nowhere below that", async () => {
  const eleven = Array.from({ length: 11 }, (_, i) => 100 + i * 10);
  await orders("FR-69", eleven, 3);
  // Ten orders, and eleven of two garages: each too few by itself.
  await orders("FR-01", eleven.slice(1), 3);
  await orders("FR-13", eleven, 2);
  await orders("FR-75", eleven, 3, "2023-01-01");
  await refreshPriceBands(server.database.pool("kimberlite_worker", 1), TODAY);

  const lyon = { scope: "FR-69", low: 110, median: 150, high: 190, sampleSize: 11, currency: "EUR" };
  expect(await bandsOf("FR-69")).toEqual([lyon]);
  expect(await bandsOf("FR-01")).toMatchObject([{ scope: "FR-ARA", sampleSize: 21 }]);
  expect(await bandsOf("FR-13")).toMatchObject([{ scope: "FR", sampleSize: 32 }]);
  expect(await bandsOf("FR-75")).toMatchObject([{ scope: "FR", sampleSize: 32 }]);
  expect(await bandsOf("GB")).toEqual([]);
  // Only areas and part families of the contract.
  expect(await bandsOf("FR-69", { areas: ["FR-75"] })).toEqual([]);
  expect(await bandsOf("FR-69", { partFamilies: ["LIGHTING"] })).toEqual([]);
  // Again on the same day it changes nothing.
  await refreshPriceBands(server.database.pool("kimberlite_worker", 1), TODAY);
  expect(await bandsOf("FR-69")).toEqual([lyon]);
});

/** A claim that a partner completed, and what it charged. */
async function completed(partnerId: string, areaCode: string, amount: number): Promise<string> {
  const vehicle = await make.vehicle({ areaCode });
  const signal = signalRow(vehicle, {
    kind: "REPAIR_REQUIRED",
    partCategory: "BRAKE_DISC",
    partFamily: "BRAKING",
    operation: "REPLACE",
  });
  await drizzle(server.database.pool("kimberlite_worker")).insert(intentSignals).values(signal);
  await server.database.look(
    `insert into signal_outcomes (id, signal_id, vehicle_id, claim_id, partner_id, client_id, kind, part_category,
       part_family, area_code, make, probability, model_version, outcome, amount_minor, currency, reported_at)
     values (gen_random_uuid(), $1, $2, gen_random_uuid(), $3, 'c', 'REPAIR_REQUIRED', 'BRAKE_DISC', 'BRAKING', $4, 'RENAULT',
       1, 'rules', 'COMPLETED', $5, 'EUR', '2026-06-01T10:00:00Z')`,
    [signal.id, vehicle.id, partnerId, areaCode, amount * 100],
  );
  return vehicle.id;
}

test("what partners charged for completed signals counts too, once, and never of fewer than 11 of 3 partners", async () => {
  const partners = await Promise.all([1, 2, 3].map(() => server.partner({ scopes: ["demand:read"] })));
  const pool = server.database.pool("kimberlite_worker", 1);
  const bands = async () => {
    await refreshPriceBands(pool, TODAY);
    return server.database.look(
      "select low, median, high, sample_size, garages from price_bands where part_category = 'BRAKE_DISC' and area_code = 'FR-33'",
    );
  };
  const cars: string[] = [];
  for (let i = 0; i < 10; i += 1) {
    cars.push(await completed(partners[i % 3]!.partnerId, "FR-33", 200 + i * 10));
  }
  expect(await bands()).toEqual([]);
  await completed(partners[1]!.partnerId, "FR-33", 300);
  const eleven = [{ low: 210, median: 250, high: 290, sample_size: 11, garages: 3 }];
  expect(await bands()).toEqual(eleven);
  // The same work, told once more as an order without and then with a price.
  const order = randomUUID();
  await server.database.look(
    `insert into repair_orders (id, vehicle_id, partner_id, source, source_key, country, area_code, make, closed_on)
     values ($1::uuid, $2, $3, 'PARTNER', $1::text, 'FR', 'FR-33', 'RENAULT', '2026-06-02')`,
    [order, cars[0], partners[0]!.partnerId],
  );
  await server.database.look(
    `insert into repair_lines (repair_order_id, ordinal, vehicle_id, garage_id, partner_id, source, area_code, make,
       closed_on, operation, part_category, part_family, price_minor, currency)
     values ($1, 0, $2, $3, $3, 'PARTNER', 'FR-33', 'RENAULT', '2026-06-02', 'REPLACE', 'BRAKE_DISC', 'BRAKING', 20000, 'EUR')`,
    [order, cars[0], partners[0]!.partnerId],
  );
  expect(await bands()).toEqual(eleven);
});

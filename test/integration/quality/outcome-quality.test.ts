import { drizzle } from "drizzle-orm/node-postgres";
import { afterAll, beforeAll, expect, test } from "vitest";
import { measureOutcomes } from "../../../src/app/outcome-quality.ts";
import { intentSignals } from "../../../src/modules/signals/signal.table.ts";
import { builders } from "../../builders/index.ts";
import { createTestServer, TODAY, type TestPartner, type TestServer } from "../../support/server.ts";
import { signalRow } from "../webhooks/signal-row.ts";

let server: TestServer;
let partners: TestPartner[];
let make: ReturnType<typeof builders>;
beforeAll(async () => {
  server = await createTestServer();
  make = builders(server.database.pool("kimberlite_worker", 1));
  partners = await Promise.all([1, 2, 3].map(() => server.partner({ scopes: ["signals:act"] })));
});
afterAll(() => server.close());

/** Settled claims of as many vehicles, a given one of four of which was not needed. */
async function settled(count: number, by: (i: number) => TestPartner): Promise<void> {
  const db = drizzle(server.database.pool("kimberlite_worker", 1));
  for (let i = 0; i < count; i += 1) {
    const vehicle = await make.vehicle({ areaCode: "FR-33" });
    const part = { partCategory: "BRAKE_DISC", partFamily: "BRAKING", operation: "REPLACE" } as const;
    const signal = signalRow(vehicle, { kind: "WEAR_REPORTED", ...part });
    await db.insert(intentSignals).values(signal);
    const outcome = i % 4 === 0 ? "NOT_RELEVANT" : i % 4 === 1 ? "LOST" : "COMPLETED";
    // The likely ones are the needed ones: they are told apart perfectly.
    await server.database.look(
      `insert into signal_outcomes (id, signal_id, vehicle_id, claim_id, partner_id, client_id, kind, part_category,
         part_family, area_code, make, probability, model_version, outcome, reported_at)
       values (gen_random_uuid(), $1, $2, gen_random_uuid(), $3, 'c', 'WEAR_REPORTED', 'BRAKE_DISC', 'BRAKING', 'FR-33',
         'RENAULT', $4, 'rules', $5, '2026-06-01T10:00:00Z')`,
      [signal.id, vehicle.id, by(i).partnerId, outcome === "NOT_RELEVANT" ? 0.25 : 0.75, outcome],
    );
  }
}

async function figures() {
  await measureOutcomes(server.database.pool("kimberlite_worker", 1), TODAY);
  const { signalQuality } = await partners[0]!.client.request<{
    signalQuality: { population: string; partCategories: { key: string }[] }[];
  }>(`{ signalQuality(kind: WEAR_REPORTED) {
    population isSynthetic n baseRate auc brierScore testedFrom testedUntil partCategories { key } note } }`);
  return signalQuality.filter(({ population }) => population === "PARTNER_OUTCOMES");
}

test("what partners found is held against signals: of 110 vehicles of three partners, and of nobody's alone", async () => {
  await settled(109, (i) => partners[i % 2]!);
  expect(await figures()).toEqual([]);
  await settled(1, () => partners[0]!);
  // Enough vehicles, of two partners.
  expect(await figures()).toEqual([]);
  await settled(2, () => partners[2]!);
  const all = {
    population: "PARTNER_OUTCOMES",
    isSynthetic: false,
    n: 112,
    // 28 of the first 109, one of one and one of two were not needed.
    baseRate: (112 - 30) / 112,
    auc: 1,
    brierScore: 0.0625,
    testedFrom: "2026-06-01",
    testedUntil: "2026-06-01",
    note: expect.stringContaining("Partners choose what they claim") as unknown,
  };
  const both = [
    { ...all, partCategories: [] },
    { ...all, partCategories: [{ key: "BRAKE_DISC" }] },
  ];
  expect(await figures()).toEqual(both);
  // Measured again, they are what they were; once one partner has most of them, they are nobody's to see.
  expect(await figures()).toEqual(both);
  await server.database.look("update signal_outcomes set partner_id = $1 where partner_id = $2", [
    partners[0]!.partnerId,
    partners[1]!.partnerId,
  ]);
  expect(await figures()).toEqual([]);
});

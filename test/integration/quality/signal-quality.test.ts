import { readFileSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { SHIPPED_MODEL, SHIPPED_QUALITY } from "../../../src/modules/failure-model/index.ts";
import { storeQuality, type QualityFigures } from "../../../src/modules/quality/index.ts";
import { inTransaction } from "../../../src/platform/db/transaction.ts";
import { createTestServer, type TestPartner, type TestServer } from "../../support/server.ts";

let server: TestServer;
let partner: TestPartner;

beforeAll(async () => {
  server = await createTestServer();
  // A contract without signals, of one area: figures are public to every partner.
  partner = await server.partner({ scopes: ["garages:read"], areas: ["FR-69"] });
});
afterAll(() => server.close());

interface Figures {
  readonly item: string | null;
  readonly population: string;
  readonly auc: number | null;
  readonly partCategories: readonly { readonly key: string }[];
}

async function figures(given: { kind?: string; partCategory?: string } = {}): Promise<Figures[]> {
  const { signalQuality } = await partner.client.request<{ signalQuality: Figures[] }>(
    `query ($kind: SignalKind, $partCategory: String) {
       signalQuality(kind: $kind, partCategory: $partCategory) { item population auc partCategories { key } }
     }`,
    given,
  );
  return signalQuality;
}

const store = (...rows: QualityFigures[]) =>
  inTransaction(server.database.pool("kimberlite_worker", 1), (client) => storeQuality(client, rows));

const ALL_ITEMS = SHIPPED_QUALITY[0]!;

describe("signalQuality", () => {
  test("answers the shipped figures on a fresh database, all items first, to every partner", async () => {
    const found = await figures();
    expect(found).toHaveLength(SHIPPED_QUALITY.length);
    expect(found[0]).toMatchObject({ item: null, auc: ALL_ITEMS.auc, partCategories: [] });
    expect(found.map(({ item }) => item).slice(1)).toEqual(
      SHIPPED_QUALITY.flatMap(({ item }) => item ?? []).toSorted(),
    );
  });

  test("says what was tested, on whose data, and what simpler predictions reach", async () => {
    const { signalQuality } = await partner.client.request<{ signalQuality: object[] }>(`{
      signalQuality(kind: FAILURE_PREDICTED, partCategory: "TYRE") {
        modelVersion kind item population isSynthetic attribution trainedUntil testedFrom testedUntil n baseRate
        brierScore calibrationError topDecileLift meanDeviance devianceUnit intervalCoverage windowCoverage
        medianDateErrorDays curve { decile n expectedRate observedRate } baselines { name meanDeviance auc }
        ceiling { auc } measuredAt
      }
    }`);
    const tyres = SHIPPED_QUALITY.find(({ item }) => item === "TYRES")!;
    expect(signalQuality).toEqual([
      {
        modelVersion: SHIPPED_MODEL.version,
        kind: "FAILURE_PREDICTED",
        item: "TYRES",
        population: "FI_PASSENGER_CARS",
        isSynthetic: false,
        attribution: expect.stringContaining("Traficom, CC BY 4.0") as string,
        trainedUntil: "2020-12-31",
        testedFrom: "2021-01-01",
        testedUntil: "2021-12-31",
        n: 1_128_667,
        baseRate: tyres.baseRate,
        brierScore: tyres.brierScore,
        calibrationError: tyres.calibrationError,
        topDecileLift: tyres.topDecileLift,
        meanDeviance: tyres.meanDeviance,
        devianceUnit: "COHORT",
        intervalCoverage: tyres.intervalCoverage,
        windowCoverage: null,
        medianDateErrorDays: null,
        curve: tyres.curve,
        baselines: tyres.baselines.map(({ name, meanDeviance, auc }) => ({ name, meanDeviance, auc })),
        ceiling: null,
        measuredAt: tyres.measuredAt.toISOString(),
      },
    ]);
  });

  test("answers the query of docs/signals.md within what an operation may cost", async () => {
    const query = /```graphql\n([\s\S]*?)```/.exec(readFileSync("docs/signals.md", "utf8"))?.[1] ?? "";
    const { data, extensions } = await partner.client.rawRequest<{ signalQuality: { item: string }[] }>(
      query,
    );
    expect(data.signalQuality.map(({ item }) => item)).toEqual(["SERVICE_BRAKE"]);
    expect((extensions as { cost: { requested: number } }).cost.requested).toBeLessThan(500);
  });

  test("with a part answers the items that it can make fail, with a kind those of the kind", async () => {
    const brakes = await figures({ partCategory: "BRAKE_CALIPER" });
    expect(brakes.map(({ item }) => item)).toEqual(["PARKING_BRAKE", "SERVICE_BRAKE"]);
    for (const { partCategories } of brakes)
      expect(partCategories.map(({ key }) => key)).toContain("BRAKE_CALIPER");
    expect(await figures({ kind: "FAILURE_PREDICTED" })).toHaveLength(SHIPPED_QUALITY.length);
    expect(await figures({ kind: "INSPECTION_DUE" })).toEqual([]);
    expect(await figures({ partCategory: "NO_SUCH_PART" })).toEqual([]);
  });

  test("answers of each population the last tested year, and of that the last measurement", async () => {
    const later = {
      ...ALL_ITEMS,
      modelVersion: "later",
      auc: 0.9,
      measuredAt: new Date("2026-12-01T00:00:00Z"),
    };
    const ofEarlierYear = { testedFrom: "2020-01-01", testedUntil: "2020-12-31", auc: 0.1 };
    await store(
      later,
      { ...later, ...ofEarlierYear },
      { ...later, population: "MADE_UP", isSynthetic: true },
    );
    const found = (await figures()).filter(({ item }) => item === null);
    expect(found.map(({ population, auc }) => [population, auc])).toEqual([
      ["FI_PASSENGER_CARS", 0.9],
      ["MADE_UP", 0.9],
    ]);
  });
});

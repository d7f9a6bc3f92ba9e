import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { countStatements } from "../../support/statements.ts";
import { createTestServer, type TestPartner, type TestServer } from "../../support/server.ts";
import { openSignalScene, type SignalScene } from "./scene.ts";

const TODAY = "2026-06-15";
const LYON = { latitude: 45.76, longitude: 4.84 };
const READ = ["vehicles:read", "inspections:read", "garages:read", "signals:read"] as const;

let server: TestServer;
let scene: SignalScene;
let everywhere: TestPartner;
let lyon: TestPartner;
let paris: TestPartner;

/** A car with a failed inspection (pads) and a noted tyre, at a garage. */
async function car(model: string, areaCode: string, make: string, garageId: string | null): Promise<string> {
  const vehicle = await scene.make.vehicle({ model, areaCode, make });
  const failed = await scene.make.inspection(vehicle, {
    performedOn: "2026-05-04",
    result: "FAIL_MAJOR",
    garageId,
  });
  await scene.make.defect(failed, { axle: "FRONT" });
  const tyre = { annexItem: "5.2.3", axle: "REAR", side: "LEFT" } as const;
  await scene.make.defect(failed, { ...tyre, partCategories: ["TYRE"], severity: "ADVISORY" });
  await scene.rescore(vehicle.id, TODAY);
  return vehicle.id;
}

beforeAll(async () => {
  server = await createTestServer();
  scene = await openSignalScene(server.database);
  const place = { ...LYON, kinds: ["INSPECTION", "REPAIR"] };
  const { id: atLyon } = await scene.make.garage({ ...place, name: "LYON" });
  const paris75 = { latitude: 48.85, longitude: 2.35, areaCode: "FR-75" };
  const { id: atParis } = await scene.make.garage({ ...place, ...paris75, name: "PARIS" });
  await car("LYON-A", "FR-69", "RENAULT", atLyon);
  await car("LYON-B", "FR-69", "PEUGEOT", atLyon);
  await car("PARIS-A", "FR-75", "RENAULT", atParis);
  everywhere = await server.partner({ scopes: READ });
  lyon = await server.partner({ scopes: READ, areas: ["FR-ARA"] });
  paris = await server.partner({ scopes: READ, areas: ["FR-75"] });
});
afterAll(() => server.close());

interface Found {
  readonly id: string;
  readonly kind: string;
  readonly vehicle: { readonly model: string };
  readonly offer: { readonly partCategory: { readonly key: string } } | null;
}
interface List {
  readonly intentSignals: { readonly edges: readonly { readonly node: Found }[] };
}
const LIST = `query ($filter: IntentSignalFilter, $orderBy: IntentSignalOrder) {
  intentSignals(filter: $filter, orderBy: $orderBy) {
    edges { node { id kind vehicle { model } offer { partCategory { key } } } }
  }
}`;

async function list(partner: TestPartner, filter: object | null = null, orderBy: string | null = null) {
  const { intentSignals } = await partner.client.request<List>(LIST, { filter, orderBy });
  return intentSignals.edges.map(({ node }) => node);
}
const brief = ({ kind, vehicle, offer }: Found) =>
  [kind, vehicle.model, offer?.partCategory.key].filter(Boolean).join(" ");

describe("intentSignals", () => {
  test("are of the contract's areas alone", async () => {
    const models = async (partner: TestPartner) =>
      new Set((await list(partner)).map(({ vehicle }) => vehicle.model));
    expect(await models(everywhere)).toEqual(new Set(["LYON-A", "LYON-B", "PARIS-A"]));
    expect(await models(lyon)).toEqual(new Set(["LYON-A", "LYON-B"]));
    expect(await models(paris)).toEqual(new Set(["PARIS-A"]));
  });

  test("are of the contract's makes and part families alone; what asks for no part is of none", async () => {
    const peugeot = await server.partner({ scopes: READ, makes: ["PEUGEOT"] });
    expect(new Set((await list(peugeot)).map(({ vehicle }) => vehicle.model))).toEqual(new Set(["LYON-B"]));
    const brakes = await server.partner({ scopes: READ, partFamilies: ["BRAKING"] });
    expect((await list(brakes, { area: "FR-75" })).map(brief).toSorted()).toEqual([
      "REPAIR_REQUIRED PARIS-A BRAKE_PAD_SET",
      "RETEST_DUE PARIS-A",
    ]);
  });

  test.each([
    { filter: { kind: ["RETEST_DUE"], area: "FR-75" }, found: ["RETEST_DUE PARIS-A"] },
    { filter: { kind: ["RETEST_DUE"] }, found: ["LYON-A", "LYON-B", "PARIS-A"] },
    {
      filter: { kind: ["RETEST_DUE", "WEAR_REPORTED"], area: "FR-75" },
      found: ["RETEST_DUE PARIS-A", "WEAR_REPORTED PARIS-A"],
    },
    { filter: { kind: [] }, found: [] },
    { filter: { area: "FR-ARA", partCategory: "TYRE" }, found: ["LYON-A", "LYON-B"] },
    { filter: { area: "FR-69", partCategory: "TYRE", make: "peugeot" }, found: ["LYON-B"] },
    { filter: { area: "nowhere" }, found: [] },
    { filter: { partFamily: "TYRES_WHEELS" }, found: ["LYON-A", "LYON-B", "PARIS-A"] },
    { filter: { partFamily: "BRAKING", minProbability: 0.99 }, found: [] },
    { filter: { origin: ["PREDICTED"] }, found: [] },
    { filter: { status: ["FULFILLED", "EXPIRED"] }, found: [] },
    { filter: { near: { ...LYON, radiusKm: 5 }, kind: ["REPAIR_REQUIRED"] }, found: ["LYON-A", "LYON-B"] },
    {
      filter: { near: { latitude: 43.3, longitude: 5.4 }, partCategory: "TYRE" },
      found: ["LYON-A", "LYON-B", "PARIS-A"],
    },
    { filter: { near: { latitude: 43.3, longitude: 5.4, radiusKm: 50 } }, found: [] },
    { filter: { dueUntil: TODAY, kind: ["RETEST_DUE"] }, found: [] },
    { filter: { updatedSince: "2999-01-01T00:00:00Z" }, found: [] },
    {
      filter: { kind: null, area: null, near: null, partCategory: "TYRE", make: "RENAULT" },
      found: ["LYON-A", "PARIS-A"],
    },
  ])("with $filter are $found", async ({ filter, found }) => {
    const signals = await list(everywhere, filter);
    expect(signals.length).toBe(found.length);
    for (const [place, line] of signals.map(brief).toSorted().entries()) expect(line).toContain(found[place]);
  });

  test("of one kind are asked for by equality: only so an index yields them in the order of probability", async () => {
    const conditions = async (kind: readonly string[]) =>
      (await countStatements(() => list(everywhere, { kind }))).texts.join().match(/\bkind"? = (any|\$)/g);
    expect(await conditions(["RETEST_DUE"])).toEqual(['kind" = $']);
    expect(await conditions(["RETEST_DUE", "WEAR_REPORTED"])).toEqual(['kind" = any']);
  });

  test("of one vehicle are found by its id, and by its field", async () => {
    const [{ vehicle } = {}] = (
      await everywhere.client.request<{
        intentSignals: { edges: { node: { vehicle: { id: string; model: string } } }[] };
      }>(`{ intentSignals(first: 1, filter: { area: "FR-75" }) { edges { node { vehicle { id model } } } } }`)
    ).intentSignals.edges.map(({ node }) => node);
    const query = `query ($id: ID!) {
      intentSignals(filter: { vehicle: $id }) { edges { node { id } } }
      vehicle(id: $id) { intentSignals(filter: { status: OPEN }) { edges { node { id } } } }
    }`;
    const answer = await everywhere.client.request<{
      intentSignals: object;
      vehicle: { intentSignals: object };
    }>(query, { id: vehicle!.id });
    expect(answer.vehicle.intentSignals).toEqual(answer.intentSignals);
  });

  test.each([
    ["PROBABILITY", "s.probability desc, s.id desc"],
    ["SCORE", "s.score desc, s.id desc"],
    ["MOMENT", "s.moment_likely, s.id"],
    ["RECENTLY_UPDATED", "s.updated_at desc, s.id desc"],
  ])("come in the order %s", async (orderBy, sql) => {
    const wanted = await server.database.look(
      `select v.model, s.kind from intent_signals s join vehicles v on v.id = s.vehicle_id order by ${sql}`,
    );
    const found = await list(everywhere, {}, orderBy);
    expect(found.map(({ kind, vehicle }) => ({ model: vehicle.model, kind }))).toEqual(wanted);
  });

  test("refuse a place that is not on Earth and a probability that is none", async () => {
    for (const filter of [{ near: { latitude: 91, longitude: 0 } }, { minProbability: 1.5 }]) {
      await expect(list(everywhere, filter)).rejects.toMatchObject({
        response: { status: 400, errors: [{ extensions: { code: "BAD_USER_INPUT" } }] },
      });
    }
  });

  test("need the scope signals:read, as does the count of a garage", async () => {
    const without = await server.partner({ scopes: ["vehicles:read", "garages:read"] });
    for (const query of [LIST, "{ garages { edges { node { openSignals } } } }"]) {
      await expect(without.client.request(query)).rejects.toMatchObject({
        response: {
          status: 403,
          errors: [{ extensions: { code: "MISSING_SCOPE", missing: ["signals:read"] } }],
        },
      });
    }
  });

  test("with all that they lead to are one statement", async () => {
    const query = `{ intentSignals(first: 50, filter: { area: "FR-69", partCategory: "TYRE", minProbability: 0.1 }) {
      edges { node {
        probability explanation(locale: FR) vehicle { make model } area { name } garage { name }
        offer { partCategory { key name } position { axle side } }
        channels { channel allowed reason } history { reason }
      } } } }`;
    const { value, texts } = await countStatements(() => everywhere.client.request<List>(query));
    expect(value.intentSignals.edges.length).toBe(2);
    expect(texts.length).toBe(1);
    expect(value.intentSignals.edges[0]!.node).toMatchObject({
      explanation: expect.stringMatching(
        /^Pneu \(arrière gauche\) : un contrôleur a signalé une usure/,
      ) as string,
      garage: { name: "LYON" },
      offer: { partCategory: { key: "TYRE" }, position: { axle: "REAR", side: "LEFT" } },
      history: [],
    });
  });
});

describe("a signal", () => {
  test("is known by an id of the partner's own, and null to a partner that may not see it", async () => {
    const id = (await list(paris))[0]!.id;
    const query = `query ($id: ID!) { intentSignal(id: $id) { id } node(id: $id) { __typename id } }`;
    expect(await paris.client.request(query, { id })).toEqual({
      intentSignal: { id },
      node: { __typename: "IntentSignal", id },
    });
    const nothing = { intentSignal: null, node: null };
    expect(await lyon.client.request(query, { id })).toEqual(nothing);
    expect(await everywhere.client.request(query, { id })).toEqual(nothing);
  });

  test("has the price of its work around its area, and of no other work, place or family", async () => {
    await scene.pool.query("delete from price_bands");
    const band = (area: string, part: string, operation: string, median: number) =>
      scene.pool.query(
        `insert into price_bands (operation, part_category, area_code, part_family, currency, low, median, high,
           sample_size, garages, scope_area_code, refreshed_at)
         select $3, key, $1, family, 'EUR', $4 - 50, $4, $4 + 90, 40, 5, 'FR', now() from part_categories where key = $2`,
        [area, part, operation, median],
      );
    await band("FR-69", "BRAKE_PAD_SET", "REPLACE", 180);
    await band("FR-69", "BRAKE_PAD_SET", "REPAIR", 1);
    await band("FR-75", "TYRE", "REPLACE", 2);
    const query = `{ intentSignals(filter: { area: "FR-69" }) { edges { node { kind
      price { currency low median high sampleSize scope } } } } }`;
    const { intentSignals } = await everywhere.client.request<{
      intentSignals: { edges: { node: { kind: string; price: unknown } }[] };
    }>(query);
    const prices = Map.groupBy(intentSignals.edges, ({ node: { kind } }) => kind);
    const expected = { currency: "EUR", low: 130, median: 180, high: 270, sampleSize: 40, scope: "FR" };
    expect(prices.get("REPAIR_REQUIRED")!.map(({ node: { price } }) => price)).toContainEqual(expected);
    for (const kind of ["RETEST_DUE", "WEAR_REPORTED"])
      expect(new Set(prices.get(kind)!.map(({ node: { price } }) => price))).toEqual(new Set([null]));
  });
});

describe("Garage.openSignals", () => {
  const query = `query ($near: NearInput) { garages(near: $near) { edges { node { name openSignals } } } }`;

  test("counts what is routed to it, nearest garages first, in one statement", async () => {
    const { value, texts } = await countStatements(() =>
      everywhere.client.request<object>(query, { near: LYON }),
    );
    expect(value).toEqual({
      garages: {
        edges: [{ node: { name: "LYON", openSignals: 6 } }, { node: { name: "PARIS", openSignals: 3 } }],
      },
    });
    expect(texts.length).toBe(1);
  });

  test("leaves out what the contract does not show", async () => {
    const peugeot = await server.partner({ scopes: READ, makes: ["PEUGEOT"] });
    const tyres = await server.partner({ scopes: READ, partFamilies: ["TYRES_WHEELS"], areas: ["FR-69"] });
    expect(await peugeot.client.request(query, { near: LYON })).toEqual({
      garages: {
        edges: [{ node: { name: "LYON", openSignals: 3 } }, { node: { name: "PARIS", openSignals: 0 } }],
      },
    });
    expect(await tyres.client.request(query, {})).toEqual({
      garages: { edges: [{ node: { name: "LYON", openSignals: 4 } }] },
    });
  });
});

import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { countStatements } from "../../support/statements.ts";
import { createTestServer, type TestServer } from "../../support/server.ts";

let server: TestServer;
beforeAll(async () => {
  server = await createTestServer();
});
afterAll(() => server.close());

const DEMAND = `query Demand($filter: DemandFilter!, $by: [DemandDimension!]!) {
  demand(filter: $filter, by: $by) {
    publishedOn asOf weeks
    cells { partCategory area week make units { p10 p50 p90 } vehicles inspectionsDue isPartial suppressed }
  }
}`;

describe("before the first publication", () => {
  test("there is no demand, no forecast and no vehicle in operation", async () => {
    const { client } = await server.partner({ scopes: ["demand:read"] });
    expect(await client.request(DEMAND, { filter: {}, by: ["WEEK"] })).toEqual({
      demand: { publishedOn: null, asOf: null, weeks: [], cells: [] },
    });
    expect(
      await client.request(
        `{ demandForecast(partCategory: "TYRE", area: "FR") { publishedOn weeks { week } backtest { wape } suppressed }
           vehiclesInOperation(by: [MAKE]) { publishedOn cells { vehicles } } }`,
      ),
    ).toEqual({
      demandForecast: { publishedOn: null, weeks: [], backtest: null, suppressed: "DISCLOSURE_CONTROL" },
      vehiclesInOperation: { publishedOn: null, cells: [] },
    });
  });
});

test("reads what is published and nothing else, so that the number of signals is no matter", async () => {
  const { client } = await server.partner({ scopes: ["demand:read"] });
  const { texts } = await countStatements(async () => {
    await client.request(DEMAND, { filter: { area: "FR" }, by: ["PART_CATEGORY", "WEEK"] });
    await client.request(`{
      demandForecast(partCategory: "TYRE", area: "FR") { suppressed }
      vehiclesInOperation(by: [MAKE]) { publishedOn }
    }`);
  });
  const owner = server.database.pool("kimberlite_api", 1);
  const read = new Set<string>();
  for (const text of texts) {
    const { rows } = await owner.query<{ "QUERY PLAN": object }>(
      `explain (generic_plan, format json) ${text}`,
    );
    for (const [, relation] of JSON.stringify(rows).matchAll(/"Relation Name":"(\w+)"/g)) read.add(relation!);
  }
  expect([...read].toSorted()).toEqual([
    "demand_cells",
    "demand_forecasts",
    "demand_snapshots",
    "operation_cells",
  ]);
});

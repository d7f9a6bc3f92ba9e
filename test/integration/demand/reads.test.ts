import { afterAll, beforeAll, describe, expect, test } from "vitest";
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

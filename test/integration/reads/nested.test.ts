import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { builders } from "../../builders/index.ts";
import { countStatements } from "../../support/statements.ts";
import { createTestServer, type TestPartner, type TestServer } from "../../support/server.ts";

let server: TestServer;
let reader: TestPartner;
let make: ReturnType<typeof builders>;

beforeAll(async () => {
  server = await createTestServer();
  make = builders(server.database.pool("kimberlite_worker"));
  reader = await server.partner({
    scopes: ["vehicles:read", "vehicles:identify", "inspections:read", "garages:read"],
  });
});
afterAll(() => server.close());

describe("nested reads", () => {
  test("answer five levels with aliases and fragments in one statement", async () => {
    const garage = await make.garage({ name: "Garage du Rhône" });
    const vehicle = await make.vehicle({ registration: "ZZ900AA" });
    for (const day of ["2020-01-10", "2022-01-12", "2024-01-15"]) {
      const inspection = await make.inspection(vehicle, { performedOn: day, garageId: garage.id });
      await make.defect(inspection, { ordinal: 0 });
      await make.defect(inspection, {
        ordinal: 1,
        severity: "MINOR",
        annexItem: "5.2.3",
        partCategories: ["TYRE"],
      });
      await make.reading(inspection, 100_400);
    }

    const ask = () =>
      reader.client.request<{ car: unknown }>(
        `query Five($plate: String!, $first: Int) {
        car: vehicleByRegistration(country: FR, registration: $plate) {
          __typename make registration area { code parent { code parent { code } } }
          ...History
        }
      }
      fragment History on Vehicle {
        latest: inspections(first: $first) {
          pageInfo { hasNextPage }
          edges { node {
            performedOn result garage { name } odometer { km value unit }
            bad: defects(severity: [MAJOR]) { severity annexItem partCategories { key name(locale: FR) } }
            defects { severity text }
          } }
        }
        odometerReadings { km }
      }`,
        { plate: "zz-900-aa", first: 2 },
      );
    const { value: answer, texts } = await countStatements(ask);

    expect(texts).toHaveLength(1);
    expect(texts.join()).toContain("json_agg");

    expect(answer).toEqual({
      car: {
        __typename: "Vehicle",
        make: "RENAULT",
        registration: "ZZ900AA",
        area: { code: "FR-69", parent: { code: "FR-ARA", parent: { code: "FR" } } },
        latest: {
          pageInfo: { hasNextPage: true },
          edges: ["2024-01-15", "2022-01-12"].map((performedOn) => ({
            node: {
              performedOn,
              result: "PASS",
              garage: { name: "Garage du Rhône" },
              odometer: { km: 100_400, value: 100_400, unit: "KM" },
              bad: [
                {
                  severity: "MAJOR",
                  annexItem: "1.1.13",
                  partCategories: [
                    { key: "BRAKE_PAD_SET", name: expect.stringMatching(/plaquettes/i) as string },
                  ],
                },
              ],
              defects: [
                { severity: "MAJOR", text: expect.any(String) as string },
                { severity: "MINOR", text: expect.any(String) as string },
              ],
            },
          })),
        },
        odometerReadings: [{ km: 100_400 }, { km: 100_400 }, { km: 100_400 }],
      },
    });
  });

  test("write an object of which everything is left out as an empty one", async () => {
    await make.vehicle({ model: "EMPTY" });
    const answer = await reader.client.request<unknown>(
      `query ($x: Boolean = false) {
        vehicles(filter: { model: "empty" }) { edges { node { odometer { verdict @include(if: $x) } area { code @include(if: $x) } } } pageInfo @skip(if: $x) { hasNextPage @include(if: $x) } }
      }`,
    );
    expect(answer).toEqual({ vehicles: { edges: [{ node: { odometer: {}, area: {} } }], pageInfo: {} } });
  });
});

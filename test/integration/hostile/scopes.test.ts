import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { TestPartner } from "../../support/server.ts";
import { countStatements } from "../../support/statements.ts";
import { openTarget, type Target } from "./target.ts";

let target: Target;
let reader: TestPartner;

beforeAll(async () => {
  target = await openTarget();
  reader = await target.server.partner({ scopes: ["vehicles:read", "garages:read"], areas: ["FR-69"] });
});
afterAll(() => target.close());

describe("D: scopes", () => {
  describe("D73 a field beyond the scopes refuses the whole document before any statement", () => {
    test.each([
      ["at the root", '{ vehicleByVin(vin: "VF1AAAAA123456789") { id } }', "vehicles:identify"],
      [
        "nested three deep",
        "{ garages { edges { node { inspections(first: 1) { edges { node { vehicle { vin } } } } } } } }",
        "inspections:read",
      ],
      ["by interface", '{ node(id: "x") { id ... on Vehicle { vin } } }', "vehicles:identify"],
      [
        "in a list of interfaces",
        '{ nodes(ids: ["x"]) { ... on Inspection { result } } }',
        "inspections:read",
      ],
      ["aliased", "{ vehicles { edges { node { make: registration } } } }", "vehicles:identify"],
      [
        "in a fragment",
        "{ vehicles { edges { node { ...F } } } } fragment F on Vehicle { vin }",
        "vehicles:identify",
      ],
      [
        "in a fragment within a fragment",
        "{ vehicles { ...C } } fragment C on VehicleConnection { edges { node { ... { ...F } } } } fragment F on Vehicle { vin }",
        "vehicles:identify",
      ],
      [
        "under @include with a variable",
        "query ($x: Boolean = false) { vehicles { edges { node { id vin @include(if: $x) } } } }",
        "vehicles:identify",
      ],
      ["under @skip", "{ vehicles { edges { node { id vin @skip(if: true) } } } }", "vehicles:identify"],
      ["beside what it may read", "{ vehicles { edges { node { make vin } } } }", "vehicles:identify"],
      [
        "in an operation that is not run",
        "query A { vehicles { edges { node { make } } } } query B { vehicles { edges { node { vin } } } }",
        "vehicles:identify",
      ],
    ])("%s", async (_case, query, missing) => {
      const { value, texts } = await countStatements(() =>
        target.ask(query, {}, { as: reader, ...(query.includes("query A") && { operationName: "A" }) }),
      );
      expect(value).toMatchObject({ status: 403, code: "MISSING_SCOPE" });
      expect(value.body.errors![0]!.extensions["missing"]).toContain(missing);
      expect(texts).toEqual([]);
    });

    test("through a mutation", async () => {
      const { value, texts } = await countStatements(() =>
        target.ask('mutation { eraseVehicle(id: "x") { userErrors { code } } }', {}, { as: reader }),
      );
      expect(value).toMatchObject({ status: 403, code: "MISSING_SCOPE" });
      expect(texts).toEqual([]);
    });
  });

  describe("D75 a filter by the plate needs the scope that the plate needs", () => {
    const list = (filter: string) => `{ vehicles(filter: ${filter}) { edges { cursor } } }`;
    test.each([
      ["written out", list('{ registration: "AB123CD" }'), {}],
      ["beside others", list('{ make: "RENAULT", registration: "AB123CD" }'), {}],
      [
        "as a variable",
        "query ($f: VehicleFilter) { vehicles(filter: $f) { edges { cursor } } }",
        { f: { registration: "AB123CD" } },
      ],
      [
        "as a variable within",
        "query ($r: String) { vehicles(filter: { registration: $r }) { edges { cursor } } }",
        { r: "AB123CD" },
      ],
      [
        "as a variable's default",
        'query ($f: VehicleFilter = { registration: "AB123CD" }) { vehicles(filter: $f) { edges { cursor } } }',
        {},
      ],
      [
        "in a fragment",
        'query { ...F } fragment F on Query { vehicles(filter: { registration: "AB123CD" }) { edges { cursor } } }',
        {},
      ],
    ])("%s", async (_case, query, variables) => {
      const { value, texts } = await countStatements(() => target.ask(query, variables, { as: reader }));
      expect(value).toMatchObject({ status: 403, code: "MISSING_SCOPE" });
      expect(texts).toEqual([]);
    });

    test("also after the same document passed without it", async () => {
      const query = "query ($f: VehicleFilter) { vehicles(filter: $f) { edges { cursor } } }";
      for (const f of [{}, { make: "RENAULT" }, null]) {
        expect((await target.ask(query, { f }, { as: reader, answered: true })).status).toBe(200);
      }
      const refused = await target.ask(query, { f: { registration: "AB123CD" } }, { as: reader });
      expect(refused.status).toBe(403);
    });
  });
});

import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { builders } from "../../builders/index.ts";
import { openTarget, type Target } from "./target.ts";

let target: Target;

beforeAll(async () => {
  target = await openTarget();
  const make = builders(target.server.database.pool("kimberlite_worker"));
  const vehicle = await make.vehicle();
  await make.garage({ name: "100% Auto_Service\\Lyon" });
  await make.garage({ name: "Nothing special" });
  for (const performedOn of ["2026-03-28", "2026-03-29", "2026-03-30", "2026-10-25"]) {
    await make.inspection(vehicle, { performedOn });
  }
});
afterAll(() => target.close());

describe("D: values", () => {
  describe("D82 numbers that are none are refused with the place", () => {
    const INT = "query ($n: Int) { garages(first: $n) { edges { cursor } } }";
    const raw = (n: string) => `{"query":${JSON.stringify(INT)},"variables":{"n":${n}}}`;
    test.each(["1e400", "2147483648", "1.5", '"1"', "true", "[1, 2]", "{}", "-1", "0"])(
      "Int as %s in a variable",
      async (n) => {
        const reply = await target.attack({ body: raw(n) });
        expect(reply).toMatchObject({ status: 400, code: "BAD_USER_INPUT" });
        expect(reply.body.errors![0]!.extensions).toMatchObject(
          /^-?\d$/.test(n) ? { argument: "first" } : { variable: "n" },
        );
      },
    );
    test.each(["1e400", "2147483648", "1.5", '"1"', "true", "[1]", "{}", "NaN", "-0"])(
      "Int as %s in the document",
      async (n) => {
        const reply = await target.ask(`{ garages(first: ${n}) { edges { cursor } } }`);
        expect(reply.status).toBe(400);
        expect(reply.text).toMatch(/"locations":\[\{"line":1|"argument":"first"/);
      },
    );

    const FLOAT = "query ($x: Float!) { garages(near: { latitude: $x, longitude: 1 }) { edges { cursor } } }";
    test.each(['"NaN"', '"1"', "1e400", "true", "null", "91"])("Float as %s in a variable", async (x) => {
      const reply = await target.attack({
        body: `{"query":${JSON.stringify(FLOAT)},"variables":{"x":${x}}}`,
      });
      expect(reply).toMatchObject({ status: 400, code: "BAD_USER_INPUT" });
    });
    test("Float as NaN is no JSON", async () => {
      const reply = await target.attack({ body: `{"query":${JSON.stringify(FLOAT)},"variables":{"x":NaN}}` });
      expect(reply.status).toBe(400);
    });

    test.each([-1, 1_000_000_000])("a mileage of %d km", async (odometerKm) => {
      const input = { country: "BE", category: "M1", firstRegisteredOn: "2020-01-01", odometerKm };
      const query =
        "query ($input: InspectionScheduleInput!) { inspectionSchedule(input: $input) { dueOn } }";
      const reply = await target.ask(query, { input });
      expect(reply).toMatchObject({ status: 400, code: "BAD_USER_INPUT" });
      expect(JSON.stringify(reply.body.errors)).toContain("odometerKm");
    });
  });

  describe("D84 a text to search for is taken literally", () => {
    const find = (namePrefix: string) =>
      target.ask(
        "query ($f: GarageFilter) { garages(filter: $f) { edges { node { name } } } }",
        { f: { namePrefix } },
        { answered: true },
      );
    test.each([
      "%",
      "_",
      "\\",
      "100_",
      "100%%",
      "%%%%",
      "100% Auto%",
      "N_thing",
      ".*",
      "'",
      "''; --",
      "${x}",
    ])("%s", async (text) => {
      expect((await find(text)).body.data).toEqual({ garages: { edges: [] } });
    });
    test.each(["100%", "100% Auto_", "100% Auto_Service\\"])("%s, where it is the name", async (text) => {
      const found = { garages: { edges: [{ node: { name: "100% Auto_Service\\Lyon" } }] } };
      expect((await find(text)).body.data).toEqual(found);
    });
    test.each([
      ["%", 10_000],
      ["\\", 501],
      ["a", 501],
    ])("%s, %d times, is refused", async (text, count) => {
      const reply = await target.ask(
        "query ($f: GarageFilter) { garages(filter: $f) { edges { cursor } } }",
        { f: { namePrefix: text.repeat(count) } },
      );
      expect(reply).toMatchObject({ status: 400, code: "BAD_USER_INPUT" });
      expect(reply.body.errors![0]!.extensions).toMatchObject({ argument: "filter.namePrefix", max: 500 });
    });
  });

  describe("D85 a character that an identifier cannot have is refused", () => {
    const strange: [string, string][] = [
      ["NUL", "AB\u0000123CD"],
      ["a lone surrogate", "AB\ud800123CD"],
      ["a bidi override", "AB\u202e123CD"],
      ["a zero-width space", "AB\u200b123CD"],
      ["a Cyrillic А", "\u0410B123CD"],
      ["a letter in two characters", "E\u0301B123CD"],
      ["a full-width letter", "\uff21B123CD"],
    ];
    test.each(strange)("%s in a registration", async (_case, mark) => {
      const query = "query ($m: String!) { vehicleByRegistration(country: FR, registration: $m) { id } }";
      expect(await target.ask(query, { m: mark })).toMatchObject({ status: 400, code: "BAD_USER_INPUT" });
    });
    test.each(strange)("%s in a filter by registration", async (_case, mark) => {
      const query = "query ($m: String!) { vehicles(filter: { registration: $m }) { edges { cursor } } }";
      expect(await target.ask(query, { m: mark })).toMatchObject({ status: 400, code: "BAD_USER_INPUT" });
    });
    test.each(strange)("%s in a VIN", async (_case, mark) => {
      const query = "query ($v: String!) { vehicleByVin(vin: $v) { id } }";
      const vin = `VF1AAAAA12${mark.slice(0, 7)}`;
      expect(await target.ask(query, { v: vin })).toMatchObject({ status: 400, code: "BAD_USER_INPUT" });
    });
    test.each(["\\u0000", "\\uD800", "\\u202e"])("%s written out in the document", async (escape) => {
      const query = `{ vehicleByRegistration(country: FR, registration: "AB${escape}123CD") { id } }`;
      expect((await target.ask(query)).status).toBe(400);
    });
    test.each([
      ["NUL", "Gar\u0000"],
      ["a lone surrogate", "Gar\udfff"],
    ])("%s in a text is refused and not replaced by another", async (_case, namePrefix) => {
      const query = "query ($f: GarageFilter) { garages(filter: $f) { edges { cursor } } }";
      expect(await target.ask(query, { f: { namePrefix } })).toMatchObject({
        status: 400,
        code: "BAD_USER_INPUT",
      });
    });
  });

  test("D85 NUL is refused where an administrator names a client or a partner, too", async () => {
    const as = await target.server.partner({ scopes: ["admin"] });
    const name = "kbc_\u0000";
    const query =
      "mutation ($c: ID!, $r: RotateClientSecretInput!) { revokeClient(clientId: $c) { revokedClientId } rotateClientSecret(input: $r) { clientSecret } }";
    const { body } = await target.ask(query, { c: name, r: { clientId: name } }, { as, answered: true });
    expect(body.errors?.map(({ extensions }) => extensions["code"])).toContain("BAD_USER_INPUT");
  });

  describe("D87 a day that does not exist is refused", () => {
    const days = [
      "infinity",
      "-infinity",
      "10000-01-01",
      "0044-03-15",
      "0044 BC",
      "2026-02-30",
      "2026-13-01",
      "2026-00-10",
      "2026-1-1",
      "2025-02-29",
      "today",
      "",
      "2026-01-01T00:00:00Z",
      "(a+)+$".repeat(200),
    ];
    test.each(days)("%.40s", async (day) => {
      const query = "query ($d: Date) { inspections(filter: { performedFrom: $d }) { edges { cursor } } }";
      expect(await target.ask(query, { d: day })).toMatchObject({ status: 400, code: "BAD_USER_INPUT" });
      const literal = `{ inspections(filter: { performedFrom: ${JSON.stringify(day)} }) { edges { cursor } } }`;
      expect((await target.ask(literal)).status).toBe(400);
    });

    const instants = [
      "2026-01-01T23:59:60Z",
      "2026-01-01T00:00:00+99:99",
      "2026-01-01T24:00:00Z",
      "2026-02-30T00:00:00Z",
      "2026-01-01",
      "infinity",
      "10000-01-01T00:00:00Z",
      "2026-01-01T00:00:00",
      "(a+)+$".repeat(200),
    ];
    test.each(instants)("%.40s, as an instant", async (instant) => {
      const explorer = await target.server.partner({ scopes: ["signals:read"] });
      const query =
        "query ($t: DateTime) { intentSignals(filter: { updatedSince: $t }) { edges { cursor } } }";
      const reply = await target.ask(query, { t: instant }, { as: explorer });
      expect(reply).toMatchObject({ status: 400, code: "BAD_USER_INPUT" });
    });

    test.each(["2026-03-29", "2026-10-25"])(
      "and the day on which clocks change, %s, is itself alone",
      async (day) => {
        const query =
          "query ($d: Date) { inspections(filter: { performedFrom: $d, performedUntil: $d }) { edges { node { performedOn } } } }";
        const { body } = await target.ask(query, { d: day }, { answered: true });
        expect(body.data).toEqual({ inspections: { edges: [{ node: { performedOn: day } }] } });
      },
    );
  });
});

import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { builders } from "../../builders/index.ts";
import type { TestPartner } from "../../support/server.ts";
import { bearer, openTarget, type Reply, type Target } from "./target.ts";

let target: Target;
/** `a` may see FR-69, `b` FR-75: neither sees anything of the other's. */
let a: TestPartner;
let b: TestPartner;
const uuids = { lyon: "", paris: "", garage: "", inspection: "" };

const READ = ["vehicles:read", "vehicles:identify", "inspections:read", "garages:read"] as const;

beforeAll(async () => {
  target = await openTarget();
  const { server } = target;
  a = await server.partner({ scopes: READ, areas: ["FR-69"] });
  b = await server.partner({ scopes: READ, areas: ["FR-75"] });
  const make = builders(server.database.pool("kimberlite_worker"));
  const lyon = await make.vehicle({ registration: "AB123CD", vin: "VF1AAAAA123456789", model: "D-CASE" });
  const paris = await make.vehicle({ areaCode: "FR-75", registration: "EF456GH", model: "D-CASE" });
  await make.vehicle({ model: "D-CASE" });
  const garage = await make.garage({ name: "100% Auto_Service\\Lyon" });
  await make.garage({ name: "Nothing special" });
  for (const performedOn of ["2026-03-28", "2026-03-29", "2026-03-30", "2026-10-25"]) {
    const { id } = await make.inspection(lyon, { performedOn, garageId: garage.id });
    uuids.inspection = id;
  }
  await make.inspection(paris);
  Object.assign(uuids, { lyon: lyon.id, paris: paris.id, garage: garage.id });
});
afterAll(() => target.close());

/** An id as this partner would know the row, whether or not it may see it. */
async function idFor(partner: TestPartner, prefix: string, uuid: string): Promise<string> {
  const { ids } = await target.server.api.partners.authenticate(bearer(partner).authorization);
  return ids.encode(prefix, uuid);
}

const RANDOM_UUID = "01890a5d-ac96-774b-bcce-b302099a8057";

/** An answer without what changes from one to the next: the budget. */
const bytes = ({ status, text }: Reply) => `${status} ${text.replace(/,"extensions":.*$/, "")}`;

describe("D: data", () => {
  test("D70 the id of a row that only B may see is answered byte for byte like a random one", async () => {
    const query =
      "query ($id: ID!) { node(id: $id) { id ... on Vehicle { make } } vehicle(id: $id) { id } nodes(ids: [$id]) { id } }";
    const foreign = await target.ask(
      query,
      { id: await idFor(a, "V", uuids.paris) },
      { as: a, answered: true },
    );
    const random = await target.ask(
      query,
      { id: await idFor(a, "V", RANDOM_UUID) },
      { as: a, answered: true },
    );
    expect(bytes(foreign)).toBe(bytes(random));
    expect(foreign.body.data).toEqual({ node: null, vehicle: null, nodes: [null] });
    const own = await target.ask(query, { id: await idFor(a, "V", uuids.lyon) }, { as: a, answered: true });
    expect(own.body.data).toMatchObject({ node: { make: "RENAULT" } });
  });

  test("D71 an id with any bit changed, another partner's and another type's are unknown", async () => {
    const mine = await idFor(a, "V", uuids.lyon);
    const flipped = Array.from(mine, (_character, at) =>
      [1, 2, 4, 8, 16, 32].map((bit) => {
        const other = String.fromCharCode(mine.charCodeAt(at) ^ bit);
        return mine.slice(0, at) + other + mine.slice(at + 1);
      }),
    ).flat();
    const forged = [
      ...flipped,
      await idFor(b, "V", uuids.lyon),
      `${mine}=`,
      `${mine} `,
      mine.toLowerCase(),
      `V${mine}`,
    ];
    for (let from = 0; from < forged.length; from += 50) {
      const ids = forged.slice(from, from + 50);
      const query = "query ($ids: [ID!]!) { nodes(ids: $ids) { id } }";
      const { body } = await target.ask(query, { ids }, { as: a, answered: true });
      expect(body.data).toEqual({ nodes: ids.map(() => null) });
    }
    const { body } = await target.ask(
      "query ($id: ID!) { garage(id: $id) { id } inspection(id: $id) { id } }",
      { id: mine },
      { as: a, answered: true },
    );
    expect(body.data).toEqual({ garage: null, inspection: null });
  });

  test("D76 what lies beyond a page does not tell of rows that cannot be seen", async () => {
    const query = `{ vehicles(first: 2, filter: { model: "D-CASE" }) { edges { node { id } } pageInfo { hasNextPage } } inspections(first: 4) { edges { node { id } } pageInfo { hasNextPage } } }`;
    const { body } = await target.ask(query, {}, { as: a, answered: true });
    expect(body.data).toMatchObject({
      vehicles: { edges: [{}, {}], pageInfo: { hasNextPage: false } },
      inspections: { edges: [{}, {}, {}, {}], pageInfo: { hasNextPage: false } },
    });
  });

  test("D76 fifty requests of A and B at once over one process show nobody the other's rows", async () => {
    const query = "{ vehicles { edges { node { id registration area { code } } } } }";
    // One client runs 20 operations at once, so each side has two.
    const wanted = (areas: string[]) => target.server.partner({ scopes: READ, areas });
    const sides = [a, b, await wanted(["FR-69"]), await wanted(["FR-75"])];
    const answers = await Promise.all(
      Array.from({ length: 50 }, (_, i) =>
        target.server.post({ query }, bearer(sides[i % 4]!)).then((response) => response.text()),
      ),
    );
    for (const [i, text] of answers.entries()) {
      expect(text).toContain(i % 2 === 0 ? "AB123CD" : "EF456GH");
      expect(text).not.toContain(i % 2 === 0 ? "FR-75" : "FR-69");
    }
    const ids = answers.map((text) => new Set(text.match(/"V[\w-]{22}"/g)));
    expect(ids[0]!.isDisjointFrom(ids[1]!)).toBe(true);
  });

  describe("D81 a cursor that is not this list's is refused", () => {
    const query = `query ($after: String) { vehicles(first: 1, after: $after, filter: { model: "D-CASE" }) { pageInfo { endCursor } } }`;
    const ask = (after: string, other = query) => target.ask(other, { after }, { as: a });
    let cursor: string;
    beforeAll(async () => {
      const { body } = await target.ask(query, {}, { as: a, answered: true });
      cursor = (body.data as { vehicles: { pageInfo: { endCursor: string } } }).vehicles.pageInfo.endCursor;
    });

    const refused = { status: 400, code: "BAD_CURSOR" };
    test.each([
      ["with its first bit changed", () => ask(flip(cursor, 0))],
      ["with its last bit changed", () => ask(flip(cursor, cursor.length - 1))],
      ["cut short", () => ask(cursor.slice(0, -1))],
      ["with padding", () => ask(`${cursor}=`)],
      ["in the other base64", () => ask(Buffer.from(cursor, "base64url").toString("base64").concat("=="))],
      ["of nothing", () => ask("")],
      ["of 100 KB", () => ask("A".repeat(100_000))],
      ["with letters that no cursor has", () => ask("é\u0000\u202e")],
      ["from another filter", () => ask(cursor, query.replace('"D-CASE"', '"CLIO"'))],
      ["from no filter", () => ask(cursor, query.replace(', filter: { model: "D-CASE" }', ""))],
      [
        "from another order",
        () => ask(cursor, query.replace("first: 1", "first: 1, orderBy: RECENTLY_UPDATED")),
      ],
      [
        "from another list",
        () => ask(cursor, "query ($after: String) { garages(after: $after) { edges { cursor } } }"),
      ],
      ["of another partner", () => target.ask(query, { after: cursor }, { as: b })],
    ])("%s", async (_case, run) => {
      expect(await run()).toMatchObject(refused);
    });

    test("and its own is taken, with a page of another size", async () => {
      const reply = await target.ask(
        query.replace("first: 1", "first: 5"),
        { after: cursor },
        { as: a, answered: true },
      );
      expect(reply.status).toBe(200);
    });

    const flip = (text: string, at: number) =>
      text.slice(0, at) + (text[at] === "A" ? "B" : "A") + text.slice(at + 1);
  });
});

import pg from "pg";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { builders } from "../../builders/index.ts";
import { createTestServer, type TestPartner, type TestServer } from "../../support/server.ts";

const PARTS = 8;

let server: TestServer;
let reader: TestPartner;
let make: ReturnType<typeof builders>;

beforeAll(async () => {
  server = await createTestServer();
  make = builders(server.database.pool("kimberlite_worker"));
  reader = await server.partner({ scopes: ["vehicles:read", "vehicles:identify", "inspections:read"] });
  for (let car = 0; car < 20; car += 1) {
    const vehicle = await make.vehicle({ registration: `PP${100 + car}AA` });
    const inspection = await make.inspection(vehicle, { performedOn: "2024-01-15" });
    await make.defect(inspection, { ordinal: 0 });
    await make.reading(inspection, 90_000 + car);
  }
});
afterAll(() => server.close());

interface Plan {
  readonly "Relation Name"?: string;
  readonly "Actual Loops": number;
  readonly Plans?: readonly Plan[];
}

const relationsRead = (plan: Plan): string[] => [
  ...(plan["Relation Name"] !== undefined && plan["Actual Loops"] > 0 ? [plan["Relation Name"]] : []),
  ...(plan.Plans ?? []).flatMap(relationsRead),
];

/** Parts of the three histories that PostgreSQL opens for the one statement of a document. */
async function partsRead(document: string, variables: object): Promise<string[]> {
  const sent = vi.spyOn(pg.Client.prototype, "query");
  try {
    const { errors } = (await (
      await server.post({ query: document, variables }, { authorization: `Bearer ${reader.token}` })
    ).json()) as { errors?: unknown };
    expect(errors).toBeUndefined();
    const statements = sent.mock.calls
      .map(([statement]) => statement as unknown as { text?: string; values: unknown[] })
      .filter(({ text }) => /from "?inspections/.test(text ?? ""));
    expect(statements).toHaveLength(1);
    return await explain(statements[0]!);
  } finally {
    sent.mockRestore();
  }
}

async function explain({ text, values }: { text?: string; values: unknown[] }): Promise<string[]> {
  const client = new pg.Client({ connectionString: server.database.appUrl });
  await client.connect();
  try {
    await client.query("set role kimberlite_api");
    for (const setting of ["areas", "makes", "part_families"])
      await client.query("select set_config($1, '*', false)", [`kimberlite.${setting}`]);
    const { rows } = await client.query<{ "QUERY PLAN": [{ Plan: Plan }] }>(
      `explain (analyze, costs off, timing off, format json) ${text}`,
      values,
    );
    const relations = relationsRead(rows[0]!["QUERY PLAN"][0].Plan);
    return [...new Set(relations)].filter((relation) => /_p\d$/.test(relation)).toSorted();
  } finally {
    await client.end();
  }
}

test("a vehicle's history is read from its own part of each table, and no other part is opened", async () => {
  const [car] = await server.database.look(
    `select v.registration, i.tableoid::regclass::text as inspections, d.tableoid::regclass::text as defects,
       o.tableoid::regclass::text as readings
     from vehicles v join inspections i on i.vehicle_id = v.id join defects d on d.vehicle_id = v.id
     join odometer_readings o on o.vehicle_id = v.id where v.registration = 'PP107AA'`,
  );
  const parts = await partsRead(
    `query ($plate: String!) { vehicleByRegistration(country: FR, registration: $plate) {
       inspections(first: 5) { edges { node { performedOn odometer { km } defects { severity } } } } } }`,
    { plate: "PP107AA" },
  );
  expect(parts).toEqual([car!["defects"], car!["inspections"], car!["readings"]]);
});

test("a list across vehicles opens every part of the inspections, as the plan's reader sees", async () => {
  const parts = await partsRead(`{ inspections(first: 20) { edges { node { performedOn } } } }`, {});
  expect(parts).toEqual(Array.from({ length: PARTS }, (_, part) => `inspections_p${part}`));
});

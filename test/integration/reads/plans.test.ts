import pg from "pg";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { createTestServer, type TestPartner, type TestServer } from "../../support/server.ts";

let server: TestServer;
let reader: TestPartner;

/** After so many uses PostgreSQL chooses for itself whether it plans a statement again. */
const USES = 9;

/** Enough rows for a walk through them to cost more than looking a few of them up. */
const VEHICLES = 20_000;

beforeAll(async () => {
  server = await createTestServer();
  await server.database.look(
    `insert into vehicles (id, country, registration, make, model, category, usage, fuel, first_registered_on, first_registered_precision, area_code)
     select gen_random_uuid(), 'FR', 'ZZ' || lpad(n::text, 7, '0'), 'RENAULT', 'M' || n % 50, 'M1', 'PRIVATE', 'PETROL',
       case when n % 1000 = 0 then date '1990-01-01' + n / 1000 else date '2015-01-01' + n % 3000 end, 'DAY', 'FR-69'
     from generate_series(1, $1::int) n`,
    [VEHICLES],
  );
  await server.database.look("vacuum analyze vehicles");
  reader = await server.partner({ scopes: ["vehicles:read", "inspections:read"] });
});
afterAll(() => server.close());

interface Plans {
  readonly generic: number;
  readonly byValue: number;
}

/** How often PostgreSQL planned the statement of a query, asked several times, for all values and for its own. */
async function plansOf(query: string, variables: readonly object[]): Promise<Plans> {
  const sent = vi.spyOn(pg.Client.prototype, "query");
  const clients = new Set<pg.Client>();
  const names = new Set<string>();
  try {
    for (const each of variables) await reader.client.request(query, each);
    for (const [place, [statement]] of sent.mock.calls.entries()) {
      const { name, text } = statement as unknown as { name?: string; text?: string };
      if (name === undefined || !/from "(vehicles|inspections)"/.test(text ?? "")) continue;
      names.add(name);
      clients.add(sent.mock.contexts[place] as pg.Client);
    }
  } finally {
    sent.mockRestore();
  }
  expect(names.size).toBe(1);
  const plans = { generic: 0, byValue: 0 };
  for (const client of clients) {
    const { rows } = await client.query<{ generic: number; byValue: number }>(
      `select generic_plans::int as generic, custom_plans::int as "byValue" from pg_prepared_statements where name = any ($1)`,
      [[...names]],
    );
    for (const { generic, byValue } of rows) {
      plans.generic += generic;
      plans.byValue += byValue;
    }
  }
  return plans;
}

const uses = (one: (n: number) => object) => Array.from({ length: USES + 1 }, (_, n) => one(n));

test("a statement whose filter names values has one plan for all of them, from its first use on", async () => {
  const query =
    "query ($model: String) { vehicles(first: 2, filter: { model: $model }) { edges { node { id model } } } }";
  expect(
    await plansOf(
      query,
      uses((n) => ({ model: `M${n}` })),
    ),
  ).toEqual({ generic: USES, byValue: 0 });
});

test("a statement whose filter is a range is planned for the range that it is asked for, each time", async () => {
  const query =
    "query ($from: Date, $until: Date) { vehicles(first: 2, filter: { firstRegisteredFrom: $from, firstRegisteredUntil: $until }) { edges { node { id model } } } }";
  const range = (n: number) => ({ from: `1990-01-0${(n % 9) + 1}`, until: `1990-01-0${(n % 9) + 1}` });
  expect(await plansOf(query, uses(range))).toEqual({ generic: 0, byValue: USES });
});

test("a range over what the rows are ordered by says only where to begin and end: one plan is good for all", async () => {
  const query =
    "query ($from: Date) { inspections(first: 2, filter: { performedFrom: $from }) { edges { node { id result } } } }";
  const from = (n: number) => ({ from: `2020-01-0${(n % 9) + 1}` });
  expect(await plansOf(query, uses(from))).toEqual({ generic: USES, byValue: 0 });
});

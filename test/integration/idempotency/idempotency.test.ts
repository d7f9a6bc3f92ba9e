import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { openScene, GARAGE_SCOPES } from "../consents/scene.ts";
import type { TestPartner } from "../../support/server.ts";

const RECORD = `mutation Record($input: RecordConsentInput!) {
  recordConsent(input: $input) { consent { id purpose vehicle { registration } } userErrors { code } }
}`;

const BASIS = { purpose: "SERVICE", lawfulBasis: "CONTRACT" };
const DAY = "2026-06-14";

interface Body {
  readonly data: { readonly recordConsent: { readonly consent: { readonly id: string } | null } } | null;
  readonly errors?: readonly { readonly message: string; readonly extensions: { readonly code: string } }[];
  readonly extensions: { readonly idempotency?: { readonly replayed: boolean } };
}

let scene: Awaited<ReturnType<typeof openScene>>;
let partner: TestPartner;
let vehicleId: string;
let rowId: string;

beforeAll(async () => {
  scene = await openScene();
  partner = await scene.garage();
  rowId = (await scene.make.vehicle({ model: "KEYED", registration: "AA001AA" })).id!;
  vehicleId = await scene.idOf(partner, "KEYED");
});
afterAll(() => scene.server.close());

async function send(key: string, given: { by?: TestPartner; query?: string; input?: object } = {}) {
  const { by = partner, query = RECORD, input = {} } = given;
  const response = await scene.server.post(
    { query, variables: { input: { vehicleId, purpose: "SERVICE", lawfulBasis: "CONTRACT", ...input } } },
    {
      authorization: `Bearer ${by.token}`,
      accept: "application/graphql-response+json",
      "idempotency-key": key,
    },
  );
  const body = (await response.json()) as Body;
  return {
    status: response.status,
    isReplay: response.headers.get("idempotent-replayed") === "true",
    body,
    id: body.data?.recordConsent.consent?.id,
    code: body.errors?.[0]?.extensions.code,
  };
}

const records = async () =>
  Number((await scene.server.database.look("select count(*) from consents"))[0]!["count"]);

describe("F105: a mutation under a key", () => {
  test("is done once and answered again, flagged, with the same data", async () => {
    const first = await send("once");
    const before = await records();
    const again = await send("once");
    expect(first).toMatchObject({ status: 200, isReplay: false });
    expect(first.body.data).toMatchObject({
      recordConsent: { consent: { vehicle: { registration: "AA001AA" } }, userErrors: [] },
    });
    expect(again).toMatchObject({ status: 200, isReplay: true });
    expect(again.body.data).toEqual(first.body.data);
    expect(again.body.extensions.idempotency).toEqual({ replayed: true });
    expect(await records()).toBe(before);
  });

  test("is refused with other variables or another document, and does nothing", async () => {
    await send("other");
    const before = await records();
    expect(await send("other", { input: { lawfulBasis: "CONSENT" } })).toMatchObject({
      status: 422,
      code: "IDEMPOTENCY_KEY_REUSED",
    });
    expect(await send("other", { query: RECORD.replace("purpose ", "") })).toMatchObject({ status: 422 });
    expect(await records()).toBe(before);
  });

  test("is the same operation whatever the order of its variables' fields", async () => {
    await send("order", { input: { purpose: "SERVICE", channels: ["SMS"] } });
    const { isReplay } = await send("order", { input: { channels: ["SMS"], purpose: "SERVICE" } });
    expect(isReplay).toBe(true);
  });

  test("has one effect however many twins are sent at once", async () => {
    const before = await records();
    const twins = await Promise.all(Array.from({ length: 50 }, () => send("twins")));
    expect(await records()).toBe(before + 1);
    const answered = twins.filter(({ status }) => status === 200);
    expect(new Set(answered.map(({ id }) => id)).size).toBe(1);
    expect(answered.filter(({ isReplay }) => !isReplay)).toHaveLength(1);
    for (const { status, code } of twins) {
      if (status !== 200)
        expect(["IDEMPOTENCY_KEY_IN_PROGRESS", "OVERLOADED", "RATE_LIMITED"]).toContain(code);
    }
  });

  test("means nothing to another partner, whose own operation it is", async () => {
    const other = await scene.garage();
    const theirs = await scene.idOf(other, "KEYED");
    const mine = await send("shared");
    const answer = await send("shared", { by: other, input: { vehicleId: theirs } });
    expect(answer).toMatchObject({ status: 200, isReplay: false });
    expect(answer.id).not.toBe(mine.id);
  });

  test("is checked for scopes before anything is answered again", async () => {
    const poor = await scene.server.partner({ scopes: GARAGE_SCOPES.slice(0, 1) });
    expect(await send("once", { by: poor })).toMatchObject({ status: 403, code: "MISSING_SCOPE" });
  });

  test("remembers a refusal as well", async () => {
    const refused = await send("refused", { input: { vehicleId: "nothing" } });
    expect(refused.body.data).toMatchObject({ recordConsent: { userErrors: [{ code: "NOT_FOUND" }] } });
    expect((await send("refused", { input: { vehicleId: "nothing" } })).isReplay).toBe(true);
  });

  test("is all or nothing: where one field fails, the others are undone and the key is free", async () => {
    const query = `mutation ($input: RecordConsentInput!) {
      one: recordConsent(input: $input) { consent { id } }
      two: recordConsent(input: $input) { consent { id vehicle { id inspections(first: 1, after: "forged") { edges { cursor } } } } }
    }`;
    const before = await records();
    const failed = await send("whole", { query });
    expect(failed.body.errors).not.toBeUndefined();
    expect(failed.body.data).toBeNull();
    expect(await records()).toBe(before);
    expect(await send("whole")).toMatchObject({ status: 200, isReplay: false });
  });

  test("of partners and credentials is all or nothing too", async () => {
    const admin = await scene.server.partner({ scopes: ["admin", ...GARAGE_SCOPES], purposes: ["SERVICE"] });
    const query = `mutation ($input: RecordConsentInput!, $slug: String!) {
      createPartner(input: { slug: $slug, name: "New", scopes: ["vehicles:read"] }) { partner { slug } }
      createClient(input: { partnerSlug: $slug, name: "first" }) { client { id } userErrors { code } }
      FAILING
    }`;
    const failing =
      'recordConsent(input: $input) { consent { vehicle { inspections(first: 1, after: "forged") { edges { cursor } } } } }';
    const ask = async (field: string) => {
      const response = await scene.server.post(
        {
          query: query.replace("FAILING", field),
          variables: { slug: "new-one", input: { vehicleId: await scene.idOf(admin, "KEYED"), ...BASIS } },
        },
        { authorization: `Bearer ${admin.token}`, "idempotency-key": "administration" },
      );
      return (await response.json()) as { data: unknown; errors?: unknown };
    };
    const made = () =>
      scene.look(
        "select p.slug, c.name from partners p left join clients c on c.partner_id = p.id where slug = 'new-one'",
      );
    expect(await ask(failing)).toMatchObject({ data: null, errors: [{}] });
    expect(await made()).toEqual([]);
    expect(await ask("recordConsent(input: $input) { consent { id } }")).toMatchObject({
      data: { createPartner: { partner: { slug: "new-one" } }, createClient: { userErrors: [] } },
    });
    expect(await made()).toEqual([{ slug: "new-one", name: "first" }]);
  });

  test("takes one connection for all that it does, so that as many as there are do not wait for each other", async () => {
    const writer = await scene.server.partner({
      scopes: ["vehicles:read", "inspections:read", "inspections:write"],
    });
    const id = await scene.idOf(writer, "KEYED");
    const query = `mutation ($input: RecordInspectionsInput!) {
      recordInspections(input: $input) { results { result userErrors { code } } }
    }`;
    // As many as the test server has connections for writing.
    const answers = await Promise.all(
      Array.from({ length: 4 }, async (_, n) => {
        const item = { id: `many-${n}`, vehicleId: id, kind: "VOLUNTARY", result: "PASS", performedOn: DAY };
        const response = await scene.server.post(
          { query, variables: { input: { items: [item] } } },
          { authorization: `Bearer ${writer.token}`, "idempotency-key": `many-${n}` },
        );
        const { data, errors } = (await response.json()) as {
          data: { recordInspections: { results: { result: string }[] } } | null;
          errors?: { extensions: { code: string } }[];
        };
        return errors?.[0]?.extensions.code ?? data?.recordInspections.results[0]?.result;
      }),
    );
    expect(answers).toEqual(["CREATED", "CREATED", "CREATED", "CREATED"]);
  });

  test.each(["", "x".repeat(256), "with space"])("is refused under what is no key: %j", async (key) => {
    expect(await send(key)).toMatchObject({ status: 400, code: "BAD_USER_INPUT" });
  });

  test("is done anew once its day is over", async () => {
    const first = await send("day");
    await scene.server.database.look("update idempotency_keys set created_at = now() - interval '24 hours'");
    const later = await send("day");
    expect(later).toMatchObject({ status: 200, isReplay: false });
    expect(later.id).not.toBe(first.id);
  });
});

describe("what is kept of an answer", () => {
  test("opens neither with the database alone nor after its vehicle was erased", async () => {
    await send("erased");
    const kept = JSON.stringify(await scene.server.database.look("select * from idempotency_keys"));
    expect(kept).not.toContain("AA001AA");
    const admin = await scene.server.partner({ scopes: ["admin", "vehicles:read"] });
    const id = await scene.idOf(admin, "KEYED");
    const { data } = await scene.ask<{ eraseVehicle: { userErrors: unknown[] } }>(
      admin,
      "mutation ($id: ID!) { eraseVehicle(id: $id) { userErrors { code } } }",
      { id },
    );
    expect(data.eraseVehicle.userErrors).toEqual([]);
    expect(await send("erased")).toMatchObject({ status: 410, code: "ERASED" });
    const [row] = await scene.server.database.look(
      "select count(*) from idempotency_keys where $1 = any (subject_ids) and answer is not null",
      [rowId],
    );
    expect(row).toEqual({ count: "0" });
  });
});

import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { TestPartner } from "../../support/server.ts";
import { openScene, type Scene } from "./scene.ts";

let scene: Scene;
let garage: TestPartner;

beforeAll(async () => {
  scene = await openScene();
  garage = await scene.garage();
  await scene.make.vehicle({ model: "PLAIN" });
});
afterAll(() => scene.server.close());

async function car(model: string): Promise<string> {
  await scene.make.vehicle({ model });
  return scene.idOf(garage, model);
}

describe("recordConsent", () => {
  test("replaces the record before and keeps it; the newest is listed alone", async () => {
    const id = await car("TWICE");
    const before = await scene.record(garage, {
      vehicleId: id,
      purpose: "SERVICE",
      channels: ["EMAIL", "PHONE"],
    });
    const after = await scene.record(garage, {
      vehicleId: id,
      purpose: "SERVICE",
      channels: ["POST", "POST"],
      grantedAt: "2026-06-01T08:00:00Z",
      proofHash: "a".repeat(64),
      sourceText: "terms-2026-06",
    });
    expect(after.userErrors).toEqual([]);

    const query = `query ($id: ID!) { vehicle(id: $id) { consents { id purpose lawfulBasis channels state grantedAt expiresAt proofHash sourceText } } }`;
    expect((await scene.ask(garage, query, { id })).data).toEqual({
      vehicle: {
        consents: [
          {
            id: after.consent!.id,
            purpose: "SERVICE",
            lawfulBasis: "CONSENT",
            channels: ["POST"],
            state: "IN_FORCE",
            grantedAt: "2026-06-01T08:00:00.000Z",
            expiresAt: null,
            proofHash: "a".repeat(64),
            sourceText: "terms-2026-06",
          },
        ],
      },
    });
    expect(before.consent!.id).not.toBe(after.consent!.id);
    const rows = await scene.look(
      "select replaced_at is null as newest from consents c join vehicles v on v.id = c.vehicle_id where v.model = 'TWICE' order by recorded_at, c.id",
    );
    expect(rows.map(({ newest }) => newest)).toEqual([false, true]);
  });

  test.each([
    ["given after now", { grantedAt: "2026-06-15T10:00:01Z" }, "DATE_IN_FUTURE", "grantedAt"],
    ["that has expired", { expiresAt: "2026-06-15T10:00:00Z" }, "BAD_USER_INPUT", "expiresAt"],
    ["with a proof that is no hash", { proofHash: "A".repeat(64) }, "BAD_USER_INPUT", "proofHash"],
    ["with a text of two lines", { sourceText: "one\ntwo" }, "BAD_USER_INPUT", "sourceText"],
    ["of an id that is none", { vehicleId: "V?" }, "NOT_FOUND", "vehicleId"],
    ["of a forged id", { vehicleId: `V${"A".repeat(21)}A` }, "NOT_FOUND", "vehicleId"],
  ])("refuses one %s", async (_case, changes, code, field) => {
    const id = await scene.idOf(garage, "PLAIN");
    const { consent, userErrors } = await scene.record(garage, {
      vehicleId: id,
      purpose: "SERVICE",
      ...changes,
    });
    expect(consent).toBeNull();
    expect(userErrors).toEqual([{ code, field, message: expect.any(String) as string }]);
  });

  test("does not know a vehicle outside the contract, though its id was right while it was inside", async () => {
    const narrow = await scene.server.partner({
      scopes: ["vehicles:read", "consents:manage"],
      areas: ["FR-75"],
    });
    await scene.make.vehicle({ model: "MOVED", areaCode: "FR-75" });
    const id = await scene.idOf(narrow, "MOVED");
    await scene.look("update vehicles set area_code = 'FR-13' where model = 'MOVED'");
    const { userErrors } = await scene.record(narrow, { vehicleId: id, purpose: "SERVICE" });
    expect(userErrors).toMatchObject([{ code: "NOT_FOUND", field: "vehicleId" }]);
  });

  test("leaves one record in force when many arrive together", async () => {
    const id = await car("RACED");
    const answers = await Promise.all(
      Array.from({ length: 12 }, () => scene.record(garage, { vehicleId: id, purpose: "SERVICE" })),
    );
    expect(answers.flatMap(({ userErrors }) => userErrors)).toEqual([]);
    const [count] = await scene.look(
      "select count(*)::int as all, count(*) filter (where replaced_at is null)::int as newest from consents c join vehicles v on v.id = c.vehicle_id where v.model = 'RACED'",
    );
    expect(count).toEqual({ all: 12, newest: 1 });
  });

  test("D79 refuses an input with fields that are not in it, and stores nothing", async () => {
    const id = await scene.idOf(garage, "PLAIN");
    const query = `mutation ($input: RecordConsentInput!) { recordConsent(input: $input) { userErrors { code } } }`;
    const input = { vehicleId: id, purpose: "SERVICE", lawfulBasis: "CONSENT" };
    const stored = () => scene.look("select * from consents order by id");
    const before = await stored();
    for (const extra of ["partnerId", "id", "createdAt", "verified", "withdrawnAt", "clientId"]) {
      const inVariable = await scene.ask(garage, query, { input: { ...input, [extra]: "x" } });
      expect(inVariable).toMatchObject({ status: 400, errors: [{ extensions: { code: "BAD_USER_INPUT" } }] });
      const literal = `mutation { recordConsent(input: { vehicleId: "${id}", purpose: SERVICE, lawfulBasis: CONSENT, ${extra}: "x" }) { userErrors { code } } }`;
      const written = await scene.ask(garage, literal);
      expect(written).toMatchObject({
        status: 400,
        errors: [{ extensions: { code: "GRAPHQL_VALIDATION_FAILED" } }],
      });
    }
    expect(await stored()).toEqual(before);
  });

  test("refuses a longer list than a batch holds, written out or in a variable", async () => {
    const channels = Array<string>(251).fill("EMAIL");
    const id = await scene.idOf(garage, "PLAIN");
    const query = `mutation ($input: RecordConsentInput!) { recordConsent(input: $input) { userErrors { code } } }`;
    const input = { vehicleId: id, purpose: "SERVICE", lawfulBasis: "CONSENT", channels };
    const literal = `mutation { recordConsent(input: { vehicleId: "${id}", purpose: SERVICE, lawfulBasis: CONSENT, channels: [${channels.join()}] }) { userErrors { code } } }`;
    for (const answer of [await scene.ask(garage, query, { input }), await scene.ask(garage, literal)]) {
      expect(answer).toMatchObject({
        status: 400,
        errors: [
          { extensions: { code: "BAD_USER_INPUT", argument: "recordConsent.input.channels", max: 250 } },
        ],
      });
    }
  });

  test("needs consents:manage, as does reading what was recorded", async () => {
    const reader = await scene.server.partner({ scopes: ["vehicles:read"] });
    for (const query of [
      `mutation { recordConsent(input: { vehicleId: "V", purpose: SERVICE, lawfulBasis: CONSENT }) { userErrors { code } } }`,
      `{ vehicles { edges { node { consents { state } } } } }`,
    ]) {
      expect(await scene.ask(reader, query)).toMatchObject({
        status: 403,
        errors: [{ extensions: { code: "MISSING_SCOPE", missing: ["consents:manage"] } }],
      });
    }
  });
});

describe("withdrawConsent", () => {
  test("changes nothing the second time, and knows nothing of what was never recorded", async () => {
    const id = await car("AGAIN");
    await scene.record(garage, { vehicleId: id, purpose: "SERVICE" });
    const once = await scene.withdraw(garage, id, "SERVICE");
    expect(await scene.withdraw(garage, id, "SERVICE")).toEqual(once);
    expect(await scene.withdraw(garage, id, "MARKETING")).toMatchObject({
      consent: null,
      userErrors: [{ code: "NOT_FOUND", field: "purpose" }],
    });
  });

  test("is taken also when the vehicle has left the contract", async () => {
    const narrow = await scene.server.partner({
      scopes: ["vehicles:read", "consents:manage"],
      areas: ["FR-75"],
    });
    await scene.make.vehicle({ model: "LEFT", areaCode: "FR-75" });
    const id = await scene.idOf(narrow, "LEFT");
    await scene.record(narrow, { vehicleId: id, purpose: "SERVICE" });
    await scene.look("update vehicles set area_code = 'FR-13' where model = 'LEFT'");
    expect(await scene.withdraw(narrow, id, "SERVICE")).toMatchObject({ consent: { state: "WITHDRAWN" } });
  });
});

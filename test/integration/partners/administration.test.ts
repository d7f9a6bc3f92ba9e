import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { CreatePartnerInput } from "../../../src/modules/partners/index.ts";
import { createTestDatabase, type TestDatabase } from "../../support/database.ts";
import { addClient, openInstance, type Instance } from "../oauth/instance.ts";

let database: TestDatabase;
let instance: Instance;
let now = Date.now();
beforeAll(async () => {
  database = await createTestDatabase();
  instance = await openInstance(database, { clock: () => now, takeAttempt: () => Promise.resolve(0) });
});
afterAll(async () => {
  await instance.close();
  await database.drop();
});

const input = (slug: string, changes: Partial<CreatePartnerInput> = {}): CreatePartnerInput => ({
  slug,
  name: "Pièces du Rhône",
  scopes: ["vehicles:read", "garages:read"],
  areas: ["FR-69"],
  makes: ["Renault"],
  partFamilies: ["BRAKING"],
  purposes: ["SERVICE"],
  ...changes,
});
const codes = (outcome: { userErrors: readonly { code: string; field: string | null }[] }) =>
  outcome.userErrors.map(({ code, field }) => `${code} ${String(field)}`);

describe("createPartner", () => {
  test("stores the contract, from the domain's today on where nothing else is said", async () => {
    const { value, userErrors } = await instance.services.createPartner(input("rhone"));
    expect(userErrors).toEqual([]);
    expect(value).toMatchObject({
      slug: "rhone",
      name: "Pièces du Rhône",
      status: "ACTIVE",
      scopes: ["vehicles:read", "garages:read"],
      areas: ["FR-69"],
      makes: ["RENAULT"],
      partFamilies: ["BRAKING"],
      purposes: ["SERVICE"],
      introspection: true,
      validFrom: "2026-06-15",
      validUntil: null,
    });
    expect(await instance.services.showPartner("rhone")).toEqual({ partner: value, clients: [] });
  });

  test("gives one partner a slug, also to callers at the same moment", async () => {
    const outcomes = await Promise.all(
      Array.from({ length: 8 }, () => instance.services.createPartner(input("race"))),
    );
    expect(outcomes.filter(({ value }) => value !== null)).toHaveLength(1);
    const refusals = outcomes.flatMap(codes);
    expect(refusals).toEqual(Array(7).fill("CONFLICT slug"));
  });

  test("names every field that is wrong and stores nothing", async () => {
    const wrong = {
      name: "",
      scopes: ["x"],
      areas: ["x"],
      makes: ["\n"],
      partFamilies: ["x"],
      purposes: ["x"],
    };
    const outcome = await instance.services.createPartner(input("Not A Slug", wrong));
    expect(outcome.value).toBeNull();
    const fields = ["slug", "name", "scopes", "areas", "makes", "partFamilies", "purposes"];
    expect(codes(outcome)).toEqual(fields.map((field) => `BAD_USER_INPUT ${field}`));
    expect(await instance.services.showPartner("Not A Slug")).toBeNull();
  });

  test("takes no column from properties that an input happens to carry", async () => {
    const extra = { status: "SUSPENDED", id: "00000000-0000-4000-8000-000000000000", createdAt: new Date(0) };
    const { value } = await instance.services.createPartner({
      ...input("extra"),
      ...extra,
    });
    expect(value?.status).toBe("ACTIVE");
    expect(value?.id).not.toBe(extra.id);
    expect(value?.createdAt).not.toEqual(extra.createdAt);
  });
});

describe("updatePartnerContract", () => {
  test("changes what is given and leaves the rest", async () => {
    const created = await instance.services.createPartner(input("change"));
    const { value } = await instance.services.updatePartnerContract({
      slug: "change",
      makes: [],
      areas: ["GB", "GB"],
      validUntil: "2027-01-31",
      status: "SUSPENDED",
    });
    expect(value).toEqual({
      ...created.value,
      makes: [],
      areas: ["GB"],
      validUntil: "2027-01-31",
      status: "SUSPENDED",
      updatedAt: new Date(now),
    });
  });

  test("refuses what it would refuse in a new contract, and changes nothing", async () => {
    await instance.services.createPartner(input("keep"));
    const before = await instance.services.showPartner("keep");
    const outcome = await instance.services.updatePartnerContract({
      slug: "keep",
      areas: ["XX"],
      scopes: [],
    });
    expect(codes(outcome)).toEqual(["BAD_USER_INPUT areas", "BAD_USER_INPUT scopes"]);
    const status = "DELETED" as "ACTIVE";
    expect(codes(await instance.services.updatePartnerContract({ slug: "keep", status }))).toEqual([
      "BAD_USER_INPUT status",
    ]);
    expect(await instance.services.showPartner("keep")).toEqual(before);
    expect(codes(await instance.services.updatePartnerContract({ slug: "nobody" }))).toEqual([
      "NOT_FOUND slug",
    ]);
  });

  test("keeps both of two changes made at the same moment", async () => {
    await instance.services.createPartner(input("both"));
    await Promise.all([
      instance.services.updatePartnerContract({ slug: "both", areas: ["GB"] }),
      instance.services.updatePartnerContract({ slug: "both", makes: ["FORD"] }),
    ]);
    const shown = await instance.services.showPartner("both");
    expect(shown?.partner).toMatchObject({ areas: ["GB"], makes: ["FORD"] });
  });
});

test("listPartners goes by slug", async () => {
  const slugs = (await instance.services.listPartners()).map(({ slug }) => slug);
  expect(slugs).toEqual(slugs.toSorted());
  expect(slugs).toEqual(expect.arrayContaining(["rhone", "change"]));
});

describe("createClient", () => {
  test("gives a client the contract's scopes or a part of them", async () => {
    await instance.services.createPartner(input("scoped"));
    const all = await instance.services.createClient({ partnerSlug: "scoped", name: "all" });
    expect(all.value?.client.scopes).toEqual(["vehicles:read", "garages:read"]);
    const part = { partnerSlug: "scoped", name: "part", scopes: ["garages:read", "garages:read"] };
    expect((await instance.services.createClient(part)).value?.client.scopes).toEqual(["garages:read"]);
    const shown = await instance.services.showPartner("scoped");
    expect(shown?.clients.map(({ name }) => name)).toEqual(["all", "part"]);
  });

  test("refuses scopes beyond the contract, unknown scopes and unknown partners", async () => {
    const of = (scopes: string[], partnerSlug = "scoped") =>
      instance.services.createClient({ partnerSlug, name: "x", scopes });
    expect(codes(await of(["admin"]))).toEqual(["BAD_USER_INPUT scopes"]);
    expect((await of(["admin"])).userErrors[0]?.message).toBe('The contract does not hold "admin".');
    expect((await of(["nonsense"])).userErrors[0]?.message).toBe('There is no scope "nonsense".');
    expect(codes(await of([]))).toEqual(["BAD_USER_INPUT scopes"]);
    expect(codes(await of(["garages:read"], "nobody"))).toEqual(["NOT_FOUND partnerSlug"]);
  });

  test("gives a name at the external issuer to one client only", async () => {
    const external = (externalId: string) =>
      instance.services.createClient({ partnerSlug: "scoped", name: "external", externalId });
    expect((await external("their-client")).value?.clientSecret).toBeNull();
    expect(codes(await external("their-client"))).toEqual(["CONFLICT externalId"]);
    expect(codes(await external("with space"))).toEqual(["BAD_USER_INPUT externalId"]);
  });
});

describe("rotateClientSecret", () => {
  const works = async (clientId: string, clientSecret: string) =>
    (await instance.token({ clientId, clientSecret })).status === 200;

  test("lets both secrets work for a day, refuses a third, and then only the new one works", async () => {
    const { clientId, clientSecret: old } = await addClient(instance);
    const rotated = await instance.services.rotateClientSecret({ clientId });
    const { clientSecret: fresh, previousExpiresAt } = rotated.value!;
    expect(previousExpiresAt).toEqual(new Date(now + 86_400_000));
    expect([await works(clientId, old), await works(clientId, fresh)]).toEqual([true, true]);
    expect(codes(await instance.services.rotateClientSecret({ clientId }))).toEqual(["CONFLICT clientId"]);
    now += 86_400_000;
    expect([await works(clientId, old), await works(clientId, fresh)]).toEqual([false, true]);
    expect((await instance.services.rotateClientSecret({ clientId })).userErrors).toEqual([]);
  });

  test("ends a secret that leaked at once, also when two are alive", async () => {
    const { clientId, clientSecret: old } = await addClient(instance);
    const { value } = await instance.services.rotateClientSecret({ clientId });
    const again = await instance.services.rotateClientSecret({ clientId, previousExpiresAt: new Date(now) });
    expect(await works(clientId, again.value!.clientSecret)).toBe(true);
    expect([await works(clientId, old), await works(clientId, value!.clientSecret)]).toEqual([false, false]);
  });

  test("never leaves three alive, however many ask at once", async () => {
    const { clientId } = await addClient(instance);
    const outcomes = await Promise.all(
      Array.from({ length: 6 }, () => instance.services.rotateClientSecret({ clientId })),
    );
    expect(outcomes.filter(({ value }) => value !== null)).toHaveLength(1);
    const [{ live } = {}] = await database.look(
      "select count(*)::int as live from client_secrets where client_id = $1 and (expires_at is null or expires_at > now())",
      [clientId],
    );
    expect(live).toBe(2);
  });

  test("refuses an end too far off or none, unknown clients and revoked ones", async () => {
    const { clientId } = await addClient(instance);
    const rotate = (previousExpiresAt: Date) =>
      instance.services.rotateClientSecret({ clientId, previousExpiresAt });
    expect(codes(await rotate(new Date(now + 31 * 86_400_000)))).toEqual([
      "BAD_USER_INPUT previousExpiresAt",
    ]);
    expect(codes(await rotate(new Date(NaN)))).toEqual(["BAD_USER_INPUT previousExpiresAt"]);
    await instance.services.revokeClient(clientId);
    expect(codes(await instance.services.rotateClientSecret({ clientId }))).toEqual(["CONFLICT clientId"]);
    expect(codes(await instance.services.rotateClientSecret({ clientId: "kbc_none" }))).toEqual([
      "NOT_FOUND clientId",
    ]);
  });
});

test("revokeClient is for good and can be repeated", async () => {
  const client = await addClient(instance);
  expect((await instance.services.revokeClient(client.clientId)).userErrors).toEqual([]);
  const shown = async () => (await instance.services.showPartner(client.slug))?.clients[0]?.revokedAt;
  const at = await shown();
  expect(at).toEqual(new Date(now));
  now += 60_000;
  expect((await instance.services.revokeClient(client.clientId)).userErrors).toEqual([]);
  expect(await shown()).toEqual(at);
  expect((await instance.token(client)).body.error).toBe("invalid_client");
  expect(codes(await instance.services.revokeClient("kbc_none"))).toEqual(["NOT_FOUND clientId"]);
  expect(codes(await instance.services.revokeClientTokens("kbc_none"))).toEqual(["NOT_FOUND clientId"]);
});

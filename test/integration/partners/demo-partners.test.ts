import { mkdtemp, readFile, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from "vitest";
import { PERSONAS } from "../../../src/modules/partners/index.ts";
import { createTestDatabase, type TestDatabase } from "../../support/database.ts";
import { openInstance, type Instance } from "../oauth/instance.ts";

let database: TestDatabase;
let instance: Instance;
let folder: string;
beforeAll(async () => {
  database = await createTestDatabase();
  instance = await openInstance(database, { takeAttempt: () => Promise.resolve(0) });
});
afterAll(async () => {
  await instance.close();
  await database.drop();
});
beforeEach(async () => (folder = await mkdtemp(path.join(tmpdir(), "kimberlite-demo-"))));
afterEach(() => rm(folder, { recursive: true }));

const isAccepted = async (credential: { clientId: string; clientSecret: string }) =>
  (await instance.token(credential)).status === 200;

test("each persona gets a working client, the same at every start", async () => {
  const credentials = await instance.services.ensureDemoPartners(folder);
  expect(Object.keys(credentials)).toEqual([...PERSONAS]);
  for (const persona of PERSONAS) expect(await isAccepted(credentials[persona]), persona).toBe(true);
  expect(await instance.services.ensureDemoPartners(folder)).toEqual(credentials);
  const file = path.join(folder, "demo-credentials.json");
  expect(JSON.parse(await readFile(file, "utf8"))).toEqual(credentials);
  expect((await stat(file)).mode & 0o777).toBe(0o600);
  expect(instance.logs.join("")).not.toContain(credentials.garage.clientSecret);
});

test("processes that start together end up with the same credentials", async () => {
  const other = await openInstance(database);
  const found = await Promise.all(
    [instance, other, instance, other].map((one) => one.services.ensureDemoPartners(folder)),
  );
  for (const credentials of found) expect(credentials).toEqual(found[0]);
  expect(await isAccepted(found[0]!.rival)).toBe(true);
  await other.close();
});

test("a lost or damaged file costs new secrets and nothing else", async () => {
  const before = await instance.services.ensureDemoPartners(folder);
  await rm(path.join(folder, "demo-credentials.json"));
  const after = await instance.services.ensureDemoPartners(folder);
  for (const persona of PERSONAS) {
    expect(after[persona].clientId).toBe(before[persona].clientId);
    expect(await isAccepted(after[persona])).toBe(true);
    expect(await isAccepted(before[persona])).toBe(false);
  }
  expect(await instance.services.listPartners()).toHaveLength(PERSONAS.length);
});

test("a persona whose client was revoked gets another one", async () => {
  const before = await instance.services.ensureDemoPartners(folder);
  await instance.services.revokeClient(before.supplier.clientId);
  const after = await instance.services.ensureDemoPartners(folder);
  expect(after.supplier.clientId).not.toBe(before.supplier.clientId);
  expect(await isAccepted(after.supplier)).toBe(true);
  expect(after.garage).toEqual(before.garage);
});

test("garage and rival see no area in common, and the distributor sees every one", async () => {
  const credentials = await instance.services.ensureDemoPartners(folder);
  const contractOf = async (persona: (typeof PERSONAS)[number]) => {
    const { access_token } = (await instance.token(credentials[persona])).body;
    return (await instance.services.authenticate(`Bearer ${access_token}`)).contract;
  };
  const [garage, rival] = [(await contractOf("garage")).areas!, (await contractOf("rival")).areas!];
  expect(garage).toEqual(expect.arrayContaining(["FR-69", "GB", "GB-S"]));
  expect(rival.length).toBeGreaterThan(3);
  expect(garage.filter((area) => rival.includes(area))).toEqual([]);
  expect((await contractOf("distributor")).areas).toBeNull();
});

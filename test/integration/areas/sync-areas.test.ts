import pg from "pg";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { AREAS, syncAreas } from "../../../src/modules/areas/index.ts";
import { createTestDatabase, type TestDatabase } from "../../support/database.ts";

describe("syncAreas", () => {
  let database: TestDatabase;
  let owner: pg.Client;
  beforeAll(async () => {
    database = await createTestDatabase();
    owner = new pg.Client({ connectionString: database.ownerUrl });
    await owner.connect();
  });
  afterAll(async () => {
    await owner.end();
    await database.drop();
  });

  const rows = async () =>
    (
      await owner.query(
        `select code, country, level, parent_code as "parentCode", name, latitude, longitude from areas`,
      )
    ).rows as unknown[];
  const versions = async () =>
    (await owner.query("select code, xmin::text from areas order by code")).rows as unknown[];

  test("fills an empty table, children with their parents", async () => {
    await owner.query("begin");
    await owner.query("delete from areas");
    await syncAreas(owner);
    await owner.query("commit");
    expect(await rows()).toHaveLength(AREAS.length);
    expect(await rows()).toEqual(expect.arrayContaining([...AREAS]));
  });

  test("rewrites no row that says the same already", async () => {
    const before = await versions();
    await syncAreas(owner);
    expect(await versions()).toEqual(before);
  });

  test("corrects a row that differs and keeps an area that is not ours", async () => {
    await owner.query("update areas set name = 'Rhone', latitude = null where code = 'FR-69'");
    await owner.query(
      "insert into areas values ('FR-69M', 'FR', 'DEPARTMENT', 'FR-ARA', 'Métropole de Lyon')",
    );
    await syncAreas(owner);
    expect(await rows()).toEqual(expect.arrayContaining([...AREAS]));
    expect(await rows()).toHaveLength(AREAS.length + 1);
  });
});

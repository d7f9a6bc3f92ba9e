import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { afterAll, beforeAll, expect, test } from "vitest";
import { publish, refreshCube } from "../../../src/modules/demand/index.ts";
import { createTestServer, type TestServer } from "../../support/server.ts";
import { crowd, insertSignals } from "./scene.ts";

const TODAY = "2026-06-15";

let server: TestServer;
beforeAll(async () => {
  server = await createTestServer();
  const pool = server.database.pool("kimberlite_worker");
  await insertSignals(pool, [
    ...crowd(300, { areaCode: "FR-69", make: "RENAULT", part: "BRAKE_PAD_SET" }),
    ...crowd(200, { areaCode: "FR-38", make: "PEUGEOT", part: "BRAKE_PAD_SET" }),
    ...crowd(9, { areaCode: "FR-69", make: "RENAULT", part: "TYRE" }),
  ]);
  await refreshCube({ pool, today: TODAY });
  await publish({ pool, today: TODAY, secret: "a secret of the tests" });
});
afterAll(() => server.close());

test("the distributor's example goes from a secret to a stock plan as CSV", async () => {
  const { clientId, clientSecret } = await server.partner({ scopes: ["demand:read"] });
  const { stdout, stderr } = await promisify(execFile)(
    process.execPath,
    ["examples/distributor/stock-plan.mjs", "FR"],
    {
      env: { CLIENT_ID: clientId, CLIENT_SECRET: clientSecret, API: server.url },
    },
  );
  const [head, ...rows] = stdout.trim().split("\n");
  expect(head).toBe("area,part_category,name,least,expected,most");
  expect(rows).toHaveLength(1);
  // Nine vehicles are too few to tell of.
  expect(stderr).toMatch(/^\d+ of \d+ part categories have no number in FR: fewer than 11 vehicles/);
  const [area, part, name, ...numbers] = (rows[0] ?? "").split(",");
  expect([area, part, name]).toEqual(["FR", "BRAKE_PAD_SET", '"Brake pad set"']);
  const [least = 0, expected = 0, most = 0] = numbers.map(Number);
  expect(Math.abs(expected - 500 * 0.8 * 0.955)).toBeLessThan(15);
  expect(least).toBeLessThan(expected);
  expect(most).toBeGreaterThan(expected);
});

import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { createInterface } from "node:readline";
import { expect, onTestFinished, test } from "vitest";
import { temporaryPostgres } from "../../../src/platform/postgres/index.ts";
import { query } from "./servers.ts";

async function dataFolder(superuserUrl: string): Promise<string> {
  const [row] = await query(superuserUrl, "show data_directory");
  return String(row!["data_directory"]);
}

test("a temporary server saves nothing for good, has the roles of a real one, and leaves no trace", async () => {
  const server = await temporaryPostgres({ maxConnections: 30, settings: { work_mem: "5MB" } });
  onTestFinished(() => server.close());
  const folder = await dataFolder(server.superuserUrl);
  await expect(
    query(
      server.appUrl,
      `select current_setting('fsync') as fsync, current_setting('max_connections') as connections,
         current_setting('work_mem') as memory, current_user as role`,
    ),
  ).resolves.toEqual([{ fsync: "off", connections: "30", memory: "5MB", role: "kimberlite_app" }]);

  await server.close();

  await expect(query(server.appUrl, "select 1")).rejects.toMatchObject({ code: "ECONNREFUSED" });
  expect(existsSync(folder)).toBe(false);
});

test("what a killed test run left behind is removed by the next", async () => {
  const program = `
    import { temporaryPostgres } from ${JSON.stringify(import.meta.resolve("../../../src/platform/postgres/index.ts"))};
    process.stdout.write((await temporaryPostgres()).superuserUrl + "\\n");`;
  const killed = spawn(process.execPath, ["--input-type=module-typescript", "--eval", program], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  const [url] = (await once(createInterface(killed.stdout), "line")) as [string];
  const folder = await dataFolder(url);
  const exit = once(killed, "exit");
  killed.kill("SIGKILL");
  await exit;
  await expect(query(url, "select 1")).resolves.toHaveLength(1);

  const server = await temporaryPostgres();
  onTestFinished(() => server.close());

  await expect(query(url, "select 1")).rejects.toMatchObject({ code: "ECONNREFUSED" });
  expect(existsSync(folder)).toBe(false);
});

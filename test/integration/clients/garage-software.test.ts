import { execFile, spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Deliveries } from "../../../src/modules/webhooks/index.ts";
import { createDemoServer, type DemoServer } from "../../support/demo.ts";
import { deliver, until } from "../webhooks/scene.ts";

const PROGRAM = "examples/garage-software/main.ts";

let server: DemoServer;
let worker: Deliveries;
let environment: Record<string, string>;
beforeAll(async () => {
  server = await createDemoServer();
  worker = deliver(server);
  const { clientId, clientSecret } = server.credentials["garage"]!;
  environment = { CLIENT_ID: clientId, CLIENT_SECRET: clientSecret, API: server.url };
}, 60_000);
afterAll(async () => {
  await worker.close();
  await server.close();
});

const run = async (...given: string[]) =>
  (await promisify(execFile)(process.execPath, [PROGRAM, ...given], { env: environment })).stdout;

/** The receiver, and all that it has printed. */
function listening(): { readonly child: ChildProcess; readonly printed: () => string } {
  const child = spawn(process.execPath, [PROGRAM, "listen", "0"], { env: environment });
  let text = "";
  for (const stream of [child.stdout, child.stderr])
    stream.on("data", (chunk: Buffer) => (text += chunk.toString()));
  return { child, printed: () => text };
}

describe("the garage software's example", () => {
  test("goes from a plate to a claim and an outcome, and hears of both by verified webhooks", async () => {
    const { child, printed } = listening();
    const heard = (words: RegExp) => until(printed, (text) => words.test(text));
    await heard(/Verified webhook\.test/);
    const url = /Listening at (\S+);/.exec(printed())?.[1] ?? "";

    const car = await run("car");
    const [, id = "", offered = ""] = /^(S[\w-]+)\n {2}(\w+ .*), OPEN,/m.exec(car) ?? [];
    const [country = "", plate = ""] = car.split(" ");
    expect(await run("car", country, plate)).toBe(car);
    expect(await run("claim", id)).toMatch(/^Yours alone until 2026-06-18T10:00:00/);
    await heard(/Verified signal\.claimed .*CLAIMED/);
    expect(await run("car", country, plate)).toContain(`${id}\n  ${offered}, CLAIMED`);
    await expect(run("claim", id)).rejects.toThrow("SIGNAL_ALREADY_CLAIMED");

    expect(await run("outcome", id, "COMPLETED", "189.90")).toContain("the signal is FULFILLED");
    await heard(/Verified signal\.fulfilled .*FULFILLED/);
    expect(
      await server.database.look("select outcome, amount_minor::int, currency from signal_outcomes"),
    ).toEqual([{ outcome: "COMPLETED", amount_minor: 18_990, currency: country === "GB" ? "GBP" : "EUR" }]);

    const before = printed();
    const forged = await fetch(url, {
      method: "POST",
      headers: { "webhook-id": "Ex", "webhook-timestamp": "1", "webhook-signature": "v1,AAAA" },
      body: JSON.stringify({ type: "signal.claimed", data: { subject: null } }),
    });
    expect(forged.status).toBe(400);
    expect(printed()).toBe(before);

    child.kill("SIGINT");
    await once(child, "exit");
    expect(child.exitCode).toBe(0);
    expect(await server.database.look("select id from webhook_endpoints where status <> 'DELETED'")).toEqual(
      [],
    );
  }, 60_000);

  test("says why it could do nothing", async () => {
    await expect(run("car", "FR", "ZZ-999-ZZ")).rejects.toThrow("outside your contract");
    await expect(run("claim", "Snothing")).rejects.toThrow("NOT_FOUND");
    await expect(run("wash")).rejects.toThrow("There is no wash");
  });

  test("is a package of its own, of the versions that it is tested with", () => {
    const read = (file: string) =>
      JSON.parse(readFileSync(file, "utf8")) as Record<string, Record<string, string>>;
    const { dependencies, devDependencies } = read("package.json");
    expect({ ...dependencies, ...devDependencies }).toMatchObject(
      read("examples/garage-software/package.json")["dependencies"]!,
    );
  });
});

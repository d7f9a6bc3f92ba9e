import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { updateDemand } from "../../src/app/demand.ts";
import { seedFleet } from "../../src/modules/demo/index.ts";
import { score } from "../../src/modules/signals/index.ts";
import { createTestServer, TEST_KEYS, TODAY, type TestServer } from "./server.ts";

export interface DemoServer extends TestServer {
  readonly credentials: Readonly<
    Record<string, { readonly clientId: string; readonly clientSecret: string }>
  >;
  tokenOf(persona: string): Promise<string>;
}

/** A server with the demo's partners and a small synthetic fleet with its signals and a publication of demand. */
export async function createDemoServer(vehicles = 400): Promise<DemoServer> {
  const folder = await mkdtemp(path.join(tmpdir(), "kimberlite-demo-"));
  const server = await createTestServer(undefined, folder);
  const today = TODAY.toISOString().slice(0, 10);
  await seedFleet({
    ownerUrl: server.database.ownerUrl,
    vehicles,
    garages: 60,
    seed: 7,
    today,
    onProgress: () => undefined,
  });
  const pool = server.database.pool("kimberlite_worker");
  await score({ pool, today });
  await updateDemand({ pool, keys: TEST_KEYS, now: () => TODAY }, true);
  await server.api.partners.ensureDemoPartners(folder);
  const credentials = JSON.parse(
    await readFile(path.join(folder, "demo-credentials.json"), "utf8"),
  ) as DemoServer["credentials"];
  return {
    ...server,
    credentials,
    async tokenOf(persona) {
      const { clientId, clientSecret } = credentials[persona]!;
      const response = await fetch(`${server.url}/oauth/token`, {
        method: "POST",
        headers: { authorization: `Basic ${btoa(`${clientId}:${clientSecret}`)}` },
        body: new URLSearchParams({ grant_type: "client_credentials" }),
      });
      return ((await response.json()) as { access_token: string }).access_token;
    },
    async close() {
      await server.close();
      await rm(folder, { recursive: true });
    },
  };
}

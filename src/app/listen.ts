import { createServer, type AddressInfo } from "node:net";
import type { Config } from "../platform/config/config.ts";
import { openApi, type Api } from "./api.ts";
import type { Runtime } from "./runtime.ts";

/**
 * Opens the API and listens. Tokens name the public address, so a free port is chosen before anything else.
 * @param role `demo` offers the demo's credentials to the explorer, where only this machine can reach it
 */
export async function listen(
  runtime: Runtime,
  role: "demo" | "service",
): Promise<Api & { readonly publicUrl: string }> {
  const { config, keys, now, logger, appUrl } = runtime;
  const port = config.http.port === 0 ? await freePort(config.http.host) : config.http.port;
  const publicUrl = config.http.publicUrl ?? localUrl(config, port);
  const api = await openApi({
    databaseUrl: appUrl,
    replicaUrls: config.databaseReplicaUrls,
    poolMax: config.databasePoolMax,
    keys,
    publicUrl,
    externalIssuer: config.externalIssuer,
    now,
    logger,
    webhookAddresses: config.webhooks,
    metrics: runtime.metrics,
    tracing: runtime.tracing,
    exportsDir: config.exportsDir,
    demoDataDir: role === "demo" && isOnlyLocal(config) ? config.dataDir : null,
  });
  try {
    await api.http.listen({ host: config.http.host, port });
  } catch (error) {
    await api.close();
    throw error;
  }
  return { ...api, publicUrl };
}

/** Whether no other machine can reach the API, and it stands on a database of its own. */
function isOnlyLocal({ databaseUrl, http: { host, publicUrl } }: Config): boolean {
  return (
    databaseUrl === null &&
    publicUrl === null &&
    (host === "127.0.0.1" || host === "::1" || host === "localhost")
  );
}

function localUrl({ http: { host } }: Config, port: number): string {
  const everywhere = host === "0.0.0.0" || host === "::";
  const name = everywhere ? "localhost" : host;
  return `http://${name.includes(":") ? `[${name}]` : name}:${port}`;
}

function freePort(host: string): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once("error", reject);
    server.listen(0, host, () => {
      const { port } = server.address() as AddressInfo;
      server.close(() => {
        resolve(port);
      });
    });
  });
}

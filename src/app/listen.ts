import { createServer, type AddressInfo } from "node:net";
import type { Config } from "../platform/config/config.ts";
import { openApi, type Api } from "./api.ts";
import type { Runtime } from "./runtime.ts";

/** Opens the API and listens. Tokens name the public address, so a free port is chosen before anything else. */
export async function listen(runtime: Runtime): Promise<Api & { readonly publicUrl: string }> {
  const { config, keys, now, logger, appUrl } = runtime;
  const port = config.http.port === 0 ? await freePort(config.http.host) : config.http.port;
  const publicUrl = config.http.publicUrl ?? localUrl(config, port);
  const api = await openApi({
    databaseUrl: appUrl,
    poolMax: config.databasePoolMax,
    keys,
    publicUrl,
    externalIssuer: config.externalIssuer,
    now,
    logger,
  });
  try {
    await api.http.listen({ host: config.http.host, port });
  } catch (error) {
    await api.close();
    throw error;
  }
  return { ...api, publicUrl };
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

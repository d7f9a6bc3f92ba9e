import { settingsOf } from "./fleet.ts";
import type { BenchPartner } from "./partner.ts";
import type { Engine } from "./questions.ts";
import { startServer, type ServerProcess } from "./server-process.ts";

/** Starts an engine on the fleet's database, with as many connections to it as every other. */
export function startEngine(
  engine: Engine,
  folder: string,
  databaseUrl: string,
  { peerSecret, peerToken }: BenchPartner,
): Promise<ServerProcess> {
  const env = {
    ...settingsOf(folder),
    LOG_LEVEL: engine === "ours" ? "info" : "error",
    DATABASE_URL: databaseUrl,
    DATABASE_POOL_MAX: "8",
    BENCH_TOKEN_SECRET: peerSecret,
    BENCH_TOKEN: peerToken,
  };
  const program = engine === "ours" ? ["src/app/kimberlite.mjs", "serve"] : [`bench/peers/${engine}.ts`];
  return startServer(program, env, "/readyz");
}

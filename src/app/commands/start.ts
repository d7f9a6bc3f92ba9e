import { writeFile } from "node:fs/promises";
import type { Command } from "commander";
import type { ReadConfig } from "../../platform/config/config.ts";
import { listen } from "../listen.ts";
import { migrate } from "../migrate.ts";
import { openRuntime, openScrapes, type Runtime } from "../runtime.ts";
import { seedDemo } from "../seed-demo.ts";
import { untilStopped } from "../until-stopped.ts";
import { openWorker } from "../worker.ts";

/** `start`: everything on one machine, from an empty folder to a running demo. */
export function addStartCommand(program: Command, readConfig: ReadConfig): void {
  program
    .command("start")
    .description("PostgreSQL, migrations, demo data on the first start, API and worker, all on this machine")
    .action(async () => {
      const stopped = untilStopped();
      const runtime = await openRuntime(readConfig());
      try {
        await runtime.embedded?.claimInstance();
        await start(runtime, stopped);
      } finally {
        await runtime.close();
      }
    });
}

async function start(runtime: Runtime, stopped: Promise<void>): Promise<void> {
  const { config } = runtime;
  await migrate(runtime.ownerUrl);
  await seedDemo(runtime);
  const api = await listen(runtime, "demo");
  const worker = await openWorker(runtime);
  const scrapes = await openScrapes(runtime);
  try {
    const personas = await api.partners.ensureDemoPartners(config.dataDir);
    const { credentialsFile } = config.demo;
    if (credentialsFile !== null) {
      await writeFile(credentialsFile, `${JSON.stringify(personas, null, 2)}\n`, { mode: 0o600 });
    }
    process.stdout.write(welcome(api.publicUrl, personas));
    await stopped;
    process.stdout.write("Stopping: what runs is finished first.\n");
  } finally {
    await Promise.all([api.close(), worker.close(), scrapes.close()]);
  }
}

type Personas = Readonly<Record<string, { readonly clientId: string; readonly clientSecret: string }>>;

function welcome(url: string, personas: Personas): string {
  const lines = Object.entries(personas).map(
    ([persona, { clientId, clientSecret }]) => `  ${persona.padEnd(12)} ${clientId}  ${clientSecret}`,
  );
  return `
Kimberlite is ready.

  Explorer   ${url}/explorer
  API        ${url}/graphql
  Tokens     ${url}/oauth/token

The demo's vehicles are synthetic: they describe no vehicle and nobody.
Demo partners (client id, client secret):
${lines.join("\n")}

`;
}

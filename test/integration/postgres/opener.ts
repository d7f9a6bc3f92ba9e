// A process of its own that opens the data folder given as its parameter, says so in one line of JSON, and
// closes when its standard input ends.
import { once } from "node:events";
import { openEmbeddedPostgres, PostgresError } from "../../../src/platform/postgres/index.ts";

const [dataDir = "", claim] = process.argv.slice(2);
try {
  const server = await openEmbeddedPostgres({ dataDir, settings: { shared_buffers: "32MB", fsync: false } });
  if (claim === "claim") await server.claimInstance();
  process.stdout.write(`${JSON.stringify({ wasStarted: server.wasStarted, ownerUrl: server.ownerUrl })}\n`);
  process.stdin.resume();
  await once(process.stdin, "end");
  await server.close();
} catch (error) {
  if (!(error instanceof PostgresError)) throw error;
  process.stdout.write(`${JSON.stringify({ code: error.code })}\n`);
}

import pg from "pg";
import { logCrashes } from "../../../src/platform/telemetry/crash-log.ts";

/* Breaks a unique constraint where nobody waits for it: `node crash-child.ts URL VALUE`. */
const [url = "", value = ""] = process.argv.slice(2);
logCrashes();
const client = new pg.Client({ connectionString: url });
await client.connect();
await client.query("create temporary table plates (plate text unique)");
await client.query("insert into plates values ($1)", [value]);
void client.query("insert into plates values ($1)", [value]);
await new Promise(() => undefined);

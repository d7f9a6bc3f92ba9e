import pg from "pg";
import type { TestProject } from "vitest/node";
import { migrate } from "../../src/app/migrate.ts";
import { temporaryPostgres } from "../../src/platform/postgres/index.ts";

export const TEMPLATE = "kimberlite_template";

declare module "vitest" {
  interface ProvidedContext {
    ownerUrl: string;
    appUrl: string;
    superuserUrl: string;
    /** Documents that the fuzzers send. */
    hostileDocuments: number;
    isolationQueries: number;
  }
}

export function databaseUrl(url: string, database: string): string {
  const changed = new URL(url);
  changed.pathname = `/${database}`;
  return changed.href;
}

/** One server for the run, with a database made by the real migrations that each test file copies. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const server = await temporaryPostgres({ maxConnections: 200 });
  const client = new pg.Client({ connectionString: server.ownerUrl });
  await client.connect();
  await client.query(`create database ${TEMPLATE}`);
  await client.end();
  await migrate(databaseUrl(server.ownerUrl, TEMPLATE));
  project.provide("ownerUrl", server.ownerUrl);
  project.provide("appUrl", server.appUrl);
  project.provide("superuserUrl", server.superuserUrl);
  return () => server.close();
}

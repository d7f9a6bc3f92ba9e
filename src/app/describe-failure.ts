import { ConfigError } from "../platform/config/config.ts";
import { MigrationError } from "../platform/db/verify-migrated.ts";
import { RowSecurityError } from "../platform/db/verify-row-security.ts";
import { FailureModelError } from "../modules/failure-model/index.ts";
import { IngestionError } from "../modules/ingestion/index.ts";
import { PostgresError } from "../platform/postgres/index.ts";

/** A command that failed for a reason its user can act on. */
export class CommandError extends Error {
  override readonly name = "CommandError";
}

const EXPECTED = [
  CommandError,
  ConfigError,
  FailureModelError,
  IngestionError,
  MigrationError,
  PostgresError,
  RowSecurityError,
];

/** What to do about failures that Node and PostgreSQL have codes for. */
const ADVICE: Readonly<Record<string, string>> = {
  EADDRINUSE: "This port is taken. Set PORT to a free one, or stop what uses it.",
  ECONNREFUSED: "PostgreSQL does not answer at DATABASE_URL. Is it running there?",
  ENOTFOUND: "There is no host of the name that DATABASE_URL has. Is it spelt right?",
  "28P01": "PostgreSQL refuses the user or password of DATABASE_URL.",
  "3D000": "PostgreSQL has no database of the name that DATABASE_URL has. Create it, or correct the name.",
};

/** What the terminal says of a failed command: words to act on where we have them, else all we know. */
export function describeFailure(error: unknown): string {
  if (!(error instanceof Error)) return `Failed: ${String(error)}`;
  if (EXPECTED.some((kind) => error instanceof kind)) return error.message;
  const { code = "" } = error as { code?: string };
  return ADVICE[code] ?? error.stack ?? error.message;
}

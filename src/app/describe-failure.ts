import { ConfigError } from "../platform/config/config.ts";
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
  PostgresError,
  RowSecurityError,
];

/** What the terminal says of a failed command: words to act on where we have them, else all we know. */
export function describeFailure(error: unknown): string {
  if (!(error instanceof Error)) return `Failed: ${String(error)}`;
  if (EXPECTED.some((kind) => error instanceof kind)) return error.message;
  const { code } = error as { code?: string };
  if (code === "EADDRINUSE") return "This port is taken. Set PORT to a free one, or stop what uses it.";
  if (code === "ECONNREFUSED") return "PostgreSQL does not answer at DATABASE_URL. Is it running there?";
  return error.stack ?? error.message;
}

export {
  openEmbeddedPostgres,
  type EmbeddedPostgres,
  type EmbeddedPostgresOptions,
} from "./embedded-postgres.ts";
export { PostgresError, type PostgresErrorCode } from "./postgres-error.ts";
export type { PostgresEvent } from "./presence.ts";
export type { ServerSettings } from "./server-settings.ts";
export { temporaryPostgres, type TemporaryPostgresOptions } from "./temporary-postgres.ts";

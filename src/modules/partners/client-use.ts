import type { Logger } from "../../platform/telemetry/logger.ts";
import { touchClient } from "./client.repository.ts";
import type { Database } from "./database.ts";

export interface ClientUseDeps {
  readonly db: Database;
  /** Milliseconds since 1970. */
  clock(): number;
  readonly logger: Logger;
}

/** Notes that a client was used. When that was is worth knowing and not worth failing for. */
export async function noteUse(deps: ClientUseDeps, clientId: string, secretId: string | null): Promise<void> {
  try {
    await touchClient(deps.db, clientId, secretId, new Date(deps.clock()));
  } catch (error) {
    deps.logger.warn({ event: "client_use_not_noted", clientId, error });
  }
}

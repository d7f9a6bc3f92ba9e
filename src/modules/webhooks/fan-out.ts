import type pg from "pg";
import { typesFor, type EventLog } from "../events/index.ts";
import type { PartnerServices } from "../partners/index.ts";
import { addDeliveries, listBehind, type BehindEndpoint } from "./delivery.repository.ts";
import { pauseAndTell } from "./pause-and-tell.ts";
import { heardSignals } from "./signal-condition.ts";

export interface FanOutDeps {
  /** Works as kimberlite_worker. */
  readonly pool: pg.Pool;
  readonly log: EventLog;
  readonly partners: Pick<PartnerServices, "accessOf">;
}

/**
 * Deliveries that may wait at one endpoint. Beyond, its events wait in the log, where they cost nothing: so what is down
 * takes little time from what is not.
 */
export const MOST_WAITING = { perEndpoint: 1000, perFailingEndpoint: 50 } as const;
const AT_ONCE = 200;
const ENDPOINTS_AT_ONCE = 4;

/** Turns new events into deliveries, for every endpoint that is called. */
export async function fanOut(deps: FanOutDeps): Promise<void> {
  const behind = await listBehind(deps.pool, MOST_WAITING);
  const next = async (): Promise<void> => {
    for (let endpoint = behind.shift(); endpoint !== undefined; endpoint = behind.shift()) {
      await fanOutTo(deps, endpoint);
    }
  };
  await Promise.all(Array.from({ length: ENDPOINTS_AT_ONCE }, next));
}

async function fanOutTo({ pool, log, partners }: FanOutDeps, endpoint: BehindEndpoint): Promise<void> {
  const reader = await partners.accessOf(endpoint.clientId);
  if (reader?.scopes.has("events:read") !== true) {
    await pauseAndTell(pool, endpoint.id, "CLIENT_ENDED");
    return;
  }
  const heard = typesFor(reader.scopes).filter((type) => type !== "WEBHOOK_TEST");
  const page = await log.read(reader, {
    after: endpoint.position,
    types: endpoint.types.length === 0 ? heard : heard.filter((type) => endpoint.types.includes(type)),
    first: Math.min(AT_ONCE, endpoint.room),
    where: endpoint.signalFilter === null ? undefined : heardSignals(endpoint.signalFilter, reader.ids),
  });
  await addDeliveries(pool, endpoint, page.events, page.next);
}

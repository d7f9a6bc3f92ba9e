import { randomUUID } from "node:crypto";
import {
  appendEvents,
  EventLog,
  migrate,
  openPartnerServices,
  openPool,
  openWebhookServices,
  prepareContext,
  type Runtime,
} from "../product.ts";

export interface Stage {
  endpoint(url: string): Promise<void>;
  deleteEndpoints(urls: readonly string[]): Promise<void>;
  /** Events at a steady rate, each in a transaction of its own: when each was committed, by its subject's id. */
  emitFor(seconds: number, perSecond: number): Promise<Map<string, number>>;
  /** Every delivery with its state and attempts, in one text. */
  deliveries(): Promise<string>;
  close(): Promise<void>;
}

/** A partner, one vehicle, and somebody to whom things happen to it. */
export async function openStage(runtime: Runtime): Promise<Stage> {
  const { appUrl: url, keys, logger, now } = runtime;
  await migrate(runtime.ownerUrl);
  const settings = {
    url,
    statementTimeoutMs: 10_000,
    connectionTimeoutMs: 30_000,
    onIdleError: () => undefined,
  };
  const pool = openPool({ ...settings, role: "kimberlite_worker", max: 8 });
  const readPool = openPool({ ...settings, role: "kimberlite_api", max: 2, onConnect: prepareContext });
  const partners = await openPartnerServices({ pool, keys, issuer: "http://localhost", now, logger });
  const scopes = ["events:read", "webhooks:manage", "vehicles:read"];
  const terms = { scopes, areas: [], makes: [], partFamilies: [], purposes: [], introspection: true };
  const { value: partner } = await partners.createPartner({ slug: "bench", name: "Bench", ...terms });
  const { value: created } = await partners.createClient({ partnerSlug: "bench", name: "bench" });
  const reader = await partners.accessOf(created?.client.id ?? "");
  if (partner === null || reader === null) throw new Error("The bench's partner was refused.");
  const vehicleId = randomUUID();
  await pool.query(
    `insert into vehicles (id, country, make, model, category, usage, fuel, first_registered_precision, area_code)
     values ($1, 'FR', 'RENAULT', 'CLIO', 'M1', 'PRIVATE', 'PETROL', 'DAY', 'FR-69')`,
    [vehicleId],
  );
  const identityRules = { isShown: never, isListed: never };
  const log = new EventLog({ readPool, workerPool: pool, identityRules, now });
  const webhooks = openWebhookServices({ pool, log, keys, addressRules: { allowLoopback: true } });

  async function emit(told: Map<string, number>): Promise<void> {
    const subjectId = randomUUID();
    const about = { vehicleId, areaCode: "FR-69", make: "RENAULT" };
    try {
      // The pool looks after connections that break, which a client of its own would not.
      await appendEvents(pool as never, [{ type: "VEHICLE_UPDATED", subjectId, ...about, data: {} }]);
      told.set(reader?.ids.encode("V", subjectId) ?? "", Date.now());
    } catch {
      // PostgreSQL is away: nothing was promised.
    }
  }

  return {
    async endpoint(target) {
      const { userErrors } = await webhooks.create({ ...reader, mayWrite: false }, { url: target });
      if (userErrors.length > 0) throw new Error("The bench's endpoint was refused.");
    },
    async deleteEndpoints(urls) {
      for (const table of ["webhook_deliveries", "webhook_secrets"])
        await pool.query(
          `delete from ${table} where endpoint_id in (select id from webhook_endpoints where url = any ($1))`,
          [urls],
        );
      await pool.query("delete from webhook_endpoints where url = any ($1)", [urls]);
    },
    async emitFor(seconds, perSecond) {
      const told = new Map<string, number>();
      const all: Promise<void>[] = [];
      const startMs = Date.now();
      for (let n = 0; n < seconds * perSecond; n += 1) {
        const dueMs = startMs + (n * 1000) / perSecond;
        if (dueMs > Date.now()) await new Promise((resolve) => setTimeout(resolve, dueMs - Date.now()));
        all.push(emit(told));
      }
      await Promise.all(all);
      return told;
    },
    async deliveries() {
      const { rows } = await pool.query(
        "select id, status, attempt_count from webhook_deliveries order by id",
      );
      return JSON.stringify(rows);
    },
    async close() {
      await partners.close();
      await Promise.all([pool.end(), readPool.end()]);
    },
  };
}

function never(): never {
  throw new Error("The bench's partner may identify nobody.");
}

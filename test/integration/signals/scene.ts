import type pg from "pg";
import { refreshVehicleSummaries } from "../../../src/modules/inspections/index.ts";
import { rescoreVehicles, type Predictor } from "../../../src/modules/signals/index.ts";
import { builders } from "../../builders/index.ts";
import { createTestDatabase, type TestDatabase } from "../../support/database.ts";

export interface StoredSignal {
  readonly id: string;
  readonly kind: string;
  readonly status: string;
  readonly part: string | null;
  readonly axle: string | null;
  readonly quantity: number | null;
}

/** A database, rows to derive from, and a short way to score one vehicle on a day. */
export async function openSignalScene(given?: TestDatabase) {
  const database = given ?? (await createTestDatabase());
  const pool: pg.Pool = database.pool("kimberlite_worker");
  const make = builders(pool);

  /** Writes what the vehicle's records say together, then its signals, as whoever writes an inspection does. */
  async function rescore(
    vehicleId: string,
    today: string,
    predictor: Predictor | null = null,
  ): Promise<void> {
    const client = await pool.connect();
    try {
      await client.query("begin");
      await refreshVehicleSummaries(client, [vehicleId]);
      await rescoreVehicles(client, [vehicleId], { today, predictor });
      await client.query("commit");
    } finally {
      client.release();
    }
  }

  async function signalsOf(vehicleId: string): Promise<StoredSignal[]> {
    const rows = await database.look(
      `select id, kind, status, part_category as part, axle, quantity from intent_signals
       where vehicle_id = $1 order by kind, part_category, axle, first_seen_at`,
      [vehicleId],
    );
    return rows as unknown as StoredSignal[];
  }

  /** `KIND PART: STATUS` of every signal. */
  async function briefly(vehicleId: string): Promise<string[]> {
    const signals = await signalsOf(vehicleId);
    return signals.map(({ kind, part, status }) => [kind, part].filter(Boolean).join(" ") + `: ${status}`);
  }

  async function historyOf(vehicleId: string): Promise<string[]> {
    const rows = await database.look(
      `select s.kind, h.from_status, h.to_status, h.reason from signal_history h
       join intent_signals s on s.id = h.signal_id where s.vehicle_id = $1 order by s.kind, s.part_category, h.ordinal`,
      [vehicleId],
    );
    return rows.map((row) => Object.values(row).join(" "));
  }

  return { database, pool, make, rescore, signalsOf, briefly, historyOf };
}

export type SignalScene = Awaited<ReturnType<typeof openSignalScene>>;

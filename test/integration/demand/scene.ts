import { randomUUID } from "node:crypto";
import type pg from "pg";

export interface WantedSignal {
  readonly vehicleId: string;
  readonly areaCode: string;
  readonly make: string;
  readonly kind?: string;
  readonly origin?: string;
  readonly status?: string;
  /** Null: an inspection is due. */
  readonly part: string | null;
  readonly quantity?: number | null;
  readonly probability: number;
  readonly garageId?: string | null;
  readonly from: string;
  readonly likely: string;
  readonly until: string;
  readonly expiresOn: string;
}

/** Signals as scoring would have written them, of which only what demand looks at is said. */
export async function insertSignals(pool: pg.Pool, signals: readonly WantedSignal[]): Promise<void> {
  await pool.query(
    `insert into intent_signals (id, vehicle_id, area_code, make, kind, origin, status, status_by, part_category,
       quantity, garage_id, moment_from, moment_likely, moment_until, expires_on, probability, interval_low,
       interval_high, baseline_name, baseline_rate, lift, score, evidence, model_version, fingerprint)
     select gen_random_uuid(), "vehicleId", "areaCode", make, kind, origin, status, 'SCORING', part, quantity,
       "garageId", "from", likely, until, "expiresOn", probability, 0, 1, 'TEST', 0.5, 1, 50, '[]', 'test', 0
     from jsonb_to_recordset($1::jsonb) as given("vehicleId" uuid, "areaCode" text, make text, kind text, origin text,
       status text, part text, quantity smallint, "garageId" uuid, "from" date, likely date, until date,
       "expiresOn" date, probability double precision)`,
    [
      JSON.stringify(
        signals.map((signal) => ({
          kind: signal.part === null ? "INSPECTION_DUE" : "WEAR_REPORTED",
          origin: "OBSERVED",
          status: "OPEN",
          quantity: signal.part === null ? null : 1,
          garageId: null,
          ...signal,
        })),
      ),
    ],
  );
}

/** Of so many vehicles of one area and make, each at one of five garages, one need each in the next weeks. */
export function crowd(count: number, like: Pick<WantedSignal, "areaCode" | "make" | "part">): WantedSignal[] {
  const garages = Array.from({ length: 5 }, (_, n) => `00000000-0000-4000-8000-00000000000${n}`);
  return Array.from({ length: count }, (_, n) => ({
    ...like,
    vehicleId: randomUUID(),
    garageId: garages[n % garages.length]!,
    probability: 0.8,
    from: "2026-06-15",
    likely: "2026-07-20",
    until: "2026-09-06",
    expiresOn: "2026-12-31",
  }));
}

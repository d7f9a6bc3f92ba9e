import { randomUUID } from "node:crypto";
import type { Scope } from "../../../src/platform/auth/principal.ts";
import type { TestPartner } from "../../support/server.ts";
import { openScene } from "../consents/scene.ts";

export const WORK_SCOPES = [
  "vehicles:read",
  "vehicles:identify",
  "signals:read",
  "signals:act",
  "consents:manage",
] as const satisfies readonly Scope[];

export interface WorkAnswer {
  readonly signal: {
    readonly id: string;
    readonly status: string;
    readonly claim: { readonly claimedAt: string; readonly expiresAt: string } | null;
    readonly outcomes: readonly object[];
    readonly history: readonly { readonly toStatus: string; readonly reason: string }[];
  } | null;
  readonly userErrors: readonly { readonly code: string; readonly field: string | null }[];
}

const ANSWER = `{
  signal { id status claim { claimedAt expiresAt } outcomes { outcome reason amount currency } history { toStatus reason } }
  userErrors { code field }
}`;

/** A server with partners that work signals, and signals to work. */
export async function openWorkScene() {
  const scene = await openScene();
  const worker = scene.server.database.pool("kimberlite_worker", 2);
  const partner = (areas: readonly string[] = []) => scene.server.partner({ scopes: WORK_SCOPES, areas });

  /** An OPEN signal of a new vehicle; its row's id. */
  async function signal(areaCode = "FR-69"): Promise<{ id: string; vehicleId: string }> {
    const vehicle = await scene.make.vehicle({ areaCode });
    const id = randomUUID();
    await worker.query(
      `insert into intent_signals (id, vehicle_id, area_code, make, kind, origin, status, status_by, part_category,
         part_family, operation, axle, quantity, moment_from, moment_likely, moment_until, expires_on, probability,
         interval_low, interval_high, baseline_name, baseline_rate, lift, score, evidence, model_version, fingerprint)
       values ($1, $2, $3, $4, 'WEAR_REPORTED', 'OBSERVED', 'OPEN', 'SCORING', 'BRAKE_PAD_SET', 'BRAKING', 'REPLACE',
         'FRONT', 1, '2026-06-01', '2026-07-01', '2026-08-01', '2027-01-01', 0.5, 0.4, 0.6, 'ADVISORY_ACTED_ON', 0.46,
         1.1, 55, '[]', 'test', 0)`,
      [id, vehicle.id, areaCode, vehicle.make],
    );
    return { id, vehicleId: vehicle.id };
  }

  /** What a partner calls a signal. */
  async function idOf(by: TestPartner, { vehicleId }: { vehicleId: string }): Promise<string> {
    const { data } = await scene.ask<{
      intentSignals: { edges: { node: { id: string; vehicle: { id: string } } }[] };
    }>(by, "{ intentSignals(first: 100) { edges { node { id vehicle { id registration } } } } }");
    const [row] = await scene.look("select registration from vehicles where id = $1", [vehicleId]);
    const found = data.intentSignals.edges.find(
      ({ node }) => (node.vehicle as { registration?: string }).registration === row!["registration"],
    );
    return found?.node.id ?? "nothing";
  }

  const work =
    (field: string, inputType: string) =>
    async (by: TestPartner, signalId: string, input: object = {}): Promise<WorkAnswer> => {
      const query = `mutation ($input: ${inputType}!) { work: ${field}(input: $input) ${ANSWER} }`;
      const answer = await scene.ask<{ work: WorkAnswer }>(by, query, { input: { signalId, ...input } });
      if (answer.errors !== undefined) throw new Error(answer.text);
      return answer.data.work;
    };

  /** Lets the claims of a signal run out. */
  async function runOut(id: string): Promise<void> {
    await worker.query(
      "update signal_claims set claimed_at = claimed_at - interval '73 h', expires_at = expires_at - interval '73 h' where signal_id = $1",
      [id],
    );
    await worker.query(
      "update intent_signals set claimed_until = claimed_until - interval '73 h' where id = $1",
      [id],
    );
  }

  return {
    ...scene,
    worker,
    partner,
    signal,
    signalIdOf: idOf,
    claim: work("claimSignal", "ClaimSignalInput"),
    release: work("releaseSignal", "ReleaseSignalInput"),
    report: work("reportSignalOutcome", "ReportSignalOutcomeInput"),
    runOut,
  };
}

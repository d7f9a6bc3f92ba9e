import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createTestServer, type TestPartner, type TestServer } from "../../support/server.ts";
import { openSignalScene, type SignalScene } from "./scene.ts";

const SCOPES = ["vehicles:read", "vehicles:identify", "signals:read"] as const;
let server: TestServer;
let scene: SignalScene;
let garage: TestPartner;
let rival: TestPartner;
let vehicleId: string;

beforeAll(async () => {
  server = await createTestServer();
  scene = await openSignalScene(server.database);
  garage = await server.partner({ scopes: SCOPES, purposes: ["MARKETING"] });
  rival = await server.partner({ scopes: SCOPES, purposes: ["MARKETING"] });
  ({ id: vehicleId } = await scene.make.vehicle({ firstRegisteredOn: "2022-09-01" }));
  await scene.rescore(vehicleId, "2026-06-15");
});
afterAll(() => server.close());

const QUERY = `{ intentSignals { edges { node { channels { channel allowed basis reason } } } } }`;
interface Answer {
  readonly intentSignals: {
    readonly edges: readonly {
      readonly node: {
        readonly channels: { channel: string; allowed: boolean; basis: string | null; reason: string }[];
      };
    }[];
  };
}
async function channels(partner: TestPartner): Promise<string[][]> {
  const { intentSignals } = await partner.client.request<Answer>(QUERY);
  return intentSignals.edges.map(({ node }) =>
    node.channels.map(({ channel, allowed, basis, reason }) =>
      [channel, allowed ? "yes" : "no", basis, reason].filter(Boolean).join(" "),
    ),
  );
}

async function record(partner: TestPartner, columns: { channels: string[]; withdrawnAt?: string }) {
  await scene.pool.query(
    "update consents set replaced_at = now() where vehicle_id = $1 and replaced_at is null",
    [vehicleId],
  );
  await scene.pool.query(
    `insert into consents (id, vehicle_id, partner_id, client_id, purpose, lawful_basis, channels, granted_at,
       withdrawn_at, recorded_at)
     values ($1, $2, $3, $4, 'MARKETING', 'CONSENT', $5, '2026-01-01', $6, '2026-01-01')`,
    [
      randomUUID(),
      vehicleId,
      partner.partnerId,
      partner.clientId,
      columns.channels,
      columns.withdrawnAt ?? null,
    ],
  );
  await scene.pool.query("update vehicles set has_consents = true where id = $1", [vehicleId]);
}

describe("the channels of a signal", () => {
  test("are all closed without a record; in France calls wait for a register that is not looked up", async () => {
    expect(await channels(garage)).toEqual([
      [
        "EMAIL no NO_CONSENT",
        "PHONE no OPT_OUT_REGISTER_NOT_CHECKED",
        "SMS no NO_CONSENT",
        "POST no NO_CONSENT",
        "APP no NO_CONSENT",
      ],
    ]);
  });

  test("open with the partner's own consent, and to no other partner", async () => {
    await record(garage, { channels: ["EMAIL", "PHONE"] });
    expect(await channels(garage)).toEqual([
      [
        "EMAIL yes CONSENT CONSENT_IN_FORCE",
        "PHONE yes CONSENT CONSENT_IN_FORCE",
        "SMS no CHANNEL_NOT_COVERED",
        "POST no CHANNEL_NOT_COVERED",
        "APP no CHANNEL_NOT_COVERED",
      ],
    ]);
    expect((await channels(rival))[0]).toContain("EMAIL no NO_CONSENT");
  });

  test("go, with the signal, from the lists of the partner whose consent is withdrawn", async () => {
    await record(garage, { channels: ["EMAIL"], withdrawnAt: "2026-06-01" });
    expect(await channels(garage)).toEqual([]);
    expect(await channels(rival)).toHaveLength(1);
  });
});

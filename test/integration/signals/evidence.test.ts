import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { seedFleet } from "../../../src/modules/demo/index.ts";
import { refreshVehicleSummaries } from "../../../src/modules/inspections/index.ts";
import { currentPredictor } from "../../../src/modules/predictions/index.ts";
import { rescoreVehicles, score } from "../../../src/modules/signals/index.ts";
import { EVIDENCE_KINDS } from "../../../src/modules/vocabulary/index.ts";
import { inTransaction } from "../../../src/platform/db/transaction.ts";
import { builders } from "../../builders/index.ts";
import { createTestServer, type TestPartner, type TestServer } from "../../support/server.ts";

const TODAY = "2026-06-15";
const VEHICLES = 500;
let server: TestServer;
let reader: TestPartner;

beforeAll(async () => {
  server = await createTestServer();
  const { ownerUrl } = server.database;
  await seedFleet({ ownerUrl, vehicles: VEHICLES, garages: 40, seed: 7, today: TODAY });
  const pool = server.database.pool("kimberlite_worker");
  const predictor = await inTransaction(pool, currentPredictor);
  await score({ pool, today: TODAY, predictor });
  const { id } = await carWithOrders();
  await inTransaction(pool, async (client) => {
    await refreshVehicleSummaries(client, [id]);
    await rescoreVehicles(client, [id], { today: TODAY, predictor });
  });
  reader = await server.partner({
    scopes: ["vehicles:read", "inspections:read", "garages:read", "signals:read"],
  });
}, 60_000);
afterAll(() => server.close());

/** An old car of which a driver wants something, and whose noted front wheels somebody has seen to: the rear ones are left. */
async function carWithOrders(): Promise<{ id: string }> {
  const pool = server.database.pool("kimberlite_worker");
  const make = builders(pool);
  const vehicle = await make.vehicle({ make: "OPEL", model: "VECTRA", firstRegisteredOn: "2006-03-01" });
  const before = { performedOn: "2023-06-01", validUntil: "2025-05-31" };
  await make.inspection(vehicle, before);
  const last = await make.inspection(vehicle, { performedOn: "2025-06-01", validUntil: "2027-05-31" });
  for (const axle of ["FRONT", "REAR"] as const)
    await make.defect(last, { annexItem: "5.2.3", partCategories: ["TYRE"], severity: "MINOR", axle });
  const given = [randomUUID(), vehicle.id, vehicle.areaCode, vehicle.make];
  await pool.query(
    `with ordered as (
       insert into repair_orders (id, vehicle_id, source, source_key, country, area_code, make, closed_on)
       values ($1::uuid, $2, 'SYNTHETIC', $1::uuid::text, 'FR', $3, $4, '2025-07-01') returning *)
     insert into repair_lines (repair_order_id, ordinal, vehicle_id, source, area_code, make, closed_on, operation,
       part_category, part_family, axle)
     select o.id, 0, o.vehicle_id, o.source, o.area_code, o.make, o.closed_on, 'REPLACE', p.key, p.family, 'FRONT'
     from ordered o, part_categories p where p.key = 'TYRE'`,
    given,
  );
  await pool.query(
    `with app as (
       insert into partners (id, slug, name, scopes, areas, makes, part_families, purposes, valid_from)
       values ($1::uuid, $1::uuid::text, 'Driver''s app', '{}', '{}', '{}', '{}', '{}', '2020-01-01') returning id)
     insert into declarations (id, vehicle_id, partner_id, client_id, kind, area_code, make, part_category, part_family,
       operation, from_on, until_on, declared_at, signal_id)
     select $1::uuid, $2, app.id, 'test', 'QUOTE_REQUESTED', $3, $4, key, family, 'REPLACE', '2026-06-20', '2026-07-20',
       '2026-06-10', $1::uuid from app, part_categories where key = 'TYRE'`,
    given,
  );
  return vehicle;
}

const PAGE = `query ($after: String) {
  intentSignals(first: 40, after: $after, filter: { status: OPEN }) {
    pageInfo { hasNextPage endCursor }
    edges { node {
      id kind origin inspectionKind probability score lift modelVersion
      interval { low high } baseline { name rate population source }
      moment { from likely until expiresOn }
      offer { partCategory { key } operation quantity }
      evidence {
        kind on distanceKm days reference
        inspection { id performedOn } defect { severity annexItem }
        earlierReading { readOn } laterReading { readOn }
        rule { id version citation } cohort { name rate isCarByModel } operation partCategory { key }
      }
      explanation
    } }
  }
}`;

interface Evidence {
  readonly kind: string;
  readonly on: string | null;
  readonly inspection: { readonly id: string; readonly performedOn: string } | null;
  readonly defect: { readonly severity: string; readonly annexItem: string | null } | null;
  readonly earlierReading: { readonly readOn: string } | null;
  readonly laterReading: { readonly readOn: string } | null;
  readonly rule: { readonly citation: string | null } | null;
  readonly cohort: { readonly name: string; readonly rate: number } | null;
  readonly reference: string | null;
  readonly operation: string | null;
  readonly partCategory: { readonly key: string } | null;
}
interface Signal {
  readonly id: string;
  readonly kind: string;
  readonly probability: number;
  readonly score: number;
  readonly interval: { readonly low: number; readonly high: number };
  readonly baseline: { readonly rate: number; readonly source: string | null };
  readonly moment: Readonly<Record<"from" | "likely" | "until" | "expiresOn", string>>;
  readonly offer: { readonly partCategory: { readonly key: string } } | null;
  readonly evidence: readonly Evidence[];
  readonly explanation: string;
}
interface Page {
  readonly intentSignals: {
    readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string | null };
    readonly edges: readonly { readonly node: Signal }[];
  };
}

let known: readonly Signal[] | null = null;

/** Read once: no test changes one. */
async function allSignals(): Promise<readonly Signal[]> {
  known ??= await readSignals();
  return known;
}

async function readSignals(): Promise<Signal[]> {
  const signals: Signal[] = [];
  let after: string | null = null;
  do {
    // Reading everything costs more than a client may spend at once.
    await server.database.look("delete from client_budgets");
    const { intentSignals }: Page = await reader.client.request<Page>(PAGE, { after });
    signals.push(...intentSignals.edges.map(({ node }) => node));
    after = intentSignals.pageInfo.hasNextPage ? intentSignals.pageInfo.endCursor : null;
  } while (after !== null);
  return signals;
}

/** By kind, what leads to something: each is there. */
const LEADS: Readonly<Record<string, (item: Evidence) => readonly unknown[]>> = {
  DEFECT: ({ inspection, defect }) => [inspection, defect],
  ODOMETER_PAIR: ({ earlierReading, laterReading }) => [earlierReading, laterReading],
  RULE: ({ rule }) => [rule?.citation],
  COHORT: ({ cohort }) => [cohort?.name, cohort?.rate],
  DECLARATION: ({ reference }) => [reference],
  REPAIR: ({ operation, partCategory }) => [operation, partCategory],
};

/** What is wrong with a piece of evidence; null where it leads to all that its kind names, and on the day that it says. */
function missing(item: Evidence): string | null {
  const leads = LEADS[item.kind]?.(item) ?? [null];
  if (leads.some((lead) => lead == null)) return "what it leads to";
  const days: Readonly<Record<string, string | undefined>> = {
    DEFECT: item.inspection?.performedOn,
    ODOMETER_PAIR: item.laterReading?.readOn,
  };
  return (days[item.kind] ?? item.on) === item.on ? null : "its day";
}

describe("the signals of a demo fleet", () => {
  test("come in all kinds that are derived, in the order of their probability, each once", async () => {
    const signals = await allSignals();
    const kinds = new Set(signals.map(({ kind }) => kind));
    expect([...kinds].toSorted()).toEqual([
      "FAILURE_PREDICTED",
      "INSPECTION_DUE",
      "QUOTE_REQUESTED",
      "REPAIR_REQUIRED",
      "RETEST_DUE",
      "WEAR_REPORTED",
    ]);
    expect(signals.length).toBeGreaterThan(VEHICLES);
    expect(new Set(signals.map(({ id }) => id)).size).toBe(signals.length);
    const probabilities = signals.map(({ probability }) => probability);
    expect(probabilities).toEqual(probabilities.toSorted((one, other) => other - one));
  });

  test("rest on evidence that leads to stored rows and to law", async () => {
    const signals = await allSignals();
    const broken = signals.flatMap(({ kind, evidence }) =>
      evidence.flatMap((item) => {
        const lack = missing(item);
        return lack === null ? [] : [`${kind}: ${item.kind} without ${lack}`];
      }),
    );
    expect(broken).toEqual([]);
    expect(signals.filter(({ evidence }) => evidence.length === 0)).toEqual([]);
  });

  test("rest on evidence of every kind that is gathered, of which what has an id is found by it", async () => {
    const signals = await allSignals();
    const evidence = signals.flatMap((signal) => signal.evidence);
    // Nothing tells of recalls yet.
    expect(new Set(evidence.map(({ kind }) => kind))).toEqual(
      new Set(EVIDENCE_KINDS.filter((kind) => kind !== "RECALL")),
    );
    const ids = [
      ...new Set([
        ...signals.map(({ id }) => id),
        ...evidence.flatMap(({ inspection }) => inspection?.id ?? []),
      ]),
    ];
    for (let from = 0; from < ids.length; from += 100) {
      await server.database.look("delete from client_budgets");
      const asked = ids.slice(from, from + 100);
      const { nodes } = await reader.client.request<{ nodes: ({ id: string } | null)[] }>(
        "query ($ids: [ID!]!) { nodes(ids: $ids) { id } }",
        { ids: asked },
      );
      expect(nodes.map((node) => node?.id)).toEqual(asked);
    }
  });

  test("tell of a repair what was done and not whose order says so, and expect the other axle to fail", async () => {
    const repaired = (await allSignals()).find(
      ({ kind, evidence }) =>
        kind === "FAILURE_PREDICTED" &&
        evidence.some((item) => item.kind === "REPAIR" && item.on === "2025-07-01"),
    );
    expect(repaired?.offer?.partCategory.key).toBe("TYRE");
    expect(repaired?.evidence.filter(({ kind }) => kind === "REPAIR")).toMatchObject([
      {
        on: "2025-07-01",
        operation: "REPLACE",
        partCategory: { key: "TYRE" },
        reference: null,
        inspection: null,
      },
    ]);
    expect(repaired?.evidence.filter(({ kind }) => kind === "DEFECT")).toHaveLength(1);
    expect(repaired?.explanation).toMatch(/Tyre: replaced on 1 July 2025, says a repair order\./);
  });

  test("say when, how likely and against what, without contradiction", async () => {
    for (const signal of await allSignals()) {
      const { from, likely, until, expiresOn } = signal.moment;
      expect([from, likely, until]).toEqual([from, likely, until].toSorted());
      expect(likely >= TODAY && likely <= expiresOn).toBe(true);
      expect(signal.interval.low).toBeLessThanOrEqual(signal.probability);
      expect(signal.interval.high).toBeGreaterThanOrEqual(signal.probability);
      expect(Math.sign(signal.score - 50) * Math.sign(signal.probability - signal.baseline.rate)).not.toBe(
        -1,
      );
      if (signal.kind !== "FAILURE_PREDICTED") expect(signal.baseline.source).not.toBeNull();
      expect(signal.explanation).toMatch(/Probability \d/);
    }
  });
});

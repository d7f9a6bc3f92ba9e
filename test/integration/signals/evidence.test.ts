import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { seedFleet } from "../../../src/modules/demo/index.ts";
import { score } from "../../../src/modules/signals/index.ts";
import { createTestServer, type TestPartner, type TestServer } from "../../support/server.ts";

const TODAY = "2026-06-15";
const VEHICLES = 500;
let server: TestServer;
let reader: TestPartner;

beforeAll(async () => {
  server = await createTestServer();
  const { ownerUrl } = server.database;
  await seedFleet({ ownerUrl, vehicles: VEHICLES, garages: 40, seed: 7, today: TODAY });
  await score({ pool: server.database.pool("kimberlite_worker"), today: TODAY });
  reader = await server.partner({
    scopes: ["vehicles:read", "inspections:read", "garages:read", "signals:read"],
  });
}, 60_000);
afterAll(() => server.close());

const PAGE = `query ($after: String) {
  intentSignals(first: 50, after: $after, filter: { status: OPEN }) {
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
        rule { id version citation } cohort { name rate }
      }
      explanation
    } }
  }
}`;

interface Evidence {
  readonly kind: string;
  readonly on: string | null;
  readonly inspection: { readonly performedOn: string } | null;
  readonly defect: { readonly severity: string; readonly annexItem: string | null } | null;
  readonly earlierReading: { readonly readOn: string } | null;
  readonly laterReading: { readonly readOn: string } | null;
  readonly rule: { readonly citation: string | null } | null;
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

async function allSignals(): Promise<Signal[]> {
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

/** What is missing of a piece of evidence; null where it leads to all that its kind names. */
function missing({
  kind,
  on,
  inspection,
  defect,
  earlierReading,
  laterReading,
  rule,
}: Evidence): string | null {
  switch (kind) {
    case "DEFECT":
      return inspection?.performedOn === on && defect !== null ? null : "defect or inspection";
    case "ODOMETER_PAIR":
      return earlierReading !== null && laterReading?.readOn === on ? null : "reading";
    case "RULE":
      return rule?.citation == null ? "citation" : null;
    default:
      return "kind";
  }
}

describe("the signals of a demo fleet", () => {
  test("come in all observed kinds, in the order of their probability, each once", async () => {
    const signals = await allSignals();
    const kinds = new Set(signals.map(({ kind }) => kind));
    expect([...kinds].toSorted()).toEqual([
      "INSPECTION_DUE",
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
      expect(signal.baseline.source).not.toBeNull();
      expect(signal.explanation).toMatch(/Probability \d/);
    }
  });
});

import { randomUUID } from "node:crypto";
import { setTimeout as pause } from "node:timers/promises";
import { ask } from "./ask.ts";
import type { Installation } from "./installation.ts";
import { Tokens } from "./tokens.ts";

/** What a mutation has to answer, whatever happened on the way: anything else means that it was done twice, or not. */
interface Order {
  readonly body: object;
  readonly mark: string;
  readonly kind: "inspection" | "wish" | "claim";
}

const MOST_PAGES = 20;

/** What stands for "try again": the server was away, or busy. */
const AGAIN = new Set([0, 409, 429, 503, 504]);

/**
 * Sends mutations, each under a key of its own and again until it is answered, and knows what must then be in the
 * database. Wishes have no number of their own: done twice they would be there twice.
 */
export class Ledger {
  readonly violations: string[] = [];
  acknowledged = 0;
  retried = 0;
  /** As the partner knows them. */
  readonly inspectionIds = new Set<string>();
  readonly #stage: Installation;
  readonly #tokens: Tokens;
  /** Tells its inspections from those of another ledger on the same stage. */
  readonly #name = `fault-${randomUUID()}`;
  readonly #done: Record<Order["kind"], Set<string>> = {
    inspection: new Set(),
    wish: new Set(),
    claim: new Set(),
  };
  #vehicles: readonly string[] = [];
  #signals: string[] = [];
  #before = { wishes: 0, claims: 0 };
  #sent = 0;

  constructor(stage: Installation) {
    this.#stage = stage;
    this.#tokens = new Tokens(stage.partner);
  }

  async open(url: string): Promise<void> {
    this.#vehicles = await this.#ids(url, "vehicles(first: 100");
    this.#signals = await this.#ids(url, "intentSignals(first: 100, filter: { status: [OPEN] }");
    this.#before = await this.#counts();
  }

  /** Writes until told to end, and then until the last mutation is answered. @param target the instance to ask next */
  async write(signal: AbortSignal, writers: number, target: () => string): Promise<void> {
    await Promise.all(
      Array.from({ length: writers }, async () => {
        while (!signal.aborted) await this.#carryOut(this.#order(), target);
      }),
    );
  }

  /** Everything that is not in the database as it was acknowledged. */
  async verify(): Promise<string[]> {
    const found = await this.#stage.look<{ mark: string; n: number }>(
      "select certificate_number as mark, count(*)::int as n from inspections where starts_with(certificate_number, $1) group by 1",
      [this.#name],
    );
    const stored = new Map(found.map(({ mark, n }) => [mark, n]));
    const lost = [...this.#done.inspection].filter((mark) => !stored.has(mark)).length;
    const twice = found.filter(({ n }) => n > 1).length;
    const strange = found.filter(({ mark }) => !this.#done.inspection.has(mark)).length;
    const { wishes, claims } = await this.#counts();
    const [told] = await this.#stage.look<{ n: number }>(
      `select count(*)::int as n from (select subject_id from events
       where type = 'INSPECTION_RECORDED' group by subject_id having count(*) > 1) as repeated`,
    );
    return [
      ...this.violations,
      ...problem(lost, "inspections lost"),
      ...problem(twice, "inspections twice"),
      ...problem(strange, "inspections nobody answered for"),
      ...problem(wishes - this.#before.wishes - this.#done.wish.size, "wishes more than acknowledged"),
      ...problem(claims - this.#before.claims - this.#done.claim.size, "claims more than acknowledged"),
      ...problem(told?.n ?? 0, "inspections told of twice"),
    ];
  }

  async #counts(): Promise<{ wishes: number; claims: number }> {
    const [row] = await this.#stage.look<{ wishes: number; claims: number }>(
      "select (select count(*)::int from declarations) as wishes, (select count(*)::int from signal_claims) as claims",
    );
    return row ?? { wishes: 0, claims: 0 };
  }

  /** @param list a field of Query with its arguments, up to where `after` goes */
  async #ids(url: string, list: string): Promise<string[]> {
    const all: string[] = [];
    for (let after = "", page = 0; page < MOST_PAGES; page += 1) {
      // Each page with the budget of another client.
      const token = await this.#tokens.next(url);
      const query = `${list}${after}) { pageInfo { endCursor } edges { node { id } } }`;
      const { ids, cursor } = await pageOf(url, token, query);
      all.push(...ids);
      if (ids.length < 100 || cursor === null) break;
      after = `, after: ${JSON.stringify(cursor)}`;
    }
    return all;
  }

  #order(): Order {
    this.#sent += 1;
    const mark = `${this.#name}-${this.#sent}`;
    const vehicleId = this.#vehicles[this.#sent % this.#vehicles.length];
    const signalId = this.#sent % 3 === 0 ? this.#signals.pop() : undefined;
    if (signalId !== undefined)
      return { kind: "claim", mark, body: { query: CLAIM, variables: { signalId } } };
    if (this.#sent % 3 === 1) {
      const item = {
        vehicleId,
        kind: "QUOTE_REQUESTED",
        partCategory: "TYRE",
        fromOn: day(1),
        untilOn: day(30),
      };
      return { kind: "wish", mark, body: { query: WISH, variables: { items: [item] } } };
    }
    const item = {
      ...{ vehicleId, kind: "VOLUNTARY", result: "PASS", performedOn: day(-1) },
      ...{ id: mark, certificateNumber: mark },
    };
    return { kind: "inspection", mark, body: { query: RECORD, variables: { items: [item] } } };
  }

  async #carryOut({ kind, mark, body }: Order, target: () => string): Promise<void> {
    const client = this.#sent;
    for (let tries = 0; ; tries += 1) {
      const url = target();
      const token = await this.#tokens.of(client, url);
      const { status, text } = await ask(url, token, body, { "idempotency-key": mark });
      if (status === 200 && !text.includes('"errors"')) {
        this.acknowledged += 1;
        if (tries > 0) this.retried += 1;
        const inspectionId = /"inspection":\{"id":"([^"]+)"/.exec(text)?.[1];
        if (inspectionId !== undefined) this.inspectionIds.add(inspectionId);
        if (/"result":"CREATED"|"signal":\{/.test(text) && !/"userErrors":\[\{/.test(text))
          this.#done[kind].add(mark);
        else this.#violate(`a ${kind} was answered ${text.slice(0, 300)}`);
        return;
      }
      if (!AGAIN.has(status) && !isRefusedForNow(text)) {
        this.#violate(`a ${kind} was answered ${status} ${text.slice(0, 300)}`);
        return;
      }
      if (tries > 600) {
        this.#violate(`a ${kind} was never answered: ${status}`);
        return;
      }
      await pause(Math.min(50 * (tries + 1), 500));
    }
  }

  #violate(what: string): void {
    // The first ones tell; all of them would be a long list.
    if (this.violations.length < 10) this.violations.push(what);
  }
}

const CLAIM =
  "mutation Claim($signalId: ID!) { claimSignal(input: { signalId: $signalId }) { signal { id } userErrors { code } } }";
const WISH =
  "mutation Wish($items: [DeclaredIntentInput!]!) { declareIntent(input: { items: $items }) { results { result userErrors { code } } } }";
const RECORD =
  "mutation Record($items: [RecordInspectionInput!]!) { recordInspections(input: { items: $items }) { results { result inspection { id } userErrors { code } } } }";

/** A mutation that fails in the middle of its work is answered 200 with its error, as GraphQL has it. */
const isRefusedForNow = (text: string) =>
  /"code":"(OVERLOADED|TIMEOUT)"/.test(text) && !text.includes('"code":"INTERNAL"');

const problem = (count: number, what: string) => (count === 0 ? [] : [`${count} ${what}`]);
const day = (ahead: number) => new Date(Date.now() + ahead * 86_400_000).toISOString().slice(0, 10);

async function pageOf(
  url: string,
  token: string,
  query: string,
): Promise<{ ids: string[]; cursor: string | null }> {
  const { status, text } = await ask(url, token, { query: `{ page: ${query} }` });
  if (status !== 200) throw new Error(`The stage could not be read: ${status} ${text}`);
  const { data } = JSON.parse(text) as {
    data: { page: { pageInfo?: { endCursor: string | null }; edges: { node: { id: string } }[] } };
  };
  return { ids: data.page.edges.map(({ node }) => node.id), cursor: data.page.pageInfo?.endCursor ?? null };
}

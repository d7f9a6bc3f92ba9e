import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { releaseExpiredClaims } from "../../../src/modules/signal-work/index.ts";
import { inTransaction } from "../../../src/platform/db/transaction.ts";
import { TODAY, type TestPartner } from "../../support/server.ts";
import { openWorkScene } from "./scene.ts";

let scene: Awaited<ReturnType<typeof openWorkScene>>;
let one: TestPartner;
let other: TestPartner;

beforeAll(async () => {
  scene = await openWorkScene();
  one = await scene.partner();
  other = await scene.partner();
});
afterAll(() => scene.server.close());

/** A new signal, as both partners call it. */
async function fresh() {
  const row = await scene.signal();
  return { row, mine: await scene.signalIdOf(one, row), theirs: await scene.signalIdOf(other, row) };
}

const codes = ({ userErrors }: { userErrors: readonly { code: string }[] }) =>
  userErrors.map(({ code }) => code);
const eventsOf = async (id: string) =>
  (
    await scene.look(
      "select type, data ->> 'signalStatus' as status from events where subject_id = $1 order by seq",
      [id],
    )
  ).map((row) => Object.values(row).join(" "));

describe("claimSignal", () => {
  test("has a signal for one partner alone for 72 hours, and tells everybody", async () => {
    const { row, mine } = await fresh();
    const { signal, userErrors } = await scene.claim(one, mine);
    expect(userErrors).toEqual([]);
    expect(signal).toMatchObject({
      id: mine,
      status: "CLAIMED",
      claim: { claimedAt: TODAY.toISOString(), expiresAt: "2026-06-18T10:00:00.000Z" },
      history: [{ toStatus: "CLAIMED", reason: "CLAIMED" }],
    });
    expect(await eventsOf(row.id)).toEqual(["SIGNAL_CLAIMED CLAIMED"]);
  });

  test("is refused to everybody else, who does not learn who has it, and to who asks twice", async () => {
    const { mine, theirs } = await fresh();
    await scene.claim(one, mine);
    expect(codes(await scene.claim(other, theirs))).toEqual(["SIGNAL_ALREADY_CLAIMED"]);
    expect(codes(await scene.claim(one, mine))).toEqual(["SIGNAL_ALREADY_CLAIMED"]);
    const { data } = await scene.ask<{ intentSignal: { status: string; claim: unknown } }>(
      other,
      "query ($id: ID!) { intentSignal(id: $id) { status claim { expiresAt } } }",
      { id: theirs },
    );
    expect(data.intentSignal).toEqual({ status: "CLAIMED", claim: null });
  });

  test("gives each signal to one of those who ask at once", async () => {
    const signals = await Promise.all(Array.from({ length: 10 }, () => fresh()));
    const answers = await Promise.all(
      signals.map(({ mine, theirs }) =>
        Promise.all([scene.claim(one, mine), scene.claim(other, theirs), scene.claim(one, mine)]),
      ),
    );
    for (const race of answers) {
      expect(race.filter(({ signal }) => signal !== null)).toHaveLength(1);
      expect(race.flatMap(codes)).toEqual(["SIGNAL_ALREADY_CLAIMED", "SIGNAL_ALREADY_CLAIMED"]);
    }
  });

  test("is open again by itself once its time is over, before anybody has noted it", async () => {
    const { row, mine, theirs } = await fresh();
    await scene.claim(one, mine);
    await scene.runOut(row.id);
    const query = `query ($v: ID!) { intentSignals(filter: { vehicle: $v, status: [OPEN] }) { edges { node { status } } } }`;
    const vehicle = await scene.ask<{ intentSignal: { vehicle: { id: string } } }>(
      one,
      "query ($id: ID!) { intentSignal(id: $id) { vehicle { id } } }",
      { id: mine },
    );
    const listed = await scene.ask(one, query, { v: vehicle.data.intentSignal.vehicle.id });
    expect(listed.data).toEqual({ intentSignals: { edges: [{ node: { status: "OPEN" } }] } });
    expect((await scene.claim(other, theirs)).signal?.status).toBe("CLAIMED");
    expect(codes(await scene.report(one, mine, { outcome: "CONTACTED" }))).toEqual([
      "SIGNAL_ALREADY_CLAIMED",
    ]);
  });

  test.each(["FULFILLED", "DISMISSED", "EXPIRED", "WITHDRAWN"])(
    "is refused of one that is %s",
    async (status) => {
      const { row, mine } = await fresh();
      await scene.worker.query("update intent_signals set status = $2 where id = $1", [row.id, status]);
      expect(codes(await scene.claim(one, mine))).toEqual(["SIGNAL_NOT_OPEN"]);
    },
  );

  test("answers alike for what is foreign, forged and nowhere", async () => {
    const { row } = await fresh();
    const south = await scene.partner(["FR-13"]);
    const here = await scene.signal("FR-13");
    const foreign = one;
    const unknown = await scene.claim(south, "S0000000000000000000000");
    expect(codes(unknown)).toEqual(["NOT_FOUND"]);
    expect(await scene.claim(south, await scene.signalIdOf(foreign, row))).toEqual(unknown);
    expect((await scene.claim(south, await scene.signalIdOf(south, here))).signal?.status).toBe("CLAIMED");
  });
});

describe("releaseSignal", () => {
  test("opens a signal to others at once; again, it changes nothing", async () => {
    const { row, mine, theirs } = await fresh();
    await scene.claim(one, mine);
    expect(codes(await scene.release(other, theirs))).toEqual(["SIGNAL_ALREADY_CLAIMED"]);
    expect((await scene.release(one, mine)).signal).toMatchObject({ status: "OPEN", claim: null });
    expect((await scene.release(one, mine)).userErrors).toEqual([]);
    expect((await scene.claim(other, theirs)).signal?.status).toBe("CLAIMED");
    expect(await eventsOf(row.id)).toEqual([
      "SIGNAL_CLAIMED CLAIMED",
      "SIGNAL_UPDATED OPEN",
      "SIGNAL_CLAIMED CLAIMED",
    ]);
  });

  test("happens to claims that ran out, with a note and an event, once", async () => {
    const { row, mine } = await fresh();
    await scene.claim(one, mine);
    await scene.runOut(row.id);
    const release = () => inTransaction(scene.worker, (client) => releaseExpiredClaims(client, TODAY));
    expect(await release()).toBeGreaterThan(0);
    expect(await release()).toBe(0);
    const rows = await scene.look("select status, claimed_until from intent_signals where id = $1", [row.id]);
    expect(rows).toEqual([{ status: "OPEN", claimed_until: null }]);
    expect(await eventsOf(row.id)).toEqual(["SIGNAL_CLAIMED CLAIMED", "SIGNAL_UPDATED OPEN"]);
    const claims = await scene.look(
      "select ended_at = expires_at as in_time from signal_claims where signal_id = $1",
      [row.id],
    );
    expect(claims).toEqual([{ in_time: true }]);
  });
});

describe("reportSignalOutcome", () => {
  test("takes steps, then a completion with its amount, which fulfils the signal", async () => {
    const { row, mine } = await fresh();
    await scene.claim(one, mine);
    for (const outcome of ["CONTACTED", "QUOTED", "BOOKED"]) await scene.report(one, mine, { outcome });
    const { signal, userErrors } = await scene.report(one, mine, { outcome: "COMPLETED", amount: 184.5 });
    expect(userErrors).toEqual([]);
    expect(signal).toMatchObject({ status: "FULFILLED", claim: null });
    expect(signal?.outcomes).toEqual([
      { outcome: "CONTACTED", reason: null, amount: null, currency: null },
      { outcome: "QUOTED", reason: null, amount: null, currency: null },
      { outcome: "BOOKED", reason: null, amount: null, currency: null },
      { outcome: "COMPLETED", reason: null, amount: 184.5, currency: "EUR" },
    ]);
    expect(await eventsOf(row.id)).toEqual(["SIGNAL_CLAIMED CLAIMED", "SIGNAL_FULFILLED FULFILLED"]);
    expect(codes(await scene.report(one, mine, { outcome: "LOST" }))).toEqual(["SIGNAL_NOT_OPEN"]);
  });

  test.each([
    ["LOST", {}],
    ["NOT_RELEVANT", { reason: "ALREADY_DONE" }],
  ])("dismisses what is %s", async (outcome, rest) => {
    const { mine } = await fresh();
    await scene.claim(one, mine);
    const { signal } = await scene.report(one, mine, { outcome, ...rest });
    expect(signal?.status).toBe("DISMISSED");
  });

  test.each([
    [{ outcome: "COMPLETED" }, "amount"],
    [{ outcome: "COMPLETED", amount: -1 }, "amount"],
    [{ outcome: "QUOTED", amount: 10 }, "amount"],
    [{ outcome: "NOT_RELEVANT" }, "reason"],
  ])("is refused as %j, and changes nothing", async (report, field) => {
    const { mine } = await fresh();
    await scene.claim(one, mine);
    const { userErrors } = await scene.report(one, mine, report);
    expect(userErrors).toEqual([{ code: "BAD_USER_INPUT", field }]);
  });

  test("is for who claimed it; others see nothing of it", async () => {
    const { mine, theirs } = await fresh();
    expect(codes(await scene.report(one, mine, { outcome: "CONTACTED" }))).toEqual(["CONFLICT"]);
    await scene.claim(one, mine);
    await scene.report(one, mine, { outcome: "CONTACTED" });
    expect(codes(await scene.report(other, theirs, { outcome: "CONTACTED" }))).toEqual([
      "SIGNAL_ALREADY_CLAIMED",
    ]);
    await scene.release(one, mine);
    expect((await scene.claim(other, theirs)).signal?.outcomes).toEqual([]);
  });

  test("is still taken, once, of a signal that a record closed meanwhile", async () => {
    const { row, mine } = await fresh();
    await scene.claim(one, mine);
    await scene.worker.query(
      "update intent_signals set status = 'FULFILLED', status_by = 'SCORING' where id = $1",
      [row.id],
    );
    const { signal, userErrors } = await scene.report(one, mine, {
      outcome: "COMPLETED",
      amount: 90,
      currency: "EUR",
    });
    expect(userErrors).toEqual([]);
    expect(signal?.outcomes).toMatchObject([{ outcome: "COMPLETED", amount: 90 }]);
    expect(codes(await scene.report(one, mine, { outcome: "COMPLETED", amount: 90 }))).toEqual([
      "SIGNAL_NOT_OPEN",
    ]);
  });
});

test("a partner's conversions count its own claims, each once for each step", async () => {
  const fresher = await scene.partner();
  const row = await scene.signal();
  const id = await scene.signalIdOf(fresher, row);
  await scene.claim(fresher, id);
  await scene.report(fresher, id, { outcome: "CONTACTED" });
  await scene.report(fresher, id, { outcome: "CONTACTED" });
  await scene.report(fresher, id, { outcome: "COMPLETED", amount: 10 });
  const { data } = await scene.ask(
    fresher,
    "{ signalConversions { kind claimed contacted quoted booked completed lost notRelevant } }",
  );
  expect(data).toEqual({
    signalConversions: [
      {
        kind: "WEAR_REPORTED",
        claimed: 1,
        contacted: 1,
        quoted: 0,
        booked: 0,
        completed: 1,
        lost: 0,
        notRelevant: 0,
      },
    ],
  });
});

import fc from "fast-check";
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from "vitest";
import { foldOpenSignals } from "../../../src/modules/signals/index.ts";
import { openSignalScene, type SignalScene } from "./scene.ts";

const TODAY = "2026-06-15";

/** Signals that are counted, as they are and as the numbers beside them say. */
const COUNTED = `
  select garage_id, area_code, part_family, count(*)::int as signals from intent_signals
  where status = 'OPEN' and garage_id is not null group by 1, 2, 3 order by 1, 2, 3`;
const SUMMED = `
  select garage_id, area_code, part_family, sum(signals)::int as signals from open_signal_counts
  group by 1, 2, 3 having sum(signals) <> 0 order by 1, 2, 3`;

let scene: SignalScene;
let garageIds: string[];
let template: string;

beforeAll(async () => {
  scene = await openSignalScene();
  const garages = [await scene.make.garage(), await scene.make.garage({ areaCode: "FR-75" })];
  garageIds = garages.map(({ id }) => id);
  const vehicle = await scene.make.vehicle();
  const failed = await scene.make.inspection(vehicle, { performedOn: "2026-05-04", result: "FAIL_MAJOR" });
  await scene.make.defect(failed, { axle: "FRONT" });
  await scene.rescore(vehicle.id, TODAY);
  const [first] = await scene.database.look("select to_jsonb(s)::text as row from intent_signals s limit 1");
  template = String(first?.["row"]);
});
beforeEach(() => scene.database.look("truncate intent_signals"));
afterAll(() => scene.database.drop());

interface Place {
  readonly id: string;
  readonly status: string;
  readonly garage_id: string | null;
  readonly area_code: string;
  readonly part_family: string | null;
}

/** Signals like the first one, at these places; those that are there are put there. */
const put = (places: readonly Place[]) =>
  scene.pool.query(
    `insert into intent_signals
     select (jsonb_populate_record(null::intent_signals, $1::jsonb || place)).*
     from jsonb_array_elements($2::jsonb) as given(place)
     on conflict (id) do update set status = excluded.status, garage_id = excluded.garage_id,
       area_code = excluded.area_code, part_family = excluded.part_family`,
    [template, JSON.stringify(places)],
  );

const take = (ids: readonly string[]) =>
  scene.pool.query("delete from intent_signals where id = any ($1::uuid[])", [ids]);

const idOf = (n: number) => `00000000-0000-4000-8000-00000000000${n}`;
const ids = fc.nat({ max: 9 }).map(idOf);
const places = fc.uniqueArray(
  fc.record({
    id: ids,
    status: fc.constantFrom("OPEN", "OPEN", "CLAIMED", "FULFILLED"),
    garage_id: fc.constantFrom(0, 1, null).map((n) => (n === null ? null : garageIds[n]!)),
    area_code: fc.constantFrom("FR-69", "FR-75"),
    part_family: fc.constantFrom("BRAKES", "TYRES_WHEELS", null),
  }),
  { selector: ({ id }) => id, maxLength: 6 },
);
const steps = fc.array(
  fc.oneof(
    { arbitrary: places.map((given) => () => put(given)), weight: 4 },
    { arbitrary: fc.uniqueArray(ids, { maxLength: 3 }).map((given) => () => take(given)), weight: 2 },
    { arbitrary: fc.constant(() => foldOpenSignals(scene.pool)), weight: 1 },
  ),
  { maxLength: 12 },
);

const BRAKES = { status: "OPEN", area_code: "FR-69", part_family: "BRAKES" };
const signal = (n: number, changed: Partial<Place> = {}): Place => ({
  id: idOf(n),
  garage_id: garageIds[0]!,
  ...BRAKES,
  ...changed,
});

describe("the numbers beside the signals", () => {
  test("are what counting the signals gives, after any writes and however often they were folded", async () => {
    await fc.assert(
      fc.asyncProperty(steps, async (given) => {
        for (const step of given) await step();
        expect(await scene.database.look(SUMMED)).toEqual(await scene.database.look(COUNTED));
      }),
      { numRuns: 60 },
    );
  });

  test("are taken back with the transaction that changed the signals", async () => {
    const client = await scene.pool.connect();
    await client.query("begin");
    await client.query(
      "insert into intent_signals select (jsonb_populate_record(null::intent_signals, $1)).*",
      [template],
    );
    await client.query("rollback");
    client.release();
    expect(await scene.database.look(SUMMED)).toEqual([]);
  });

  test("fold into one row each, by two at once, beside a writer who waits for neither", async () => {
    for (let n = 0; n < 8; n += 1) await put([signal(n)]);
    await put([signal(8, { garage_id: garageIds[1]! })]);
    await take([idOf(0)]);
    const writer = await scene.pool.connect();
    await writer.query("begin");
    await writer.query("update intent_signals set status = 'CLAIMED' where id = $1", [idOf(1)]);
    await Promise.all([foldOpenSignals(scene.pool), foldOpenSignals(scene.pool)]);
    const rows = () =>
      scene.database.look("select garage_id, signals from open_signal_counts order by signals desc");
    expect(await rows()).toEqual([
      { garage_id: garageIds[0], signals: 7 },
      { garage_id: garageIds[1], signals: 1 },
    ]);
    await writer.query("commit");
    writer.release();
    expect((await rows()).map(({ signals }) => signals)).toEqual([7, 1, -1]);
  });

  test("are folded by one at a time", async () => {
    await put([signal(1), signal(2)]);
    await put([signal(3)]);
    const other = await scene.pool.connect();
    await other.query("begin");
    await other.query("lock table open_signal_counts in share update exclusive mode");
    const folding = foldOpenSignals(scene.pool);
    try {
      await vi.waitFor(async () => {
        const waiting = await scene.database.look(
          "select mode from pg_locks where not granted and relation = 'open_signal_counts'::regclass",
        );
        expect(waiting).toEqual([{ mode: "ShareUpdateExclusiveLock" }]);
      });
    } finally {
      await other.query("commit");
      other.release();
    }
    await folding;
    expect(await scene.database.look("select signals from open_signal_counts")).toEqual([{ signals: 3 }]);
  });

  test("are no row's business that changes in something else", async () => {
    await put([signal(1)]);
    await scene.pool.query(
      "update intent_signals set probability = 0.5, make = 'PEUGEOT', updated_at = now()",
    );
    expect(await scene.database.look("select signals from open_signal_counts")).toEqual([{ signals: 1 }]);
  });

  test("are forgotten with all signals", async () => {
    await put([signal(1)]);
    await scene.database.look("truncate intent_signals");
    expect(await scene.database.look("select from open_signal_counts")).toEqual([]);
  });

  test("are shown by area and family, and to nobody who may see only some makes", async () => {
    await put([signal(1), signal(2, { area_code: "FR-75" }), signal(3, { part_family: "TYRES_WHEELS" })]);
    await put([signal(4, { part_family: null })]);
    const seen = async (areas: string, makes: string, families: string) => {
      const client = await scene.database.pool("kimberlite_api").connect();
      await client.query(
        `select set_config('kimberlite.areas', $1, false), set_config('kimberlite.makes', $2, false),
           set_config('kimberlite.part_families', $3, false)`,
        [areas, makes, families],
      );
      const { rows } = await client.query<{ n: number }>("select count(*)::int as n from open_signal_counts");
      client.release(true);
      return rows[0]?.n;
    };
    expect(await seen("*", "*", "*")).toBe(4);
    expect(await seen("{FR-69}", "*", "*")).toBe(3);
    expect(await seen("*", "*", "{BRAKES}")).toBe(3);
    expect(await seen("*", "{RENAULT}", "*")).toBe(0);
    expect(await seen("", "", "")).toBe(0);
  });
});

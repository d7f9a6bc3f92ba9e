/**
 * How fast signals are derived: those of a whole fleet for the first time, again when nothing changed, when the failure
 * model did, and on the next day; and those of one vehicle on a warm connection. CPU time of Node and of PostgreSQL
 * beside the clock's, since a machine that does something else meanwhile changes the one little and the other much.
 *
 * `node bench/scoring.ts [--vehicles 100000,1000000] [--one 500]`, after `npm run build`. Deletes the fleets' signals
 * and derives them again, all alike. Without other fleets in between, `--vehicles` in rising order tells whether memory
 * grows with the fleet.
 */
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import pg from "pg";
import { fleetFolder, nextDayOf, openFleet } from "./fleet.ts";
import { failureModel, openPool, openRescoring, scoreFleet, type Runtime } from "./product.ts";
import { postgresCpuSeconds } from "./server-process.ts";
import { median } from "./statistics.ts";

export interface FleetRate {
  readonly run: "first" | "unchanged" | "new model" | "next day";
  readonly vehicles: number;
  readonly written: number;
  readonly vehiclesPerSecond: number;
  readonly seconds: number;
  readonly nodeCpuSeconds: number;
  readonly postgresCpuSeconds: number;
  /** Write-ahead log. */
  readonly walMb: number;
  /** The most that this process held during the run. */
  readonly memoryMb: number;
}

export interface OneVehicleRate {
  readonly vehicles: number;
  readonly medianMs: number;
  readonly percentile95Ms: number;
  /** Of Node and PostgreSQL together. */
  readonly cpuMs: number;
}

export interface ScoringRates {
  readonly fleet: readonly FleetRate[];
  readonly oneVehicle: OneVehicleRate;
}

/** Measures a fleet's scoring. It is left as it was found, but that every signal was opened anew. */
export async function scoringRates(runtime: Runtime, oneVehicles: number): Promise<ScoringRates> {
  const owner = new pg.Client(runtime.ownerUrl);
  await owner.connect();
  try {
    await owner.query("truncate intent_signals, signal_history");
    const own = await useOtherModel(runtime);
    const first = await fleetRate(runtime, owner, "first");
    const unchanged = await fleetRate(runtime, owner, "unchanged");
    await useModel(runtime, own);
    const model = await fleetRate(runtime, owner, "new model");
    const nextDay = await fleetRate(nextDayOf(runtime), owner, "next day");
    await scoreFleet(runtime);
    return {
      fleet: [first, unchanged, model, nextDay],
      oneVehicle: await oneVehicleRate(runtime, oneVehicles),
    };
  } finally {
    await owner.end();
  }
}

async function fleetRate(runtime: Runtime, owner: pg.Client, run: FleetRate["run"]): Promise<FleetRate> {
  // What the last run left to write is not this one's.
  await owner.query("checkpoint");
  const before = await meters(runtime, owner);
  const memory = watchMemory();
  const { vehicles, written } = await scoreFleet(runtime);
  const seconds = (performance.now() - before.at) / 1000;
  const memoryMb = memory.stop();
  const after = await meters(runtime, owner);
  return {
    run,
    vehicles,
    written,
    vehiclesPerSecond: vehicles / seconds,
    seconds,
    nodeCpuSeconds: after.node - before.node,
    postgresCpuSeconds: after.postgres - before.postgres,
    walMb: after.walMb - before.walMb,
    memoryMb,
  };
}

async function meters({ config }: Runtime, owner: pg.Client) {
  const { rows } = await owner.query<{ mb: number }>(
    "select pg_wal_lsn_diff(pg_current_wal_insert_lsn(), '0/0')::float8 / 1048576 as mb",
  );
  const { user, system } = process.cpuUsage();
  const [walMb = 0] = rows.map(({ mb }) => mb);
  return {
    at: performance.now(),
    node: (user + system) / 1e6,
    postgres: postgresCpuSeconds(config.dataDir),
    walMb,
  };
}

function watchMemory(): { stop(): number } {
  let most = 0;
  const look = () => {
    most = Math.max(most, process.memoryUsage.rss() / 1048576);
  };
  const timer = setInterval(look, 200);
  return {
    stop() {
      clearInterval(timer);
      look();
      return most;
    },
  };
}

const OTHER_MODEL = "bench";

/**
 * Puts another model in use: what it predicts fails a twentieth more often.
 * @returns the version that was in use; null: the shipped one
 */
async function useOtherModel(runtime: Runtime): Promise<string | null> {
  const parameters = {
    ...failureModel.DEFAULT_FAILURE_PARAMETERS,
    items: Object.fromEntries(
      Object.entries(failureModel.DEFAULT_FAILURE_PARAMETERS.items).map(([item, learnt]) => [
        item,
        { ...learnt, baseRate: learnt.baseRate * 1.05 },
      ]),
    ),
  };
  const model = { version: OTHER_MODEL, trainedOn: "COHORTS", attribution: "", trainedYears: [] } as const;
  let own: string | null = null;
  await asWorker(runtime, async (client) => {
    const { rows } = await client.query<{ version: string }>(
      "select version from failure_models where trained_on = 'COHORTS' and is_current and version <> $1",
      [OTHER_MODEL],
    );
    own = rows[0]?.version ?? null;
    await client.query("begin");
    await failureModel.storeFailureModel(client, { ...model, parameters });
    await client.query("commit");
  });
  return own;
}

const useModel = (runtime: Runtime, version: string | null): Promise<void> =>
  asWorker(runtime, async (client) => {
    await client.query("update failure_models set is_current = false where version = $1", [OTHER_MODEL]);
    await client.query("update failure_models set is_current = true where version = $1", [version]);
  });

async function oneVehicleRate(runtime: Runtime, vehicles: number): Promise<OneVehicleRate> {
  const rescore = openRescoring(runtime.now);
  const elapsedMs: number[] = [];
  let cpuSeconds = NaN;
  await asWorker(runtime, async (client) => {
    const { rows } = await client.query<{ id: string }>(
      "select id from vehicles where erased_at is null order by md5(id::text) limit $1",
      [vehicles + WARM_UP],
    );
    const usedSoFar = () => {
      const { user, system } = process.cpuUsage();
      return (user + system) / 1e6 + postgresCpuSeconds(runtime.config.dataDir);
    };
    let usedBefore = usedSoFar();
    for (const [place, { id }] of rows.entries()) {
      if (place === WARM_UP) usedBefore = usedSoFar();
      // As after a change: what it has is not what it needs.
      await client.query("update intent_signals set fingerprint = 0 where vehicle_id = $1", [id]);
      await client.query("begin");
      const startedAt = performance.now();
      await rescore(client, [id]);
      await client.query("commit");
      if (place >= WARM_UP) elapsedMs.push(performance.now() - startedAt);
    }
    cpuSeconds = usedSoFar() - usedBefore;
  });
  const sorted = elapsedMs.toSorted((one, other) => one - other);
  return {
    vehicles,
    medianMs: median(elapsedMs),
    percentile95Ms: sorted[Math.floor(sorted.length * 0.95)] ?? NaN,
    cpuMs: (cpuSeconds * 1000) / elapsedMs.length,
  };
}

/** Vehicles until statements are planned and the program is compiled. */
const WARM_UP = 100;

async function asWorker(
  { appUrl: url }: Runtime,
  work: (client: pg.ClientBase) => Promise<void>,
): Promise<void> {
  const onIdleError = () => undefined;
  const pool = openPool({ url, role: "kimberlite_worker", max: 1, statementTimeoutMs: 0, onIdleError });
  const client = await pool.connect();
  try {
    await work(client as unknown as pg.ClientBase);
  } finally {
    client.release();
    await pool.end();
  }
}

function print({ fleet, oneVehicle }: ScoringRates): void {
  const lines = fleet.map(
    (rate) =>
      `| ${rate.run} | ${rate.vehicles} | ${rate.written} | ${Math.round(rate.vehiclesPerSecond)} | ${rate.seconds.toFixed(1)} | ${rate.nodeCpuSeconds.toFixed(1)} | ${rate.postgresCpuSeconds.toFixed(1)} | ${Math.round(rate.walMb)} | ${Math.round(rate.memoryMb)} |`,
  );
  process.stdout.write(`
| run | vehicles | signals written | vehicles/s | s | Node CPU s | PostgreSQL CPU s | WAL MB | Node MB |
| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: |
${lines.join("\n")}

One vehicle, its signals written anew (${oneVehicle.vehicles}): median ${oneVehicle.medianMs.toFixed(1)} ms, 95 % within ${oneVehicle.percentile95Ms.toFixed(1)} ms, ${oneVehicle.cpuMs.toFixed(1)} ms of CPU.
`);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const { values } = parseArgs({
    options: {
      vehicles: { type: "string", default: "100000,1000000" },
      one: { type: "string", default: "500" },
    },
  });
  for (const vehicles of values.vehicles.split(",").map(Number)) {
    const runtime = await openFleet(await fleetFolder(vehicles));
    try {
      print(await scoringRates(runtime, Number(values.one)));
      // PostgreSQL is left to itself before the next fleet is measured.
      await sleep(2000);
    } finally {
      await runtime.close();
    }
  }
}

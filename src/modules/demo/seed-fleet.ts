import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import pg from "pg";
import { from as copyFrom } from "pg-copy-streams";
import { COPY_COLUMNS, garageRow, type CopiedTable } from "./copy-rows.ts";
import { findDeferredDefinitions, type DeferredDefinition } from "./deferred-definitions.ts";
import { fleetBatches } from "./fleet-batches.ts";
import { generateFleet, type Fleet } from "./fleet.ts";
import { addRepairOrders, REPAIR_TABLES } from "./repair-orders.ts";
import { DEMO_VINS, indexOfDemoVin } from "./identifiers.ts";

export interface SeedSettings {
  /** Connection of the tables' owner. */
  readonly ownerUrl: string;
  /** How many to add. */
  readonly vehicles: number;
  /** How many the fleet has; a fleet that has garages already keeps those. At least 2. */
  readonly garages: number;
  readonly seed: number;
  /** YYYY-MM-DD: nothing is dated later. */
  readonly today: string;
  readonly onProgress?: (progress: SeedProgress) => void;
}

export interface SeedProgress {
  /** LOADING counts vehicles; INDEXING makes the indexes again and reads statistics. */
  readonly phase: "LOADING" | "INDEXING";
  readonly vehicles: number;
  readonly total: number;
}

/** Rows added. */
export interface SeedCounts {
  garages: number;
  vehicles: number;
  inspections: number;
  defects: number;
  odometerReadings: number;
  repairOrders: number;
}

/**
 * Whether the database holds a demo fleet: whoever starts on an empty installation asks this before seeding. The client
 * may be the owner's or the application's, outside a transaction.
 */
export async function hasDemoFleet(client: pg.ClientBase): Promise<boolean> {
  await client.query("begin");
  try {
    // Row-level security shows the owner nothing; the worker sees every row.
    await client.query("set local role kimberlite_worker");
    const found = await client.query<{ found: boolean }>(
      "select exists (select from garages where source = 'SYNTHETIC') as found",
    );
    return found.rows[0]?.found ?? false;
  } finally {
    await client.query("rollback");
  }
}

const TABLES = [...(Object.keys(COPY_COLUMNS) as CopiedTable[]), ...REPAIR_TABLES];

/**
 * What the transaction needs from PostgreSQL. Waiting for a lock ends in an error, a second after any statement of the API
 * would, instead of blocking every reader that queues up behind us. Partitions are below the size from which an index is built by two processes, unless told.
 * Statistics from fewer rows than usual: there are 29 tables and partitions, and autovacuum reads them again anyway.
 */
const SETTINGS = `
  set local lock_timeout = '6s';
  set local synchronous_commit = off;
  set local maintenance_work_mem = '256MB';
  set local max_parallel_maintenance_workers = 2;
  set local min_parallel_table_scan_size = '1MB';
  set local default_statistics_target = 30`;

/**
 * Adds synthetic vehicles with their whole histories, in one transaction: all of them or none. Meanwhile the tables are
 * locked for everybody else, because row-level security has to let the owner copy into them and indexes may be rebuilt.
 * A fleet that exists is extended: numbering, and so plates and VINs, goes on where it ended.
 */
export async function seedFleet(settings: SeedSettings): Promise<SeedCounts> {
  const client = new pg.Client({
    connectionString: settings.ownerUrl,
    application_name: "kimberlite_seed",
    options: "-c timezone=UTC",
  });
  await client.connect();
  try {
    await client.query("begin");
    await client.query(SETTINGS);
    const counts = await seedInTransaction(client, settings);
    await client.query("commit");
    return counts;
  } finally {
    // An open transaction ends with its connection.
    await client.end();
  }
}

async function seedInTransaction(client: pg.Client, settings: SeedSettings): Promise<SeedCounts> {
  for (const table of TABLES) await client.query(`alter table ${table} no force row level security`);
  const { fleet, hasGarages } = await planFleet(client, settings);
  const deferred = (await isWorthRebuilding(client, settings.vehicles))
    ? await findDeferredDefinitions(client)
    : [];
  for (const { drop } of deferred) await client.query(drop);
  const counts = await copyFleet(client, fleet, hasGarages, settings);
  await rebuild(client, deferred);
  const repairOrders = await addRepairOrders(client, settings.today);
  await settle(client);
  return { ...counts, repairOrders };
}

/** The fleet to add, with the garages that the database has already. */
async function planFleet(
  client: pg.Client,
  settings: SeedSettings,
): Promise<{ fleet: Fleet; hasGarages: boolean }> {
  const { rows } = await client.query<{ id: string }>(
    "select id from garages where source = 'SYNTHETIC' order by external_id",
  );
  const garageIds = rows.map((row) => row.id);
  const hasGarages = garageIds.length > 0;
  const fleet = generateFleet({
    ...settings,
    firstVehicle: await nextVehicle(client),
    garages: hasGarages ? garageIds.length : settings.garages,
    garageIds,
  });
  return { fleet, hasGarages };
}

/** The number that the next demo vehicle gets. */
async function nextVehicle(client: pg.Client): Promise<number> {
  // From the VIN, which has an index: vehicles do not say where they come from.
  const { rows } = await client.query<{ vin: string | null }>(
    "select max(vin) as vin from vehicles where vin between $1 and $2",
    [DEMO_VINS.first, DEMO_VINS.last],
  );
  const last = indexOfDemoVin(rows[0]?.vin ?? "");
  return last === null ? 0 : last + 1;
}

/** Rebuilding indexes pays where there is more to add than there is. */
async function isWorthRebuilding(client: pg.Client, added: number): Promise<boolean> {
  const { rows } = await client.query<{ present: string }>(
    "select count(*) as present from (select from vehicles limit $1) as counted",
    [added],
  );
  return Number(rows[0]?.present ?? 0) < added;
}

async function copyFleet(
  client: pg.Client,
  fleet: Fleet,
  hasGarages: boolean,
  { vehicles: total, onProgress }: SeedSettings,
): Promise<Omit<SeedCounts, "repairOrders">> {
  const counts = { garages: 0, vehicles: 0, inspections: 0, defects: 0, odometerReadings: 0 };
  if (!hasGarages) {
    await copy(client, "garages", Buffer.from(fleet.garages.map(garageRow).join("")));
    counts.garages = fleet.garages.length;
  }
  for await (const batch of fleetBatches(fleet.vehicles)) {
    await copy(client, "vehicles", batch.vehicles.bytes);
    await copy(client, "inspections", batch.inspections.bytes);
    await copy(client, "defects", batch.defects.bytes);
    await copy(client, "odometer_readings", batch.readings.bytes);
    counts.vehicles += batch.vehicleCount;
    counts.inspections += batch.inspectionCount;
    counts.defects += batch.defectCount;
    counts.odometerReadings += batch.inspectionCount;
    onProgress?.({ phase: "LOADING", vehicles: counts.vehicles, total });
  }
  onProgress?.({ phase: "INDEXING", vehicles: counts.vehicles, total });
  return counts;
}

async function copy(client: pg.Client, table: CopiedTable, rows: Buffer): Promise<void> {
  const sink = client.query(copyFrom(`copy ${table} (${COPY_COLUMNS[table]}) from stdin`));
  await pipeline(Readable.from([rows], { objectMode: true }), sink);
}

async function rebuild(client: pg.Client, deferred: readonly DeferredDefinition[]): Promise<void> {
  for (const { create } of deferred.toReversed()) await client.query(create);
}

async function settle(client: pg.Client): Promise<void> {
  for (const table of TABLES) {
    await client.query(`alter table ${table} force row level security`);
    await client.query(`analyze ${table}`);
  }
}

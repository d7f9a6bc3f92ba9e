import pg from "pg";

/** A table of which indexes can wait until it is filled. */
export interface FilledTable {
  readonly table: string;
  /** Indexes that filling it cannot do without, or whoever reads the rows that are there. Those of constraints stay anyway. */
  readonly keep: readonly string[];
}

/**
 * Fills tables, with the indexes put off of each that has no row yet: building them once costs a quarter of growing them
 * row by row. They are made again whatever becomes of the work, and after a crash by whoever comes here next, or migrates.
 * @param ownerUrl of the role that owns the tables
 */
export async function withDeferredIndexes<T>(
  ownerUrl: string,
  filled: readonly FilledTable[],
  work: () => Promise<T>,
): Promise<T> {
  const isOurs = await asOwner(ownerUrl, (client) => deferIndexes(client, filled));
  try {
    return await work();
  } finally {
    if (isOurs) await asOwner(ownerUrl, (one) => asOwner(ownerUrl, (other) => restoreIndexes(one, other)));
  }
}

async function asOwner<T>(connectionString: string, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString, application_name: "kimberlite_indexes" });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}

/**
 * Drops the indexes of tables that have no row, and notes how to make them. Leaves all where somebody keeps one of the
 * tables open, or they are not this role's: then filling them takes longer, and nothing else.
 * @returns whether they are this role's; otherwise nor are the notes
 */
export async function deferIndexes(client: pg.ClientBase, filled: readonly FilledTable[]): Promise<boolean> {
  await client.query("begin");
  try {
    // Readers would queue up behind a lock that is waited for.
    await client.query("set local lock_timeout = '2s'");
    for (const { table, keep } of filled) {
      await client.query(`lock table ${table} in access exclusive mode`);
      const { rows } = await client.query<{ drop: string }>(NOTE_INDEXES, [table, keep]);
      for (const { drop } of rows) await client.query(drop);
    }
    await client.query("commit");
    return true;
  } catch (error) {
    await client.query("rollback");
    const { code } = error as Partial<pg.DatabaseError>;
    if (code !== LOCK_NOT_AVAILABLE && code !== INSUFFICIENT_PRIVILEGE) throw error;
    return code === LOCK_NOT_AVAILABLE;
  }
}

const LOCK_NOT_AVAILABLE = "55P03";
const INSUFFICIENT_PRIVILEGE = "42501";

// Its size is asked for, not a row: row-level security shows the owner none.
const NOTE_INDEXES = `
  insert into deferred_indexes (name, definition)
  select c.relname, pg_get_indexdef(c.oid)
  from pg_index i join pg_class c on c.oid = i.indexrelid
  where i.indrelid = $1::regclass and pg_relation_size($1::regclass) = 0 and c.relname <> all ($2::text[])
    and not exists (select from pg_constraint where conindid = c.oid)
  returning format('drop index %I', name) as drop`;

/**
 * Makes the indexes that were put off: one at a time on each connection. Two connections take two thirds of the time
 * that one takes with PostgreSQL's own helpers, and less CPU than it, since nothing is handed from process to process.
 */
export async function restoreIndexes(...clients: readonly pg.ClientBase[]): Promise<void> {
  const { rows = [] } = (await clients[0]?.query<{ name: string }>(PUT_OFF)) ?? {};
  const waiting = rows.values();
  const build = async (client: pg.ClientBase): Promise<void> => {
    for (const { name } of waiting) await restoreIndex(client, name, clients.length === 1);
  };
  await Promise.all(clients.map(build));
}

const PUT_OFF = "select name from deferred_indexes order by name";

async function restoreIndex(client: pg.ClientBase, name: string, isHelped: boolean): Promise<void> {
  await client.query("begin");
  if (!isHelped) await client.query("set local max_parallel_maintenance_workers = 0");
  // Whoever comes second waits here for the first, and finds it done.
  const { rows } = await client.query<{ definition: string }>(
    "delete from deferred_indexes where name = $1 returning definition",
    [name],
  );
  for (const { definition } of rows) await client.query(definition);
  await client.query("commit");
}

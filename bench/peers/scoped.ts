import pg from "pg";
import type { PeerSettings } from "./settings.ts";

export interface ScopedClient {
  query<Row>(name: string, text: string, values: readonly unknown[]): Promise<Row[]>;
}

/** A pool whose every piece of work stands in a transaction of its own, with the contract set for it alone. */
export function scopedPool({ databaseUrl, poolMax, settings }: PeerSettings) {
  const pool = new pg.Pool({
    connectionString: databaseUrl,
    max: poolMax,
    options: "-c role=kimberlite_api -c timezone=UTC",
  });
  const literal = (text: string) => `'${text.replaceAll("'", "''")}'`;
  // One round trip for both: the settings are the same for each request, as they are for one partner.
  const begin = `begin; select ${Object.entries(settings)
    .map(([name, value]) => `set_config(${literal(name)}, ${literal(value)}, true)`)
    .join(", ")}`;
  return async function scoped<T>(work: (client: ScopedClient) => Promise<T>): Promise<T> {
    const client = await pool.connect();
    try {
      await client.query(begin);
      const answer = await work({
        query: async <Row>(name: string, text: string, values: readonly unknown[]) =>
          (await client.query({ name, text, values: [...values] })).rows as Row[],
      });
      await client.query("commit");
      return answer;
    } catch (error) {
      await client.query("rollback");
      throw error;
    } finally {
      client.release();
    }
  };
}

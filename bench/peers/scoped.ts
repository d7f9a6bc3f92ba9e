import pg from "pg";
import type { PeerSettings } from "./settings.ts";
import { settingsOf, type Claims } from "./token.ts";

export interface ScopedClient {
  query<Row>(name: string, text: string, values: readonly unknown[]): Promise<Row[]>;
}

/** A pool whose every piece of work stands in a transaction of its own, with the contract set for it alone. */
export function scopedPool({ databaseUrl, poolMax }: Pick<PeerSettings, "databaseUrl" | "poolMax">) {
  const pool = new pg.Pool({
    connectionString: databaseUrl,
    max: poolMax,
    options: "-c role=kimberlite_api -c timezone=UTC",
  });
  const literal = (text: string) => `'${text.replaceAll("'", "''")}'`;
  // One round trip for both.
  const begin = (claims: Claims) =>
    `begin; select ${Object.entries(settingsOf(claims))
      .map(([name, value]) => `set_config(${literal(name)}, ${literal(value)}, true)`)
      .join(", ")}`;
  return async function scoped<T>(claims: Claims, work: (client: ScopedClient) => Promise<T>): Promise<T> {
    const client = await pool.connect();
    try {
      await client.query(begin(claims));
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

export interface PeerSettings {
  readonly databaseUrl: string;
  readonly port: number;
  readonly poolMax: number;
  /** The contract that row-level security is told of, as the product tells it. */
  readonly settings: Readonly<Record<string, string>>;
  readonly areas: readonly string[];
}

/** What the runner tells every peer. */
export function peerSettings(): PeerSettings {
  const wanted = (name: string): string => {
    const value = process.env[name];
    if (value === undefined) throw new Error(`${name} is not set.`);
    return value;
  };
  const areas = JSON.parse(wanted("BENCH_AREAS")) as string[];
  return {
    databaseUrl: wanted("DATABASE_URL"),
    port: Number(process.env["PORT"] ?? 0),
    poolMax: Number(process.env["DATABASE_POOL_MAX"] ?? 8),
    areas,
    settings: {
      "kimberlite.areas": `{${areas.map((area) => JSON.stringify(area)).join()}}`,
      "kimberlite.makes": "*",
      "kimberlite.part_families": "*",
      "kimberlite.partner": wanted("BENCH_PARTNER"),
    },
  };
}

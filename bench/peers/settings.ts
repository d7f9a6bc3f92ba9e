export interface PeerSettings {
  readonly databaseUrl: string;
  readonly port: number;
  readonly poolMax: number;
}

/** What the runner tells every peer. */
export function peerSettings(): PeerSettings {
  return {
    databaseUrl: setting("DATABASE_URL"),
    port: Number(process.env["PORT"] ?? 0),
    poolMax: Number(process.env["DATABASE_POOL_MAX"] ?? 8),
  };
}

export function setting(name: string): string {
  const value = process.env[name];
  if (value === undefined) throw new Error(`${name} is not set.`);
  return value;
}

import type pg from "pg";
import type { InstallationKeys } from "../../platform/auth/installation-keys.ts";
import type { CountryCode } from "../vocabulary/index.ts";
import { keyedHash } from "./keyed-hash.ts";

/** What a record calls its vehicle, normalised (see module identifiers). */
export interface VehicleIdentity {
  readonly country: CountryCode;
  readonly registration: string | null;
  readonly vin: string | null;
}

/** Any number works, so long as nothing else in the database uses it. */
const ERASURE_LOCK = 4_631_207_735_118_263;

/** Writers of identities hold it while they write, an erasure while it erases: neither can slip past the other. */
const LOCK = { writing: "pg_advisory_xact_lock_shared", erasing: "pg_advisory_xact_lock" } as const;

/**
 * A plate goes from one vehicle to the next in some countries. So it is recognised by itself only where a VIN is
 * missing on either side; where both are known, the VIN decides.
 */
const MATCHES = `
  with given as (select * from unnest($1::text[], $2::text[]) with ordinality as given(registration, vin, place))
  select place from given join erased_identities e on e.vin_hash = given.vin
  union
  select place from given join erased_identities e on e.registration_hash = given.registration
  where e.vin_hash is null or given.vin is null`;

/** Recognises identities that were erased. Keeps nothing but keyed hashes of them. */
export interface ErasedIdentities {
  /**
   * Which of a batch were erased and must not be stored again: their places in it. Call it inside the transaction
   * that stores the batch, before storing. Costs one short statement while nothing was ever erased.
   */
  readonly erasedAmong: (
    client: pg.ClientBase,
    batch: readonly VehicleIdentity[],
  ) => Promise<ReadonlySet<number>>;
  isErased(client: pg.ClientBase, identity: VehicleIdentity): Promise<boolean>;
  /** Waits until no batch is being stored, and holds the next ones back until the caller's transaction ends. */
  lockForErasure(client: pg.ClientBase): Promise<void>;
  /** Leaves the tombstone. */
  remember(client: pg.ClientBase, vehicleId: string, identity: VehicleIdentity, at: Date): Promise<void>;
}

export function openErasedIdentities(keys: InstallationKeys): ErasedIdentities {
  const hash = keyedHash(keys.derive("erased-identities", 32));
  const hashes = ({ country, registration, vin }: VehicleIdentity) => ({
    registration: registration === null ? null : hash(`registration ${country} ${registration}`),
    vin: vin === null ? null : hash(`vin ${vin}`),
  });

  async function erasedAmong(
    client: pg.ClientBase,
    batch: readonly VehicleIdentity[],
  ): Promise<ReadonlySet<number>> {
    await client.query(`select ${LOCK.writing}($1)`, [ERASURE_LOCK]);
    const { rows: some } = await client.query("select from erased_identities limit 1");
    if (some.length === 0 || batch.length === 0) return new Set();
    const given = batch.map(hashes);
    const { rows } = await client.query<{ place: string }>(MATCHES, [
      given.map(({ registration }) => registration),
      given.map(({ vin }) => vin),
    ]);
    return new Set(rows.map(({ place }) => Number(place) - 1));
  }

  return {
    erasedAmong,
    isErased: async (client, identity) => (await erasedAmong(client, [identity])).size > 0,
    async lockForErasure(client) {
      await client.query(`select ${LOCK.erasing}($1)`, [ERASURE_LOCK]);
    },
    async remember(client, vehicleId, identity, at) {
      const { registration, vin } = hashes(identity);
      await client.query(
        "insert into erased_identities (vehicle_id, registration_hash, vin_hash, erased_at) values ($1, $2, $3, $4)",
        [vehicleId, registration, vin, at],
      );
    },
  };
}

import type pg from "pg";
import type { ContactChannel, CountryCode, LawfulBasis, Purpose } from "../vocabulary/index.ts";

export interface LockedVehicle {
  readonly country: CountryCode;
  readonly registration: string | null;
  readonly vin: string | null;
  readonly areaCode: string;
  readonly make: string;
  readonly erasedAt: Date | null;
}

/** The vehicle, which nobody else writes a consent of until the transaction ends; null: there is none. */
export async function lockVehicle(client: pg.ClientBase, vehicleId: string): Promise<LockedVehicle | null> {
  const { rows } = await client.query<LockedVehicle>(
    `select country, registration, vin, area_code as "areaCode", make, erased_at as "erasedAt"
     from vehicles where id = $1 for no key update`,
    [vehicleId],
  );
  return rows[0] ?? null;
}

export interface NewConsent {
  readonly id: string;
  readonly vehicleId: string;
  readonly partnerId: string;
  readonly clientId: string;
  readonly purpose: Purpose;
  readonly lawfulBasis: LawfulBasis;
  readonly channels: readonly ContactChannel[];
  readonly grantedAt: Date;
  readonly expiresAt: Date | null;
  readonly proofHash: string | null;
  readonly sourceText: string | null;
  readonly recordedAt: Date;
}

/** Puts a record in the place of the partner's one for the same vehicle and purpose, where there is one. */
export async function replaceConsent(client: pg.ClientBase, consent: NewConsent): Promise<void> {
  const { id, vehicleId, partnerId, purpose, recordedAt } = consent;
  await client.query(
    `update consents set replaced_at = $4
     where vehicle_id = $1 and partner_id = $2 and purpose = $3 and replaced_at is null`,
    [vehicleId, partnerId, purpose, recordedAt],
  );
  await client.query(
    `insert into consents (id, vehicle_id, partner_id, client_id, purpose, lawful_basis, channels, granted_at,
       expires_at, proof_hash, source_text, recorded_at)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)`,
    [
      id,
      vehicleId,
      partnerId,
      consent.clientId,
      purpose,
      consent.lawfulBasis,
      consent.channels,
      consent.grantedAt,
      consent.expiresAt,
      consent.proofHash,
      consent.sourceText,
      recordedAt,
    ],
  );
  await client.query("update vehicles set has_consents = true where id = $1 and not has_consents", [
    vehicleId,
  ]);
}

export interface CurrentConsent {
  readonly id: string;
  readonly withdrawnAt: Date | null;
}

/** The partner's latest record of a vehicle for a purpose; null: it has none. */
export async function findCurrentConsent(
  client: pg.ClientBase,
  key: { readonly vehicleId: string; readonly partnerId: string; readonly purpose: Purpose },
): Promise<CurrentConsent | null> {
  const { rows } = await client.query<CurrentConsent>(
    `select id, withdrawn_at as "withdrawnAt" from consents
     where vehicle_id = $1 and partner_id = $2 and purpose = $3 and replaced_at is null`,
    [key.vehicleId, key.partnerId, key.purpose],
  );
  return rows[0] ?? null;
}

export async function markWithdrawn(client: pg.ClientBase, consentId: string, at: Date): Promise<void> {
  await client.query("update consents set withdrawn_at = $2 where id = $1", [consentId, at]);
}

/** Ends every record of a vehicle and clears what leads back to its driver; that there was one stays on record. */
export async function eraseConsents(client: pg.ClientBase, vehicleId: string, at: Date): Promise<void> {
  await client.query(
    `update consents set withdrawn_at = coalesce(withdrawn_at, $2), proof_hash = null, source_text = null
     where vehicle_id = $1`,
    [vehicleId, at],
  );
}

import { sql, type SQL } from "drizzle-orm";
import { alias } from "drizzle-orm/pg-core";
import type { Asker, IdentityRules } from "../../platform/read/identity.ts";
import { consents } from "./consent.table.ts";

const c = alias(consents, "consent");

const inForce = ({ purposes, now }: Asker): SQL =>
  sql`${c.purpose} = any (${purposes}) and ${c.withdrawnAt} is null and (${c.expiresAt} is null or ${c.expiresAt} > ${now})`;

const wasWithdrawn = ({ purposes }: Asker): SQL =>
  sql`${c.purpose} = any (${purposes}) and ${c.withdrawnAt} is not null`;

/** Over the asker's own records of a vehicle; true where it has none: then its contract alone decides. */
const ofRecords = (vehicle: SQL, { partner }: Asker, verdict: SQL): SQL =>
  sql`coalesce((select ${verdict} from ${consents} ${sql.identifier("consent")} where ${c.vehicleId} = ${vehicle} and ${c.partnerId} = ${partner} and ${c.replacedAt} is null), true)`;

/** Whether the asker has withdrawn anything of anybody: asked once for a statement, it spares looking at each vehicle. */
const hasWithdrawn = ({ partner }: Asker): SQL =>
  sql`(select exists (select from ${consents} ${sql.identifier("consent")} where ${c.partnerId} = ${partner} and ${c.withdrawnAt} is not null and ${c.replacedAt} is null))`;

/**
 * A partner that has recorded a consent (or another lawful basis) of a vehicle may know its identity only while one of
 * its records is in force for a purpose of its contract: another purpose, or an expired record, is none. Where a
 * record for such a purpose was withdrawn and nothing else is in force, lists no longer give the vehicle out either.
 */
export const consentRules: IdentityRules = {
  isShown: (vehicle, asker) => ofRecords(vehicle, asker, sql`bool_or(${inForce(asker)})`),
  isListed: (vehicle, asker) => {
    const verdict = sql`bool_or(${inForce(asker)}) or not bool_or(${wasWithdrawn(asker)})`;
    return sql`(not ${hasWithdrawn(asker)} or ${ofRecords(vehicle, asker, verdict)})`;
  },
};

import type { Principal } from "../../platform/auth/principal.ts";
import { mergeBatch, readGarage } from "../ingestion/index.ts";
import { readItems, type ItemOutcome, type WriteOptions, type WriteResult } from "./items.ts";
import { writeBatch, type WriteBackDeps } from "./write-batch.ts";

const WRITTEN = `
  select id, external_id as "externalId",
    case when created_at = now()::timestamptz(3) then 'CREATED' when updated_at = now()::timestamptz(3) then 'UPDATED'
      else 'UNCHANGED' end as result
  from garages where source = 'PARTNER' and partner_id = $1 and external_id = any ($2::text[])`;

/** Makes garages known under numbers of the asker's own. Another partner's same number is another garage. */
export function upsertGarages(
  deps: WriteBackDeps,
  asker: Principal,
  inputs: readonly Readonly<Record<string, unknown>>[],
  options: WriteOptions,
): Promise<readonly ItemOutcome[]> {
  const items = readItems(inputs, readGarage);
  const { areas } = asker.contract;
  return writeBatch(deps, items, options, async (client) => {
    for (const item of items) {
      if (item.record !== null && areas !== null && !areas.includes(item.record.areaCode)) {
        item.refuse("NOT_FOUND", "Its postcode is in no area of your contract.", "address.postalCode");
      }
    }
    const taken = items.flatMap((item) => (item.isTaken && item.record !== null ? [item.record] : []));
    await mergeBatch(client, taken, [], {
      today: deps.now().toISOString().slice(0, 10),
      partnerId: asker.partnerId,
    });
    const { rows } = await client.query<{ id: string; externalId: string; result: WriteResult }>(WRITTEN, [
      asker.partnerId,
      taken.map(({ externalId }) => externalId),
    ]);
    const written = new Map(rows.map((row) => [row.externalId, row]));
    const outcomes = items.map((item) => item.outcome(written.get(item.record?.externalId ?? "") ?? null));
    return { outcomes, vehicleIds: [] };
  });
}

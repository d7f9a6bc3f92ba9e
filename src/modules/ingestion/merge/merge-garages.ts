import type pg from "pg";
import { copyRows, type CopyColumns } from "../../../platform/db/copy-rows.ts";
import { updateRows, type TypedColumns } from "../../../platform/db/update-rows.ts";
import { uuidV7 } from "../../../platform/db/uuid-v7.ts";
import type { GarageRow } from "../../garages/garage.table.ts";
import { spherePoint } from "../../garages/index.ts";
import type { RecordCounts } from "../ingestion.table.ts";
import type { GarageRecord } from "../record.ts";
import { addCounts, countsOf, type Touches } from "./counting.ts";

type GarageColumns = Omit<GarageRow, "createdAt" | "updatedAt" | "position"> & {
  /** Whose number it goes by; null for registers' and the operator's. */
  readonly partnerId: string | null;
};

interface GarageState extends Touches {
  readonly stored: GarageColumns | null;
  row: GarageColumns;
}

const STORED = `
  select id, country, source, external_id as "externalId", name, kinds, street, postal_code as "postalCode", city,
    phone, area_code as "areaCode", latitude, longitude, networks, vehicle_categories as "vehicleCategories", partner_id as "partnerId"
  from garages
  join (select distinct * from unnest($1::text[], $2::text[])) as given(source, external_id)
    using (source, external_id)
  where partner_id is not distinct from (case when source = 'PARTNER' then $3::uuid end)
  order by id for no key update of garages`;

/** Writes garages, each found by its source and its number there. */
export async function mergeGarages(
  client: pg.ClientBase,
  records: readonly GarageRecord[],
  partnerId: string | null,
): Promise<Partial<RecordCounts>> {
  if (records.length === 0) return {};
  const keys = [records.map(({ source }) => source), records.map(({ externalId }) => externalId), partnerId];
  const { rows } = await client.query<GarageColumns>(STORED, keys);
  const states = new Map<string, GarageState>(
    rows.map((row) => [keyOf(row), { stored: row, row, records: 0, changes: 0 }]),
  );
  for (const record of records) {
    const key = keyOf(record);
    const known = states.get(key);
    if (known === undefined) states.set(key, newGarage(record, partnerId));
    else apply(known, record);
  }
  const all = [...states.values()];
  const isChanged = ({ stored, row }: GarageState) => stored !== null && garagesDiffer(stored, row);
  await insert(
    client,
    all.flatMap(({ stored, row }) => (stored === null ? [row] : [])),
  );
  const changed = all.filter(isChanged).map(({ row }) => row);
  await updateRows(client, "garages", KEY, COLUMNS, changed, ["updated_at = now()"]);
  return all
    .map((state) => countsOf(state, state.stored === null, isChanged(state)))
    .reduce((sum, counts) => addCounts(sum, counts));
}

const keyOf = ({ source, externalId }: Pick<GarageRow, "source" | "externalId">) => `${source} ${externalId}`;

function newGarage(record: GarageRecord, partnerId: string | null): GarageState {
  const owner = record.source === "PARTNER" ? partnerId : null;
  return { stored: null, row: { ...record, id: uuidV7(), partnerId: owner }, records: 1, changes: 1 };
}

function apply(state: GarageState, { addsCategories, ...said }: GarageRecord): void {
  const { row } = state;
  const next: GarageColumns = {
    ...row,
    name: said.name,
    kinds: said.kinds,
    street: said.street ?? row.street,
    postalCode: said.postalCode ?? row.postalCode,
    city: said.city ?? row.city,
    phone: said.phone ?? row.phone,
    areaCode: said.areaCode === row.country ? row.areaCode : said.areaCode,
    latitude: said.latitude ?? row.latitude,
    longitude: said.longitude ?? row.longitude,
    networks: said.networks.length === 0 ? row.networks : said.networks,
    vehicleCategories: addsCategories
      ? [...new Set([...row.vehicleCategories, ...said.vehicleCategories])]
      : said.vehicleCategories,
  };
  state.records += 1;
  if (!garagesDiffer(row, next)) return;
  state.row = next;
  state.changes += 1;
}

function garagesDiffer(one: GarageColumns, other: GarageColumns): boolean {
  return COLUMNS.some(([, , value]) => JSON.stringify(value(one)) !== JSON.stringify(value(other)));
}

async function insert(client: pg.ClientBase, rows: readonly GarageColumns[]): Promise<void> {
  if (rows.length === 0) return;
  const columns: CopyColumns<GarageColumns> = [...KEY, ...COLUMNS].map(([name, , value]) => [name, value]);
  const names = columns.map(([name]) => name).join(", ");
  await copyRows(client, "staged_garages", columns, rows);
  await client.query(`insert into garages (${names}) select ${names} from staged_garages`);
}

const KEY: TypedColumns<GarageColumns> = [["id", "uuid", ({ id }) => id]];

const COLUMNS: TypedColumns<GarageColumns> = [
  ["country", "text", ({ country }) => country],
  ["source", "text", ({ source }) => source],
  ["external_id", "text", ({ externalId }) => externalId],
  ["partner_id", "uuid", ({ partnerId }) => partnerId],
  ["name", "text", ({ name }) => name],
  ["kinds", "text[]", ({ kinds }) => kinds],
  ["street", "text", ({ street }) => street],
  ["postal_code", "text", ({ postalCode }) => postalCode],
  ["city", "text", ({ city }) => city],
  ["phone", "text", ({ phone }) => phone],
  ["area_code", "text", ({ areaCode }) => areaCode],
  ["latitude", "double precision", ({ latitude }) => latitude],
  ["longitude", "double precision", ({ longitude }) => longitude],
  [
    "position",
    "cube",
    ({ latitude, longitude }) =>
      latitude === null || longitude === null ? null : spherePoint(latitude, longitude),
  ],
  ["networks", "text[]", ({ networks }) => networks],
  ["vehicle_categories", "text[]", ({ vehicleCategories }) => vehicleCategories],
];

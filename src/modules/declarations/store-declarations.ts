import type pg from "pg";
import { uuidV7 } from "../../platform/db/uuid-v7.ts";
import type {
  Axle,
  DeclarationKind,
  InspectionKind,
  PartFamily,
  RepairOperation,
  Side,
  Spot,
} from "../vocabulary/index.ts";

/** What a driver asks for. */
export interface Wish {
  readonly kind: DeclarationKind;
  /** Null where a part is asked for. */
  readonly inspectionKind: InspectionKind | null;
  /** Both null where an inspection is asked for. */
  readonly partCategory: string | null;
  readonly partFamily: PartFamily | null;
  readonly operation: RepairOperation | null;
  readonly axle: Axle | null;
  readonly side: Side | null;
  readonly spot: Spot | null;
  readonly axleNumber: number | null;
  readonly quantity: number | null;
  /** Days that suit the driver, both included. */
  readonly fromOn: string;
  readonly untilOn: string;
}

export interface NewDeclaration {
  readonly vehicle: { readonly id: string; readonly areaCode: string; readonly make: string };
  /** The request's number at the partner; null: it gives none, and the request is new. */
  readonly externalId: string | null;
  readonly garageId: string | null;
  readonly wish: Wish;
}

export interface DeclarationWriter {
  readonly partnerId: string;
  readonly clientId: string;
  readonly at: Date;
  /** The id of the signal that a declaration opens. */
  readonly signalIdOf: (vehicleId: string, declarationId: string) => string;
}

/** What became of one; the signal is null where the number is that of another vehicle's request. */
export type StoredDeclaration =
  | { readonly result: "CREATED" | "UPDATED" | "UNCHANGED"; readonly signalId: string }
  | { readonly result: "CONFLICT"; readonly signalId: null };

interface Known {
  readonly id: string;
  readonly vehicleId: string;
  readonly signalId: string;
  readonly content: string;
}

const CONFLICT: StoredDeclaration = { result: "CONFLICT", signalId: null };

/** Writes what drivers asked for. The caller holds the vehicles' rows locked and scores them afterwards. */
export async function storeDeclarations(
  client: pg.ClientBase,
  writer: DeclarationWriter,
  declarations: readonly NewDeclaration[],
): Promise<StoredDeclaration[]> {
  if (declarations.length === 0) return [];
  const known = await readKnown(client, writer, declarations);
  const made = new Map<string, object>();
  const changed = new Map<string, object>();
  const results = declarations.map((declaration): StoredDeclaration => {
    const { vehicle, externalId } = declaration;
    const before = externalId === null ? undefined : known.get(externalId);
    if (before !== undefined && before.vehicleId !== vehicle.id) return CONFLICT;
    const after = knownAfter(before, declaration, writer);
    const { id, signalId } = after;
    if (before?.content === after.content) return { result: "UNCHANGED", signalId };
    if (externalId !== null) known.set(externalId, after);
    const isNew = before === undefined;
    (isNew || made.has(id) ? made : changed).set(id, rowOf(id, signalId, declaration));
    return { result: isNew ? "CREATED" : "UPDATED", signalId };
  });
  const inserted = await insert(client, writer, [...made.values()]);
  if (changed.size > 0) await client.query(UPDATE, [JSON.stringify([...changed.values()]), writer.clientId]);
  // Missing is what another request of the partner wrote at the same moment, under the same number.
  return results.map((stored) => {
    const isMissing = stored.result === "CREATED" && !inserted.has(stored.signalId);
    return isMissing ? CONFLICT : stored;
  });
}

function knownAfter(
  before: Known | undefined,
  { vehicle, garageId, wish }: NewDeclaration,
  { signalIdOf }: DeclarationWriter,
): Known {
  const id = before?.id ?? uuidV7();
  const signalId = before?.signalId ?? signalIdOf(vehicle.id, id);
  return { id, vehicleId: vehicle.id, signalId, content: contentOf(garageId, wish) };
}

const KNOWN = `
  select external_id as "externalId", id, vehicle_id as "vehicleId", signal_id as "signalId",
    json_build_array(garage_id, kind, inspection_kind, part_category, operation, axle, side, spot, axle_number, quantity,
      from_on, until_on) as content
  from declarations where partner_id = $1 and external_id = any ($2::text[])`;

async function readKnown(
  client: pg.ClientBase,
  { partnerId }: DeclarationWriter,
  declarations: readonly NewDeclaration[],
): Promise<Map<string, Known>> {
  type Row = Omit<Known, "content"> & { readonly externalId: string; readonly content: unknown };
  const { rows } = await client.query<Row>(KNOWN, [
    partnerId,
    declarations.flatMap(({ externalId }) => externalId ?? []),
  ]);
  return new Map(
    rows.map(({ externalId, ...row }) => [externalId, { ...row, content: JSON.stringify(row.content) }]),
  );
}

/** All that a partner says of a request, in the order in which KNOWN reads it. */
function contentOf(garageId: string | null, wish: Wish): string {
  return JSON.stringify([
    garageId,
    wish.kind,
    wish.inspectionKind,
    wish.partCategory,
    wish.operation,
    wish.axle,
    wish.side,
    wish.spot,
    wish.axleNumber,
    wish.quantity,
    wish.fromOn,
    wish.untilOn,
  ]);
}

function rowOf(id: string, signalId: string, { vehicle, externalId, garageId, wish }: NewDeclaration) {
  const { id: vehicleId, areaCode, make } = vehicle;
  return { id, signalId, vehicleId, areaCode, make, externalId, garageId, ...wish };
}

const GIVEN = `
  with given as (
    select * from jsonb_to_recordset($1) as given(id uuid, "signalId" uuid, "vehicleId" uuid, "areaCode" text, make text,
      "externalId" text, "garageId" uuid, kind text, "inspectionKind" text, "partCategory" text, "partFamily" text,
      operation text, axle text, side text, spot text, "axleNumber" smallint, quantity smallint, "fromOn" date,
      "untilOn" date)
  )`;

const INSERT = `${GIVEN}
  insert into declarations (id, vehicle_id, partner_id, client_id, external_id, kind, area_code, make, inspection_kind,
    part_category, part_family, operation, axle, side, spot, axle_number, quantity, garage_id, from_on, until_on,
    declared_at, signal_id)
  select id, "vehicleId", $2, $3, "externalId", kind, "areaCode", make, "inspectionKind", "partCategory", "partFamily",
    operation, axle, side, spot, "axleNumber", quantity, "garageId", "fromOn", "untilOn", $4, "signalId"
  from given
  on conflict (partner_id, external_id) do nothing
  returning signal_id as "signalId"`;

const UPDATE = `${GIVEN}
  update declarations d set client_id = $2, kind = given.kind, area_code = given."areaCode", make = given.make,
    inspection_kind = given."inspectionKind", part_category = given."partCategory", part_family = given."partFamily",
    operation = given.operation, axle = given.axle, side = given.side, spot = given.spot,
    axle_number = given."axleNumber", quantity = given.quantity, garage_id = given."garageId",
    from_on = given."fromOn", until_on = given."untilOn"
  from given where d.id = given.id`;

async function insert(
  client: pg.ClientBase,
  { partnerId, clientId, at }: DeclarationWriter,
  rows: readonly object[],
): Promise<ReadonlySet<string>> {
  if (rows.length === 0) return new Set();
  const inserted = await client.query<{ signalId: string }>(INSERT, [
    JSON.stringify(rows),
    partnerId,
    clientId,
    at,
  ]);
  return new Set(inserted.rows.map(({ signalId }) => signalId));
}

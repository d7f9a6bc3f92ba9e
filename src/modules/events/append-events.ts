import type pg from "pg";
import type { EventType, PartFamily } from "../vocabulary/index.ts";
import type { EventData } from "./event-facts.ts";

interface About {
  /** The subject's UUID; EVENT_FACTS says whose it is. */
  readonly subjectId: string;
}

/** Heard by every partner whose contract covers this area, make and part family. */
interface OfVehicle extends About {
  readonly vehicleId: string;
  /** The vehicle's area. */
  readonly areaCode: string;
  /** The vehicle's make, upper case. */
  readonly make: string;
  /** Null or absent where the subject asks for no part. */
  readonly partFamily?: PartFamily | null;
  /** Absent: every such partner; else only this one of them. */
  readonly partnerId?: string;
}

/** About no vehicle: heard by every partner whose contract covers the area, the makes and the family. */
interface OfArea extends About {
  readonly areaCode: string;
  /** `*`: of all makes together, which is nobody's whose contract lists makes. */
  readonly make: string;
  readonly partFamily: PartFamily | null;
}

/** Heard by one partner, whatever its contract covers. */
interface OfPartner extends About {
  readonly partnerId: string;
  /** The vehicle that it is about; null or absent where it is about none. */
  readonly vehicleId?: string | null;
}

type VehicleEvent =
  | "SIGNAL_CREATED"
  | "SIGNAL_UPDATED"
  | "SIGNAL_CLAIMED"
  | "SIGNAL_FULFILLED"
  | "SIGNAL_EXPIRED"
  | "INSPECTION_RECORDED"
  | "VEHICLE_UPDATED"
  | "VEHICLE_ERASED";

type Place<T extends EventType> = T extends VehicleEvent
  ? OfVehicle
  : T extends "DEMAND_SURGE"
    ? OfArea
    : OfPartner;

/** Something that happened, as whoever made it happen says it. Its time and its place in the log come with the row. */
export type NewEvent = {
  [T in EventType]: { readonly type: T; readonly data: EventData[T] } & Place<T>;
}[EventType];

interface AnyEvent extends About {
  readonly type: EventType;
  readonly vehicleId?: string | null;
  readonly areaCode?: string;
  readonly make?: string;
  readonly partFamily?: PartFamily | null;
  readonly partnerId?: string;
  readonly data: object;
}

/** The columns that an event is made of, in the order that `appendEventsFrom` takes them. */
const COLUMNS = "type, subject_id, vehicle_id, area_code, make, part_family, partner_id, data";

/**
 * Writes events into the log, in the caller's transaction: they are told when it commits, and else never. One statement.
 * @param client works as kimberlite_worker, inside the transaction of the change
 */
export async function appendEvents(client: pg.ClientBase, given: readonly NewEvent[]): Promise<void> {
  if (given.length === 0) return;
  const rows: readonly AnyEvent[] = given;
  await client.query(
    `insert into events (${COLUMNS})
     select * from unnest($1::text[], $2::uuid[], $3::uuid[], $4::text[], $5::text[], $6::text[], $7::uuid[], $8::jsonb[])`,
    [
      rows.map(({ type }) => type),
      rows.map(({ subjectId }) => subjectId),
      rows.map(({ vehicleId }) => vehicleId ?? null),
      rows.map(({ areaCode }) => areaCode ?? null),
      rows.map(({ make }) => make ?? null),
      rows.map(({ partFamily }) => partFamily ?? null),
      rows.map(({ partnerId }) => partnerId ?? null),
      rows.map(({ data }) => JSON.stringify(data)),
    ],
  );
}

/**
 * The same for many, made where they are.
 * @param select yields type, subject_id, vehicle_id, area_code, make, part_family, partner_id and data (jsonb, EventData
 *   of the type), in this order and with these types. No text of a caller belongs in it: values are parameters.
 * @returns how many it wrote
 */
export async function appendEventsFrom(
  client: pg.ClientBase,
  select: string,
  values: readonly unknown[] = [],
): Promise<number> {
  const { rowCount } = await client.query(insertEvents(select), [...values]);
  return rowCount ?? 0;
}

/**
 * The statement of `appendEventsFrom`, for whoever changes rows and tells of them in one:
 * `with changed as (update … returning …) ${insertEvents("select … from changed")}`.
 */
export const insertEvents = (select: string): string => `insert into events (${COLUMNS}) ${select}`;

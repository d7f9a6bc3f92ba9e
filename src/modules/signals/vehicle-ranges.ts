import type pg from "pg";

/** Vehicles by their ids: those after the first bound, up to and with the second; null: to the end. */
export interface VehicleRange {
  readonly after: string;
  readonly until: string | null;
}

export interface VehicleRanges {
  readonly ranges: readonly VehicleRange[];
  /** Vehicles in them, erased ones included. */
  readonly total: number;
}

/** Before the first id. */
const START = "00000000-0000-0000-0000-000000000000";

/** Divides all vehicles into ranges of so many. The last one has no end, for those that come while others are worked on. */
export async function vehicleRanges(client: pg.ClientBase | pg.Pool, size: number): Promise<VehicleRanges> {
  const { rows } = await client.query<{ id: string; place: string }>(
    `select id, place from (
       select id, row_number() over (order by id) as place, count(*) over () as total from vehicles
     ) as placed where place % $1 = 0 or place = total order by place`,
    [size],
  );
  const bounds = rows.map(({ id }) => id);
  const ranges = bounds.map((until, i) => ({
    after: bounds[i - 1] ?? START,
    until: i === bounds.length - 1 ? null : until,
  }));
  return { ranges, total: Number(rows.at(-1)?.place ?? 0) };
}

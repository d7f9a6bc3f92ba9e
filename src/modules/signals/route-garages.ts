import type pg from "pg";
import { findArea } from "../areas/index.ts";
import { spherePoint } from "../garages/index.ts";
import type { VehicleFacts } from "./facts.ts";

/** Where a vehicle's needs are routed to; null where no garage is known near enough. */
export interface Route {
  readonly inspection: string | null;
  readonly repair: string | null;
}

/** A garage farther than this from the vehicle's usual one, or from its area's centre, is not near enough. */
const REACH_KM = 50;

/**
 * Finds garages for vehicles, of which only the area is known. Inspections go to the vehicle's usual garage: the one of
 * most of its inspections, the latest of these where several are. Repairs go there as well where it repairs, else (in
 * France the two are kept apart) to the nearest that does. A vehicle that was never inspected, or nobody knows where,
 * goes to the garages nearest to its area's centre of population. Answers are remembered: garages are few, vehicles
 * many.
 */
export class GarageRouter {
  readonly #client: pg.ClientBase;
  readonly #ofGarage = new Map<string, Route>();
  readonly #ofArea = new Map<string, Route>();

  constructor(client: pg.ClientBase) {
    this.#client = client;
  }

  /** Finds out, in at most two statements, what `routesOf` would otherwise find out of vehicles bit by bit. */
  async learn(garages: ReadonlySet<string>, areas: ReadonlySet<string>): Promise<void> {
    await this.#learn(this.#ofGarage, garages, OF_GARAGES, (ids) => [ids]);
    await this.#learn(this.#ofArea, areas, OF_AREAS, (codes) => [codes, codes.map(centreOf)]);
  }

  /** The routes of some vehicles, in their order, in at most two statements. */
  async routesOf(vehicles: readonly { readonly facts: VehicleFacts }[]): Promise<Route[]> {
    const usual = vehicles.map(({ facts }) => usualGarage(facts));
    const garages = new Set(usual.filter((garage) => garage !== null));
    const areas = new Set<string>();
    vehicles.forEach(({ facts }, place) => usual[place] === null && areas.add(facts.areaCode));
    await this.learn(garages, areas);
    return vehicles.map(({ facts }, place) => {
      const garage = usual[place] ?? null;
      return (garage === null ? this.#ofArea.get(facts.areaCode) : this.#ofGarage.get(garage)) ?? NOWHERE;
    });
  }

  async #learn(
    known: Map<string, Route>,
    keys: ReadonlySet<string>,
    text: string,
    parameters: (unknown: readonly string[]) => readonly unknown[],
  ): Promise<void> {
    const unknown = [...keys].filter((key) => !known.has(key));
    if (unknown.length === 0) return;
    const { rows } = await this.#client.query<Route & { key: string }>(text, [
      REACH_KM,
      ...parameters(unknown),
    ]);
    for (const { key, inspection, repair } of rows) known.set(key, { inspection, repair });
  }
}

const UNPLACED = { latitude: null, longitude: null };

/** An area's centre of population; null where no open source says where that is. */
function centreOf(areaCode: string): string | null {
  const { latitude, longitude } = findArea(areaCode) ?? UNPLACED;
  return latitude === null || longitude === null ? null : spherePoint(latitude, longitude);
}

export const NOWHERE: Route = { inspection: null, repair: null };

/** The garage of most of a vehicle's inspections; null where none is known. */
export function usualGarage({ inspections }: VehicleFacts): string | null {
  let usual: string | null = null;
  let most = 0;
  // A vehicle has a handful of inspections: counting them over and over costs less than a map of the counts.
  for (let last = inspections.length - 1; last >= most; last -= 1) {
    const garageId = inspections[last]?.garageId ?? null;
    if (garageId === null || garageId === usual) continue;
    let count = 1;
    for (let place = 0; place < last; place += 1) if (inspections[place]?.garageId === garageId) count += 1;
    if (count > most) [usual, most] = [garageId, count];
  }
  return usual;
}

// The index yields the nearest first. Within reach the chord differs from the way along the surface by millimetres.
const nearest = (kind: string, place: string): string =>
  `(select case when near.position <-> ${place} <= $1 then near.id end
    from (select id, position from garages where '${kind}' = any (kinds) and position is not null
          order by position <-> ${place} limit 1) near)`;

// Every key is answered, and it is the answer's that is kept: one that was cut out of a batch would keep all its text.
const OF_GARAGES = `
  select asked.key, g.id as inspection,
    case when 'REPAIR' = any (g.kinds) then g.id when g.position is not null then ${nearest("REPAIR", "g.position")}
    end as repair
  from unnest($2::uuid[]) as asked(key) left join garages g on g.id = asked.key`;

const OF_AREAS = `
  select asked.key, case when centre is not null then ${nearest("INSPECTION", "centre")} end as inspection,
    case when centre is not null then ${nearest("REPAIR", "centre")} end as repair
  from unnest($2::text[], $3::cube[]) as asked(key, centre)`;

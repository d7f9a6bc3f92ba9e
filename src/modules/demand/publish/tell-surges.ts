import type pg from "pg";
import { uuidV7 } from "../../../platform/db/uuid-v7.ts";
import { appendEvents } from "../../events/index.ts";
import { findPartCategory } from "../../parts/index.ts";
import { isSurge, surgeRatio, type WeeklyUnits } from "./surges.ts";

interface Surge extends WeeklyUnits {
  readonly ratio: number;
}

/**
 * Tells of demand that jumped: those of the jumps against the last publication that exceed all earlier ones of the same
 * week as well, so what was told of once is not told again the day after. Of each row the week that jumped most.
 * @param client in the transaction of the publication
 * @param publishedOn of the new publication
 * @returns how many were told of
 */
export async function tellSurges(
  client: pg.ClientBase,
  jumps: readonly WeeklyUnits[],
  publishedOn: string,
): Promise<number> {
  const most = await mostBefore(client, jumps, publishedOn);
  const strongest = new Map<string, Surge>();
  jumps.forEach((jump, place) => {
    const before = most[place];
    if (before == null || !isSurge(jump, before)) return;
    const ratio = surgeRatio(jump.units, before);
    const key = `${jump.areaCode}|${jump.make}|${jump.partCategory}`;
    if (ratio > (strongest.get(key)?.ratio ?? 0)) strongest.set(key, { ...jump, ratio });
  });
  const surges = [...strongest.values()];
  await appendEvents(
    client,
    surges.map(({ areaCode, make, partCategory, week, ratio }) => ({
      type: "DEMAND_SURGE",
      subjectId: uuidV7(),
      areaCode,
      make,
      partFamily: findPartCategory(partCategory)?.family ?? null,
      data: { partCategory, make, week, ratio: Math.round(ratio * 100) / 100 },
    })),
  );
  return surges.length;
}

/** The most that publications before one expected of the same week, number by number. */
async function mostBefore(
  client: pg.ClientBase,
  jumps: readonly WeeklyUnits[],
  publishedOn: string,
): Promise<(number | null)[]> {
  if (jumps.length === 0) return [];
  const { rows } = await client.query<{ most: number | null }>(
    `select (select max(c.weekly_units[1 + (jump.week - s.first_week) / 7])
       from demand_cells c join demand_snapshots s using (published_on)
       where c.area_code = jump.area and c.make = jump.make and c.part_category = jump.part
         and s.published_on < $5 and s.first_week <= jump.week) as most
     from unnest($1::text[], $2::text[], $3::text[], $4::date[]) with ordinality as jump(area, make, part, week, place)
     order by place`,
    [
      jumps.map(({ areaCode }) => areaCode),
      jumps.map(({ make }) => make),
      jumps.map(({ partCategory }) => partCategory),
      jumps.map(({ week }) => week),
      publishedOn,
    ],
  );
  return rows.map(({ most }) => most);
}

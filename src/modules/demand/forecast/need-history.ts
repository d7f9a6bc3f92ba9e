import type pg from "pg";
import { copyRows, type CopyColumns } from "../../../platform/db/copy-rows.ts";
import { addDays, daysBetween } from "../../schedule/index.ts";
import { numbersOf } from "../numbers.ts";

/** Weeks that are kept: three years, and a quarter to be tested on. */
export const HISTORY_WEEKS = 3 * 52 + 13;
/** Weeks at the end that are counted again each week: records come late. */
const LATE_WEEKS = 6;

interface Series {
  readonly areaCode: string;
  readonly partCategory: string;
  readonly needs: number[];
}

const COLUMNS = (firstWeek: string): CopyColumns<Series> => [
  ["area_code", ({ areaCode }) => areaCode],
  ["part_category", ({ partCategory }) => partCategory],
  ["first_week", () => firstWeek],
  ["needs", ({ needs }) => `{${needs.join()}}`],
];

/** Inspections that found something failing whose repair is about the part, each once, by the week they took place in. */
const COUNTS = `
  select i.area_code, part, (i.performed_on - $1::date) / 7 as week, count(distinct i.id)::integer as needs
  from inspections i join defects d on d.vehicle_id = i.vehicle_id and d.inspection_id = i.id,
    unnest(d.part_categories) as part
  where i.performed_on >= $1 and i.performed_on < $2 and i.kind = 'PERIODIC' and d.severity in ('MAJOR', 'DANGEROUS')
  group by 1, 2, 3`;

/**
 * Brings the history of needs up to the week before one, and hands it out. Whole weeks only; counted anew are those that
 * are not known yet and the latest ones.
 * @param endWeek Monday of the first week that is not counted
 */
export async function updateHistory(client: pg.ClientBase, endWeek: string): Promise<Series[]> {
  const firstWeek = addDays(endWeek, -7 * HISTORY_WEEKS);
  const { rows } = await client.query<(string | null)[]>({
    text: "select area_code, part_category, first_week::text, needs::text from need_history",
    rowMode: "array",
  });
  const known = rows[0]?.[2] ?? null;
  const shift = known === null ? HISTORY_WEEKS : daysBetween(known, firstWeek) / 7;
  const series = new Map<string, Series>();
  const seriesOf = (areaCode: string, partCategory: string): Series => {
    const key = `${areaCode}|${partCategory}`;
    const own = series.get(key) ?? { areaCode, partCategory, needs: Array<number>(HISTORY_WEEKS).fill(0) };
    series.set(key, own);
    return own;
  };
  if (shift === 0) {
    return rows.map(([area, part, , needs]) => ({
      areaCode: area ?? "",
      partCategory: part ?? "",
      needs: numbersOf(needs) ?? [],
    }));
  }
  const kept = shift > 0 ? Math.max(0, HISTORY_WEEKS - shift - LATE_WEEKS) : 0;
  for (const [area, part, , needs] of rows) {
    const own = seriesOf(area ?? "", part ?? "");
    (numbersOf(needs) ?? []).slice(shift, shift + kept).forEach((value, week) => (own.needs[week] = value));
  }
  const since = addDays(firstWeek, 7 * kept);
  const counted = await client.query<{ area_code: string; part: string; week: number; needs: number }>(
    COUNTS,
    [since, endWeek],
  );
  for (const { area_code: area, part, week, needs } of counted.rows)
    seriesOf(area, part).needs[kept + week] = needs;
  await client.query("truncate need_history");
  await copyRows(client, "need_history", COLUMNS(firstWeek), series.values());
  return [...series.values()];
}

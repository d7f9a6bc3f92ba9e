import type pg from "pg";
import { copyRows, type CopyColumns } from "../../../platform/db/copy-rows.ts";
import { BY_AREA, BY_MODEL, BY_VALUE } from "../disclosure/dimensions.ts";
import { protect, type Candidate } from "../disclosure/protect.ts";
import type { Rounding } from "../disclosure/rounding.ts";
import type { DisclosureRules } from "../disclosure/rules.ts";
import { ALL, LISTED_MAKES, OTHER_MAKES } from "../makes.ts";
import { AGE_BAND_STARTS, AGE_BANDS } from "./age-bands.ts";

export interface OperationSettings {
  /** The day of the publication. */
  readonly publishedOn: string;
  readonly rules: DisclosureRules;
  readonly rounding: Rounding;
}

const BANDS = AGE_BANDS.slice(0, -1)
  .map((band, place) => `when years < ${AGE_BAND_STARTS[place + 1] ?? 1000} then '${band}'`)
  .join(" ");

/**
 * Vehicles in operation by area of every level, make or model, and age or fuel, where they are enough. In operation is
 * who may still be expected: until a year after the last day in time, two months after a failure being the last day to
 * clear it; without any inspection until five years old.
 */
const COUNTS = `
  with fleet as (
    select v.area_code, case when v.make = any ($2::text[]) then v.make else '${OTHER_MAKES}' end as make,
      case when v.make = any ($2::text[]) then upper(v.model) end as model, v.fuel, c.source,
      extract(year from age($1::date, v.first_registered_on)) as years
    from vehicles v left join demand_contributions c on c.vehicle_id = v.id
    where case when v.last_periodic_on is not null
      then coalesce(v.last_periodic_valid_until, v.last_periodic_on + 61) + 365 >= $1::date
      else v.first_registered_on + interval '5 years' >= $1::date end
  ), leaves as (
    select area_code, make, model, fuel,
      case when years is null then 'UNKNOWN' ${BANDS} end as age_band, count(*) as vehicles,
      bit_or(1 << coalesce(source, 0)) as sources
    from fleet group by 1, 2, 3, 4, 5
  ), around as (
    select code, code as around from areas
    union all select a.code, p.code from areas a join areas p on p.code = a.parent_code
    union all select a.code, g.code from areas a join areas p on p.code = a.parent_code join areas g on g.code = p.parent_code
  )
  select a.around, l.make, l.model, l.age_band, l.fuel, grouping(l.make), grouping(l.model), grouping(l.age_band),
    grouping(l.fuel), sum(l.vehicles)::integer, bit_or(l.sources)
  from leaves l join around a on a.code = l.area_code
  group by a.around, grouping sets ((), (l.make), (l.make, l.model)), grouping sets ((), (l.age_band), (l.fuel))
  having sum(l.vehicles) >= $3`;

type CountRow = readonly [
  area: string,
  make: string | null,
  model: string | null,
  ageBand: string | null,
  fuel: string | null,
  isAllMakes: number,
  isAllModels: number,
  isAllAges: number,
  isAllFuels: number,
  vehicles: number,
  sources: number,
];

const DIMENSIONS = [BY_AREA, BY_MODEL, BY_VALUE, BY_VALUE];

const bitsOf = (mask: number): number => mask.toString(2).replaceAll("0", "").length;

/** Area, `MAKE/MODEL`, age and fuel. A model of a make that is not listed is nobody's row. */
function candidateOf(row: CountRow): Candidate | null {
  const [
    area,
    make,
    model,
    ageBand,
    fuel,
    isAllMakes,
    isAllModels,
    isAllAges,
    isAllFuels,
    vehicles,
    sources,
  ] = row;
  if (isAllModels === 0 && model === null) return null;
  const name = isAllMakes === 1 ? ALL : isAllModels === 1 ? (make ?? "") : `${make ?? ""}/${model ?? ""}`;
  return {
    at: [area, name, isAllAges === 1 ? ALL : (ageBand ?? ""), isAllFuels === 1 ? ALL : (fuel ?? "")],
    counts: [vehicles],
    sources: bitsOf(sources),
    squaredShares: 1 / vehicles,
  };
}

interface OperationRow {
  readonly at: readonly string[];
  readonly vehicles: number;
}

const [AREA, NAME, AGE, FUEL] = [0, 1, 2, 3] as const;
const makeOf = ({ at }: OperationRow) => (at[NAME] ?? "").split("/")[0] ?? "";
const modelOf = ({ at }: OperationRow) => (at[NAME] ?? "").split("/").slice(1).join("/") || ALL;

const columnsOf = (publishedOn: string): CopyColumns<OperationRow> => [
  ["published_on", () => publishedOn],
  ["area_code", ({ at }) => at[AREA] ?? ""],
  ["make", makeOf],
  ["model", modelOf],
  ["age_band", ({ at }) => at[AGE] ?? ""],
  ["fuel", ({ at }) => at[FUEL] ?? ""],
  ["vehicles", ({ vehicles }) => vehicles],
];

/** Counts the fleet, protects the counts, and stages them. @returns how many */
export async function stageOperation(client: pg.ClientBase, settings: OperationSettings): Promise<number> {
  const { publishedOn, rules, rounding } = settings;
  const { rows } = await client.query<never>({
    text: COUNTS,
    values: [publishedOn, LISTED_MAKES, rules.vehicles],
    rowMode: "array",
  });
  const candidates = (rows as CountRow[]).flatMap((row) => candidateOf(row) ?? []);
  const previous = await previousCounts(client, publishedOn);
  const published = protect(candidates, DIMENSIONS, rules).map(({ at, counts }): OperationRow => {
    const name = at.join("|");
    const vehicles = rounding.round(counts[0] ?? 0, `in operation|${name}`, previous.get(name) ?? null);
    return { at, vehicles };
  });
  await copyRows(client, "staged_operation_cells", columnsOf(publishedOn), published);
  return published.length;
}

async function previousCounts(
  client: pg.ClientBase,
  publishedOn: string,
): Promise<ReadonlyMap<string, number>> {
  const { rows } = await client.query<{ name: string; vehicles: number }>(
    `select concat_ws('|', area_code, case when model = '*' then make else make || '/' || model end, age_band, fuel)
       as name, vehicles
     from operation_cells
     where published_on = (select max(published_on) from demand_snapshots where published_on < $1)`,
    [publishedOn],
  );
  return new Map(rows.map(({ name, vehicles }) => [name, vehicles]));
}

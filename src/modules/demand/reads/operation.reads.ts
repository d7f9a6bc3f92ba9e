import { Arg, Query, Resolver } from "type-graphql";
import { AppError } from "../../../platform/errors/app-error.ts";
import { arrayLiteral } from "../../../platform/db/copy-rows.ts";
import { compiled, Report, type Columnwise, type Reader } from "../../../platform/read/entity.ts";
import type { ReadStatement } from "../../../platform/read/scoped-pool.ts";
import { ALL, MAKE_GROUPS } from "../makes.ts";
import { areaGroups } from "./coverage.ts";
import {
  OperationDimensionEnum,
  VehiclesInOperationFilter,
  VehiclesInOperationReport,
  type OperationDimension,
  type VehiclesInOperationCell,
} from "./operation.type.ts";
import { CELLS_PER_COST, MOST_CELLS, requireDimensions, requireFewCells } from "./report-limits.ts";

interface OperationArgs {
  readonly filter?: VehiclesInOperationFilter | null;
  readonly by: readonly OperationDimension[];
}

/** Rows of one value, of one kind of values (`each`: any but all together), or of a list. */
const PUBLISHED = `
  select s.published_on, o.area_code, o.make, o.model, o.age_band, o.fuel, o.vehicles, d.vehicles
  from demand_snapshots s
  left join operation_cells o on o.published_on = s.published_on and o.area_code = any ($1::text[])
    and o.make = any ($2::text[]) and (o.model = $3 or ($3 = 'each' and o.model <> '*'))
    and (o.age_band = $4 or ($4 = 'each' and o.age_band <> '*')) and (o.fuel = $5 or ($5 = 'each' and o.fuel <> '*'))
  left join demand_cells d on d.published_on = o.published_on and d.area_code = o.area_code and d.make = o.make
    and d.part_category = $6 and o.model = '*' and o.age_band = '*' and o.fuel = '*'
  where s.published_on = (select max(published_on) from demand_snapshots)
  limit ${MOST_CELLS + 1}`;

const EACH = "each";

/** The makes of the rows to add up; a model's rows carry its make. */
function makesOf({ filter, by }: OperationArgs, { makes }: Reader["contract"]): readonly string[] {
  const asked = filter?.make?.toUpperCase();
  const held = makes ?? MAKE_GROUPS;
  if (asked !== undefined) return held.filter((make) => make === asked);
  const isByMake = by.includes("MAKE") || by.includes("MODEL") || filter?.model != null;
  return isByMake || makes !== null ? held : [ALL];
}

function areasOf({ filter, by }: OperationArgs, contract: Pick<Reader["contract"], "areas">) {
  return areaGroups(filter ?? {}, by.includes("AREA"), contract);
}

function statementOf(args: OperationArgs, { contract }: Reader): ReadStatement {
  const { filter, by } = args;
  const valueOf = (dimension: OperationDimension, asked: string | null | undefined) =>
    asked ?? (by.includes(dimension) ? EACH : ALL);
  return {
    name: "vehicles_in_operation",
    text: PUBLISHED,
    values: [
      arrayLiteral(areasOf(args, contract).flatMap(({ rows }) => rows)),
      arrayLiteral(makesOf(args, contract)),
      valueOf("MODEL", filter?.model?.toUpperCase()),
      valueOf("AGE_BAND", filter?.ageBand),
      valueOf("FUEL", filter?.fuel),
      filter?.partCategory ?? "",
    ],
  };
}

/**
 * The cube counts by age and by fuel, never by both: too few vehicles would be left in most cells, and each of them would
 * have to be hidden again behind its neighbours.
 * @throws {AppError} BAD_USER_INPUT for what is never published, rather than no cells
 */
function requireCounted({ filter, by }: OperationArgs): void {
  requireDimensions(by);
  const isByAge = by.includes("AGE_BAND") || filter?.ageBand != null;
  const isByFuel = by.includes("FUEL") || filter?.fuel != null;
  if (!isByAge || !isByFuel) return;
  throw new AppError(
    "BAD_USER_INPUT",
    "Ages and fuels are not counted together. Ask for AREA with MAKE or MODEL, and beside them AGE_BAND or FUEL; the same holds for the filter.",
    {
      argument:
        by.includes("AGE_BAND") && by.includes("FUEL")
          ? "by"
          : filter?.fuel != null
            ? "filter.fuel"
            : "filter.ageBand",
      allowed: ALLOWED,
    },
  );
}

/** The widest combinations; parts of them are allowed as well. */
const ALLOWED: readonly string[] = [
  "AREA MAKE AGE_BAND",
  "AREA MAKE FUEL",
  "AREA MODEL AGE_BAND",
  "AREA MODEL FUEL",
];

/** @throws {AppError} BAD_USER_INPUT where more was published than one answer holds */
function reportOf(rows: readonly Columnwise[], { by }: OperationArgs): VehiclesInOperationReport {
  requireFewCells(rows.length);
  const sums = new Map<string, VehiclesInOperationCell & { needing: number | null }>();
  for (const [, area, make, model, ageBand, fuel, vehicles, needing] of rows) {
    if (area == null) continue;
    const shown = (dimension: OperationDimension, value: string | null | undefined) =>
      by.includes(dimension) ? (value ?? null) : null;
    const cell = {
      area: shown("AREA", area),
      make: by.includes("MODEL") ? String(make) : shown("MAKE", make),
      model: shown("MODEL", model),
      ageBand: shown("AGE_BAND", ageBand),
      fuel: shown("FUEL", fuel),
    };
    const key = Object.values(cell).join("|");
    const sum = sums.get(key) ?? { ...cell, vehicles: 0, penetration: null, needing: 0 };
    sum.vehicles += Number(vehicles);
    // One part that is not published leaves the share unknown.
    sum.needing = needing == null || sum.needing === null ? null : sum.needing + Number(needing);
    sums.set(key, sum);
  }
  const cells = [...sums.values()].map(({ needing, ...cell }) => ({
    ...cell,
    penetration: needing === null ? null : Math.round((needing / cell.vehicles) * 1000) / 1000,
  }));
  return { publishedOn: rows[0]?.[0] ?? null, cells };
}

/** What a breakdown usually has for each value of the others. */
const USUAL_VALUES: Readonly<Record<Exclude<OperationDimension, "AREA">, number>> = {
  MAKE: 20,
  MODEL: 100,
  AGE_BAND: 5,
  FUEL: 5,
};

function workOf(args: OperationArgs): number {
  const areas = areasOf(args, { areas: null }).length;
  const cells = args.by.reduce(
    (product, name) => product * (name === "AREA" ? 1 : USUAL_VALUES[name]),
    areas,
  );
  return 1 + Math.ceil(Math.min(MOST_CELLS, cells) / CELLS_PER_COST);
}

@Resolver()
export class OperationReads {
  @Query(() => VehiclesInOperationReport, {
    description:
      "How many vehicles are on the road, from the day's publication: every number is a multiple of 5 and of at least 11 vehicles. Costs 1 for 25 cells that are usual.",
  })
  @Report({
    scope: "demand:read",
    check: requireCounted,
    work: workOf,
    statement: statementOf,
    value: (rows, args: OperationArgs) => reportOf(rows, args),
  })
  vehiclesInOperation(
    @Arg("filter", () => VehiclesInOperationFilter, {
      nullable: true,
      description: "Which vehicles to count; all of your contract without it.",
    })
    _filter: VehiclesInOperationFilter | null,
    @Arg("by", () => [OperationDimensionEnum], {
      description:
        "What to break them down by, at most three, and not by AGE_BAND and FUEL together; none gives one cell.",
    })
    _by: OperationDimension[],
  ): VehiclesInOperationReport {
    return compiled();
  }
}

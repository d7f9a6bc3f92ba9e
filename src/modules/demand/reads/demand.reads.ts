import { Arg, Query, Resolver } from "type-graphql";
import { AppError } from "../../../platform/errors/app-error.ts";
import { compiled, Report, type Reader } from "../../../platform/read/entity.ts";
import type { ReadStatement } from "../../../platform/read/scoped-pool.ts";
import { arrayLiteral } from "../../../platform/db/copy-rows.ts";
import { mondayOf, WEEKS } from "../cube/weeks.ts";
import { ALL } from "../makes.ts";
import { condense, type DemandPlan } from "./condense.ts";
import { areaGroups, makeGroups, partsWanted } from "./coverage.ts";
import { DemandDimensionEnum, DemandFilter, DemandReport, type DemandDimension } from "./demand.type.ts";
import { CELLS_PER_COST, MOST_CELLS, requireDimensions, requireFewCells } from "./report-limits.ts";

interface DemandArgs {
  readonly filter: DemandFilter;
  readonly by: readonly DemandDimension[];
}

const UNLIMITED = { areas: null, makes: null, partFamilies: null } as const;

function planOf(
  { filter, by }: DemandArgs,
  contract: Pick<Reader["contract"], "areas" | "makes" | "partFamilies">,
): DemandPlan {
  const { weekFrom, weekUntil, partCategory, partFamily } = filter;
  const from = weekFrom == null ? "" : mondayOf(weekFrom);
  const until = weekUntil == null ? "9999" : mondayOf(weekUntil);
  return {
    by,
    areas: areaGroups(filter, by.includes("AREA"), contract),
    makes: makeGroups(filter.make, by.includes("MAKE"), contract),
    parts: partsWanted(filter, contract),
    isPeriod: weekFrom != null || weekUntil != null,
    isInPeriod: (week) => from <= week && week <= until,
    hasInspections: !by.includes("PART_CATEGORY") && partCategory == null && partFamily == null,
  };
}

/** How many cells an answer has at most. Of the question alone, never of what is published. */
function cellCount({ filter, by }: DemandArgs): number {
  const { areas, makes, parts } = planOf({ filter, by }, UNLIMITED);
  const partCount = by.includes("PART_CATEGORY") ? parts.length : 1;
  return areas.length * makes.length * partCount * (by.includes("WEEK") ? WEEKS : 1);
}

/** @throws {AppError} BAD_USER_INPUT for weeks that end before they begin */
export function requirePeriod({ weekFrom, weekUntil }: DemandFilter): void {
  if (weekFrom == null || weekUntil == null || weekFrom <= weekUntil) return;
  throw new AppError("BAD_USER_INPUT", "weekFrom must not be after weekUntil.", {
    argument: "filter.weekUntil",
  });
}

/** @throws {AppError} BAD_USER_INPUT */
function requireAnswerable(args: DemandArgs): void {
  requireDimensions(args.by);
  requirePeriod(args.filter);
  requireFewCells(cellCount(args));
}

const PUBLISHED = `
  select s.published_on, s.first_week, s.as_of, c.area_code, c.make, c.part_category, c.units, c.vehicles,
    c.weekly_units, c.weekly_vehicles
  from demand_snapshots s
  left join demand_cells c on c.published_on = s.published_on
    and c.area_code = any ($1::text[]) and c.make = any ($2::text[]) and c.part_category = any ($3::text[])
  where s.published_on = (select max(published_on) from demand_snapshots)`;

function statementOf(args: DemandArgs, { contract }: Reader): ReadStatement {
  const { areas, makes, parts, hasInspections } = planOf(args, contract);
  const keys = parts.map(({ key }): string => key);
  return {
    name: "demand",
    hasOnePlan: true,
    text: PUBLISHED,
    values: [
      arrayLiteral(areas.flatMap(({ rows }) => rows)),
      arrayLiteral(makes.flatMap(({ rows }) => rows)),
      arrayLiteral(hasInspections ? [...keys, ALL] : keys),
    ],
  };
}

@Resolver()
export class DemandReads {
  @Query(() => DemandReport, {
    description:
      "What parts are expected to be needed, where and when, added up over at least 11 vehicles of 3 sources. From the day's publication, in which every number is a multiple of 5; a number that adds up several is the sum of what was published. Costs 1 for 25 cells.",
  })
  @Report({
    scope: "demand:read",
    check: requireAnswerable,
    // More than an answer holds is refused as such, not for its cost.
    work: (args: DemandArgs) => 1 + Math.ceil(Math.min(MOST_CELLS, cellCount(args)) / CELLS_PER_COST),
    statement: statementOf,
    value: (rows, args: DemandArgs, { contract }) => condense(rows, planOf(args, contract)),
  })
  demand(
    @Arg("filter", () => DemandFilter, { description: "Which demand to add up; `{}` is all of it." })
    _filter: DemandFilter,
    @Arg("by", () => [DemandDimensionEnum], {
      description: "What to break it down by, at most three; none gives one cell.",
    })
    _by: DemandDimension[],
  ): DemandReport {
    return compiled();
  }
}

import { sql, type SQL } from "drizzle-orm";
import { Field, Float, ID, InputType } from "type-graphql";
import { AppError } from "../../platform/errors/app-error.ts";
import { DateScalar, DateTimeScalar } from "../../platform/graphql/scalars.ts";
import { allOf, when } from "../../platform/read/conditions.ts";
import { Access, type Args } from "../../platform/read/entity.ts";
import { areasWithin } from "../areas/index.ts";
import { isWithin } from "../areas/graphql.ts";
import { garages } from "../garages/garage.table.ts";
import { NearInput, requirePlace } from "../garages/graphql.ts";
import { chordKm, spherePoint } from "../garages/index.ts";
import { PartFamily, SignalKind, SignalOrigin, SignalStatus } from "../vocabulary/graphql.ts";
import { statusAt } from "./status-at.ts";
import type { SignalColumns } from "./signal.type.ts";

@InputType({
  description: "Which signals to list. Fields that are absent or null do not filter; all others must hold.",
})
export class IntentSignalFilter {
  @Access(null)
  @Field(() => [SignalKind], { nullable: true, description: "Of one of these kinds." })
  kind?: string[] | null;

  @Access(null)
  @Field(() => [SignalOrigin], { nullable: true, description: "Of one of these origins." })
  origin?: string[] | null;

  @Access(null)
  @Field(() => [SignalStatus], {
    nullable: true,
    description: "In one of these states. Absent or null: in any, also those that are over.",
  })
  status?: string[] | null;

  @Access(null)
  @Field(() => String, { nullable: true, description: "Of vehicles in the area of this code or below it." })
  area?: string | null;

  @Access(null)
  @Field(() => String, {
    nullable: true,
    description: "Of vehicles of this make; upper and lower case are the same.",
  })
  make?: string | null;

  @Access(null)
  @Field(() => String, { nullable: true, description: "That ask for the part of this key." })
  partCategory?: string | null;

  @Access(null)
  @Field(() => PartFamily, { nullable: true, description: "That ask for a part of this family." })
  partFamily?: string | null;

  @Access(null)
  @Field(() => Float, { nullable: true, description: "At least this likely, 0 to 1." })
  minProbability?: number | null;

  @Access(null)
  @Field(() => DateScalar, { nullable: true, description: "Whose `moment.likely` is this day or later." })
  dueFrom?: string | null;

  @Access(null)
  @Field(() => DateScalar, { nullable: true, description: "Whose `moment.likely` is this day or earlier." })
  dueUntil?: string | null;

  @Access(null)
  @Field(() => NearInput, {
    nullable: true,
    description: "Routed to a garage near this place. Without a radius: to any garage with a position.",
  })
  near?: NearInput | null;

  @Access(null)
  @Field(() => ID, { nullable: true, description: "Of this vehicle; an id unknown to you finds nothing." })
  vehicle?: string | null;

  @Access(null)
  @Field(() => DateTimeScalar, { nullable: true, description: "That changed at this instant or later." })
  updatedSince?: Date | null;
}

interface Given {
  readonly filter?: IntentSignalFilter | null;
}

/** @throws {AppError} BAD_USER_INPUT for a place that is not on Earth, or a probability that is none */
export function requireFilter({ filter }: Given): void {
  requirePlace({ near: filter?.near ?? null });
  const { minProbability } = filter ?? {};
  if (minProbability != null && !(minProbability >= 0 && minProbability <= 1)) {
    throw new AppError("BAD_USER_INPUT", "minProbability must be between 0 and 1.", {
      argument: "filter.minProbability",
    });
  }
}

const ONE_AREA = "one area";

const ONE_KIND = "one kind";

/** An area with nothing below it, or a kind alone, is an equality, and so the front of an index in the order asked for. */
export function filterVariant({ filter }: Given): string {
  const isOneArea = filter?.area != null && areasWithin(filter.area).length === 1;
  return [isOneArea && ONE_AREA, filter?.kind?.length === 1 && ONE_KIND].filter(Boolean).join();
}

export function filtered(s: SignalColumns, args: Args): SQL | undefined {
  return allOf(
    args.variant.includes(ONE_KIND)
      ? when(
          args.map(([kind]: string[]) => kind, "filter", "kind"),
          (kind) => sql`${s.kind} = ${kind}`,
        )
      : when(args("filter", "kind"), (kinds) => sql`${s.kind} = any (${kinds}::text[])`),
    when(args("filter", "origin"), (origins) => sql`${s.origin} = any (${origins}::text[])`),
    when(args("filter", "status"), (states) => sql`${statusAt(s, args.now)} = any (${states}::text[])`),
    args.variant.includes(ONE_AREA)
      ? when(args("filter", "area"), (area) => sql`${s.areaCode} = ${area}`)
      : isWithin(s.areaCode, args, "filter", "area"),
    when(
      args.map((make: string) => make.toUpperCase(), "filter", "make"),
      (make) => sql`${s.make} = ${make}`,
    ),
    when(args("filter", "partCategory"), (part) => sql`${s.partCategory} = ${part}`),
    when(args("filter", "partFamily"), (family) => sql`${s.partFamily} = ${family}`),
    when(args("filter", "minProbability"), (least) => sql`${s.probability} >= ${least}::double precision`),
    when(args("filter", "dueFrom"), (day) => sql`${s.momentLikely} >= ${day}::date`),
    when(args("filter", "dueUntil"), (day) => sql`${s.momentLikely} <= ${day}::date`),
    nearTo(s, args),
    when(args.id("Vehicle", "filter", "vehicle"), (vehicle) => sql`${s.vehicleId} = ${vehicle}`),
    when(args("filter", "updatedSince"), (at) => sql`${s.updatedAt} >= ${at}::timestamptz`),
  );
}

/** Row-level security shows the garages of the contract only. */
function nearTo(s: SignalColumns, args: Args): SQL | undefined {
  const place = args.map(
    ({ latitude, longitude }: NearInput) => spherePoint(latitude, longitude),
    "filter",
    "near",
  );
  const radius = args.map((km: number) => chordKm(km), "filter", "near", "radiusKm");
  if (place === undefined) return undefined;
  const within =
    radius === undefined
      ? sql`g.position is not null`
      : // The box around the sphere finds by index, the distance decides.
        sql`g.position <@ cube_enlarge(${place}::cube, ${radius}::double precision, 3) and g.position <-> ${place}::cube <= ${radius}::double precision`;
  return sql`${s.garageId} in (select g.id from ${garages} g where ${within})`;
}

import { sql, type SQL } from "drizzle-orm";
import { Arg, Args, Field, Float, ID, InputType, Query, Resolver } from "type-graphql";
import { AppError } from "../../platform/errors/app-error.ts";
import { PageArgs } from "../../platform/graphql/connection.ts";
import { allOf, when } from "../../platform/read/conditions.ts";
import { Access, compiled, Read, type Args as Arguments, type Columns } from "../../platform/read/entity.ts";
import { isWithin } from "../areas/graphql.ts";
import { CountryCode, GarageKind, VehicleCategory } from "../vocabulary/graphql.ts";
import { garages } from "./garage.table.ts";
import { Garage, GarageConnection } from "./garage.type.ts";
import { chordKm, spherePoint } from "./sphere.ts";

type GarageColumns = Columns<typeof garages>;

const FARTHEST_KM = 20_100;

@InputType({
  description: "Which garages to list. Fields that are absent or null do not filter; all others must hold.",
})
export class GarageFilter {
  @Access(null)
  @Field(() => CountryCode, { nullable: true, description: "In this country." })
  country?: string | null;

  @Access(null)
  @Field(() => String, { nullable: true, description: "In the area of this code or below it." })
  area?: string | null;

  @Access(null)
  @Field(() => GarageKind, { nullable: true, description: "That does this, perhaps among other things." })
  kind?: string | null;

  @Access(null)
  @Field(() => VehicleCategory, { nullable: true, description: "That serves this category." })
  vehicleCategory?: string | null;

  @Access(null)
  @Field(() => String, { nullable: true, description: "With exactly this postal code." })
  postalCode?: string | null;

  @Access(null)
  @Field(() => String, { nullable: true, description: "Whose name begins so; case counts." })
  namePrefix?: string | null;

  @Access(null)
  @Field(() => String, { nullable: true, description: "With exactly this number at its source." })
  externalId?: string | null;
}

@InputType({ description: "A place to measure from, WGS 84." })
export class NearInput {
  @Access(null)
  @Field(() => Float, { description: "Degrees north, -90 to 90." })
  latitude!: number;

  @Access(null)
  @Field(() => Float, { description: "Degrees east, -180 to 180." })
  longitude!: number;

  @Access(null)
  @Field(() => Float, {
    nullable: true,
    description: "Only this near, km, above 0; anywhere when absent or null.",
  })
  radiusKm?: number | null;
}

/** @throws {AppError} BAD_USER_INPUT for a place that is not on Earth */
export function requirePlace({ near }: { readonly near?: NearInput | null }): void {
  if (near == null) return;
  const { latitude, longitude, radiusKm } = near;
  const refuse = (argument: string, message: string) => {
    throw new AppError("BAD_USER_INPUT", message, { argument });
  };
  if (Math.abs(latitude) > 90) refuse("near.latitude", "latitude must be between -90 and 90.");
  if (Math.abs(longitude) > 180) refuse("near.longitude", "longitude must be between -180 and 180.");
  if (radiusKm != null && (radiusKm <= 0 || radiusKm > FARTHEST_KM)) {
    refuse("near.radiusKm", `radiusKm must be above 0 and at most ${FARTHEST_KM}.`);
  }
}

/** Chord from the place asked for, km; undefined without one. */
function chord(g: GarageColumns, args: Arguments): SQL | undefined {
  const place = args.map(({ latitude, longitude }: NearInput) => spherePoint(latitude, longitude), "near");
  return place && sql`(${g.position} <-> ${place}::cube)`;
}

function filtered(g: GarageColumns, args: Arguments): SQL | undefined {
  const distance = chord(g, args);
  const radius = args.map((km: number) => chordKm(km), "near", "radiusKm");
  return allOf(
    when(args("filter", "country"), (country) => sql`${g.country} = ${country}`),
    isWithin(g.areaCode, args, "filter", "area"),
    when(args("filter", "kind"), (kind) => sql`${kind} = any (${g.kinds})`),
    when(args("filter", "vehicleCategory"), (category) => sql`${category} = any (${g.vehicleCategories})`),
    when(args("filter", "postalCode"), (code) => sql`${g.postalCode} = ${code}`),
    // Not `like`, which would read wildcards in what was sent.
    when(args("filter", "namePrefix"), (prefix) => sql`starts_with(${g.name}, ${prefix})`),
    when(args("filter", "externalId"), (id) => sql`${g.externalId} = ${id}`),
    distance && sql`${g.position} is not null`,
    distance && radius && sql`${distance} <= ${radius}::double precision`,
  );
}

@Resolver()
export class GarageReads {
  @Query(() => Garage, { nullable: true, description: "One garage; null where the id is unknown to you." })
  @Read({ where: (g: GarageColumns, args) => sql`${g.id} = ${args.id("Garage", "id")}` })
  garage(
    @Arg("id", () => ID, { description: "As this API gave it to your partner." }) _id: string,
  ): Garage | null {
    return compiled();
  }

  @Query(() => GarageConnection, {
    description:
      "Garages in your contract by name, or nearest first with `near`, which leaves out those without a position.",
  })
  @Read({
    check: requirePlace,
    where: filtered,
    context: (g: GarageColumns, args): Record<string, SQL> => {
      const distance = chord(g, args);
      return distance === undefined ? {} : { chordKm: distance };
    },
    orderName: (args) => (args("near", "latitude") === undefined ? "default" : "near"),
    orders: {
      default: { by: (g: GarageColumns) => [g.name, g.id] },
      near: {
        by: (g: GarageColumns, args) => [
          { sql: chord(g, args) ?? sql`null`, type: "double precision" },
          g.id,
        ],
      },
    },
  })
  garages(
    @Args(() => PageArgs) _page: PageArgs,
    @Arg("filter", () => GarageFilter, { nullable: true, description: "Which ones; all without it." })
    _filter?: GarageFilter | null,
    @Arg("near", () => NearInput, { nullable: true, description: "Place to measure from." })
    _near?: NearInput | null,
  ): object {
    return compiled();
  }
}

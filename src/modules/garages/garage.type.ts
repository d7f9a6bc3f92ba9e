import { sql } from "drizzle-orm";
import { Field, FieldResolver, Float, ID, ObjectType, Resolver } from "type-graphql";
import { connectionOf } from "../../platform/graphql/connection.ts";
import { Node } from "../../platform/graphql/node.ts";
import {
  Column,
  compiled,
  Computed,
  Entity,
  Id,
  One,
  PartOfEntity,
  Parts,
  type Columns,
} from "../../platform/read/entity.ts";
import type { areas } from "../areas/area.table.ts";
import { Area } from "../areas/graphql.ts";
import { CountryCode, DataSource, GarageKind, VehicleCategory } from "../vocabulary/graphql.ts";
import { garages, type GarageRow } from "./garage.table.ts";
import { surfaceKm } from "./sphere.ts";

@PartOfEntity
@ObjectType({ simpleResolvers: true, description: "A postal address as its source writes it." })
export class Address {
  @Field(() => String, {
    nullable: true,
    description: "Street and number, lines joined by a line feed; null where unknown.",
  })
  street!: string | null;

  @Field(() => String, { nullable: true, description: "Postal code; null where unknown." })
  postalCode!: string | null;

  @Field(() => String, { nullable: true, description: "Town; null where unknown." })
  city!: string | null;

  @Field(() => CountryCode, { description: "Country that the address is in." })
  country!: string;
}

@PartOfEntity
@ObjectType({ simpleResolvers: true, description: "A place on Earth, WGS 84." })
export class GeoPoint {
  @Field(() => Float, { description: "Degrees north." })
  latitude!: number;

  @Field(() => Float, { description: "Degrees east." })
  longitude!: number;
}

@Entity("Garage", {
  description: "An inspection centre or a repair garage.",
  table: garages,
  prefix: "G",
  scope: "garages:read",
  contract: { area: "areaCode" },
  implements: Node,
})
export class Garage implements Node {
  @Id(() => ID, { description: "Opaque id of this garage for your partner." })
  id!: string;

  @Column(() => String, { description: "Trading name." })
  name!: string;

  @Column(() => [GarageKind], { description: "What it does; one or more." })
  kinds!: string[];

  @Column(() => String, { nullable: true, description: "Its number at the source: a site number, a SIRET." })
  externalId!: string | null;

  @Column(() => DataSource, { description: "Who told us of it." })
  source!: string;

  @Parts(() => Address, {
    description: "Where to find it.",
    columns: { street: "street", postalCode: "postalCode", city: "city", country: "country" },
  })
  address!: Address;

  @Column(() => String, {
    nullable: true,
    description: "Telephone number as the source writes it; null where unknown.",
  })
  phone!: string | null;

  @Computed(() => GeoPoint, {
    nullable: true,
    description: "Position; null where the source gives none. We never guess one from the address.",
    needs: ["latitude", "longitude"],
    value: ({ latitude, longitude }: GarageRow): GeoPoint | null =>
      latitude === null || longitude === null ? null : { latitude, longitude },
  })
  location!: GeoPoint | null;

  @Computed(() => Float, {
    nullable: true,
    description: "Great-circle distance from the place asked for, km, to the metre; null without `near`.",
    needs: [],
    context: "chordKm",
    value: ({ chordKm }: { chordKm: number | null }) =>
      chordKm === null ? null : Math.round(surfaceKm(chordKm) * 1000) / 1000,
  })
  distanceKm!: number | null;

  @Column(() => [String], { description: "Networks and chains that it belongs to; empty where unknown." })
  networks!: string[];

  @Column(() => [VehicleCategory], {
    description: "Categories that it inspects or repairs; empty where unknown.",
  })
  vehicleCategories!: string[];
}

export const GarageConnection = connectionOf("Garage", () => Garage);

@Resolver(() => Garage)
export class GarageArea {
  @FieldResolver(() => Area, {
    nullable: true,
    description: "Narrowest area that the garage is known to lie in.",
  })
  @One({ on: (g: Columns<typeof garages>, a: Columns<typeof areas>) => sql`${a.code} = ${g.areaCode}` })
  area(): Area | null {
    return compiled();
  }
}

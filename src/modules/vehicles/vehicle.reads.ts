import { sql } from "drizzle-orm";
import { Arg, Args, Field, ID, InputType, Query, Resolver } from "type-graphql";
import { AppError } from "../../platform/errors/app-error.ts";
import { PageArgs } from "../../platform/graphql/connection.ts";
import { describeEnum } from "../../platform/graphql/describe-enum.ts";
import { DateScalar } from "../../platform/graphql/scalars.ts";
import { allOf, when } from "../../platform/read/conditions.ts";
import { Access, compiled, Read, type Args as Arguments, type Columns } from "../../platform/read/entity.ts";
import { isWithin } from "../areas/graphql.ts";
import { normaliseRegistration, normaliseVin } from "../identifiers/index.ts";
import { CountryCode, FuelType, VehicleCategory, VehicleUsage } from "../vocabulary/graphql.ts";
import type { CountryCode as Country } from "../vocabulary/index.ts";
import { vehicles } from "./vehicle.table.ts";
import { Vehicle, VehicleConnection } from "./vehicle.type.ts";

type VehicleColumns = Columns<typeof vehicles>;

@InputType({
  description: "Which vehicles to list. Fields that are absent or null do not filter; all others must hold.",
})
export class VehicleFilter {
  @Access(null)
  @Field(() => CountryCode, { nullable: true, description: "Registered in this country." })
  country?: string | null;

  @Access(null)
  @Field(() => String, { nullable: true, description: "Of this make; upper and lower case are the same." })
  make?: string | null;

  @Access(null)
  @Field(() => String, { nullable: true, description: "Of this model; upper and lower case are the same." })
  model?: string | null;

  @Access(null)
  @Field(() => String, { nullable: true, description: "In the area of this code or below it." })
  area?: string | null;

  @Access(null)
  @Field(() => VehicleCategory, {
    nullable: true,
    description: "Of this EU class, for example M1: passenger cars.",
  })
  category?: string | null;

  @Access(null)
  @Field(() => VehicleUsage, { nullable: true, description: "Used so." })
  usage?: string | null;

  @Access(null)
  @Field(() => FuelType, { nullable: true, description: "Propelled so." })
  fuel?: string | null;

  @Access(null)
  @Field(() => DateScalar, { nullable: true, description: "First registered on this day or later." })
  firstRegisteredFrom?: string | null;

  @Access(null)
  @Field(() => DateScalar, { nullable: true, description: "First registered on this day or earlier." })
  firstRegisteredUntil?: string | null;

  @Access("vehicles:identify")
  @Field(() => String, {
    nullable: true,
    description: "With exactly this registration mark; separators do not count.",
  })
  registration?: string | null;
}

export const VehicleOrder = describeEnum(
  ["MAKE_MODEL", "RECENTLY_UPDATED"] as const,
  "VehicleOrder",
  "Order of a list of vehicles.",
  {
    MAKE_MODEL: "By make, then model.",
    RECENTLY_UPDATED: "Last changed first.",
  },
);

const upper = (text: string) => text.toUpperCase();

function filtered(v: VehicleColumns, args: Arguments) {
  return allOf(
    when(args("filter", "country"), (country) => sql`${v.country} = ${country}`),
    when(args.map(upper, "filter", "make"), (make) => sql`${v.make} = ${make}`),
    when(args.map(upper, "filter", "model"), (model) => sql`${v.model} = ${model}`),
    isWithin(v.areaCode, args, "filter", "area"),
    when(args("filter", "category"), (category) => sql`${v.category} = ${category}`),
    when(args("filter", "usage"), (usage) => sql`${v.usage} = ${usage}`),
    when(args("filter", "fuel"), (fuel) => sql`${v.fuel} = ${fuel}`),
    when(args("filter", "firstRegisteredFrom"), (day) => sql`${v.firstRegisteredOn} >= ${day}::date`),
    when(args("filter", "firstRegisteredUntil"), (day) => sql`${v.firstRegisteredOn} <= ${day}::date`),
    when(args.map(compact, "filter", "registration"), (mark) => sql`${v.registration} = ${mark}`),
  );
}

/** Without the country a mark cannot be checked against its form; it either equals a stored one or finds nothing. */
const compact = (mark: string) => mark.toUpperCase().replaceAll(/[\s.-]/g, "");

function refused(
  argument: string,
  { code, reason }: { readonly code: string; readonly reason: string },
): AppError {
  return new AppError("BAD_USER_INPUT", `${argument} ${reason}.`, { argument, reason: code });
}

interface RegistrationArgs {
  readonly country: Country;
  readonly registration: string;
}

/** @throws {AppError} BAD_USER_INPUT when no registration mark can look like that */
function requireRegistration({ country, registration }: RegistrationArgs): void {
  const read = normaliseRegistration(country, registration);
  if (!read.ok) throw refused("registration", read);
}

/** @throws {AppError} BAD_USER_INPUT when a mark to filter by has a character that no stored one has */
function requireMark({ filter }: { readonly filter?: VehicleFilter | null }): void {
  const mark = filter?.registration;
  if (mark == null || /^[A-Z0-9]*$/.test(compact(mark))) return;
  const reason = "holds a character that no mark is stored with";
  throw refused("filter.registration", { code: "INVALID_REGISTRATION", reason });
}

/** @throws {AppError} BAD_USER_INPUT when no VIN can look like that */
function requireVin({ vin }: { readonly vin: string }): void {
  const read = normaliseVin(vin);
  if (!read.ok) throw refused("vin", read);
}

function normalised({ country, registration }: RegistrationArgs): string | null {
  const read = normaliseRegistration(country, registration);
  return read.ok ? read.registration : null;
}

function normalisedVin(vin: string): string | null {
  const read = normaliseVin(vin);
  return read.ok ? read.vin : null;
}

@Resolver()
export class VehicleReads {
  @Query(() => Vehicle, { nullable: true, description: "One vehicle; null where the id is unknown to you." })
  @Read({ where: (v: VehicleColumns, args) => sql`${v.id} = ${args.id("Vehicle", "id")}` })
  vehicle(
    @Arg("id", () => ID, { description: "As this API gave it to your partner." }) _id: string,
  ): Vehicle | null {
    return compiled();
  }

  @Query(() => Vehicle, {
    nullable: true,
    description: "The vehicle that bears a registration mark now; null where none that you may see does.",
  })
  @Read({
    scope: "vehicles:identify",
    check: requireRegistration,
    where: (v: VehicleColumns, args) =>
      sql`${v.country} = ${args("country")} and ${v.registration} = ${args.map(normalised)}`,
  })
  vehicleByRegistration(
    @Arg("country", () => CountryCode, { description: "Country that issued the mark." }) _country: string,
    @Arg("registration", () => String, {
      description: "The mark; spaces, dots, hyphens and case do not count.",
    })
    _registration: string,
  ): Vehicle | null {
    return compiled();
  }

  @Query(() => Vehicle, {
    nullable: true,
    description:
      "The vehicle with a VIN, the one changed last where registers of two countries know it; else null.",
  })
  @Read({
    scope: "vehicles:identify",
    check: requireVin,
    where: (v: VehicleColumns, args) => sql`${v.vin} = ${args.map(normalisedVin, "vin")}`,
    orders: { default: { by: (v: VehicleColumns) => [v.updatedAt, v.id], descending: true } },
  })
  vehicleByVin(
    @Arg("vin", () => String, { description: "ISO 3779, or a shorter chassis number from before 1981." })
    _vin: string,
  ): Vehicle | null {
    return compiled();
  }

  @Query(() => VehicleConnection, { description: "Vehicles in your contract." })
  @Read({
    check: requireMark,
    where: filtered,
    orders: {
      default: { by: (v: VehicleColumns) => [v.make, v.model, v.id] },
      RECENTLY_UPDATED: { by: (v: VehicleColumns) => [v.updatedAt, v.id], descending: true },
    },
  })
  vehicles(
    @Args(() => PageArgs) _page: PageArgs,
    @Arg("filter", () => VehicleFilter, { nullable: true, description: "Which ones; all without it." })
    _filter?: VehicleFilter | null,
    @Arg("orderBy", () => VehicleOrder, { nullable: true, description: "MAKE_MODEL when absent or null." })
    _orderBy?: string | null,
  ): object {
    return compiled();
  }
}

import { Arg, Ctx, Field, ID, InputType, Mutation, ObjectType, Resolver } from "type-graphql";
import { AppError } from "../../platform/errors/app-error.ts";
import type { Outcome, UserError } from "../../platform/errors/outcome.ts";
import type { RequestContext } from "../../platform/graphql/context.ts";
import { givenFields } from "../../platform/graphql/given-fields.ts";
import { UserErrorType, USER_ERRORS_DESCRIPTION } from "../../platform/graphql/user-error.ts";
import { Access } from "../../platform/read/entity.ts";
import { DemandFilter } from "../demand/graphql.ts";
import { GarageFilter } from "../garages/graphql.ts";
import { InspectionFilter } from "../inspections/graphql.ts";
import { IntentSignalFilter } from "../signals/graphql.ts";
import { VehicleFilter } from "../vehicles/graphql.ts";
import type * as tables from "./export.table.ts";
import { Export, ExportDataset, ExportFormat } from "./export.type.ts";

@InputType({
  description:
    "Which rows to export: as the dataset's own list takes it, in the field of that dataset and no other.",
})
export class ExportFilter {
  @Access("vehicles:read")
  @Field(() => VehicleFilter, {
    nullable: true,
    description: "For VEHICLES. `registration` is refused: one vehicle is looked up.",
  })
  vehicles?: VehicleFilter | null;

  @Access("inspections:read")
  @Field(() => InspectionFilter, {
    nullable: true,
    description: "Taken with the dataset INSPECTIONS alone, as its list takes it.",
  })
  inspections?: InspectionFilter | null;

  @Access("garages:read")
  @Field(() => GarageFilter, {
    nullable: true,
    description: "Taken with the dataset GARAGES alone, as its list takes it.",
  })
  garages?: GarageFilter | null;

  @Access("signals:read")
  @Field(() => IntentSignalFilter, {
    nullable: true,
    description: "Taken with the dataset INTENT_SIGNALS alone, as its list takes it.",
  })
  intentSignals?: IntentSignalFilter | null;

  @Access("demand:read")
  @Field(() => DemandFilter, {
    nullable: true,
    description:
      "Taken with the dataset DEMAND alone. `areaLevel` keeps areas of that level; without it, there are those of every level. Narrowed to weeks, numbers of all weeks together are left out.",
  })
  demand?: DemandFilter | null;
}

@Access("exports:run")
@ObjectType({ simpleResolvers: true, description: "What became of an export." })
export class ExportPayload {
  @Field(() => Export, { nullable: true, description: "The export as it is now; null where refused." })
  export!: string | null;

  @Field(() => [UserErrorType], { description: USER_ERRORS_DESCRIPTION })
  userErrors!: readonly UserError[];
}

const payload = ({ value, userErrors }: Outcome<string>): ExportPayload => ({ export: value, userErrors });

const FILTER_OF: Readonly<Record<tables.ExportDataset, keyof ExportFilter>> = {
  VEHICLES: "vehicles",
  INSPECTIONS: "inspections",
  GARAGES: "garages",
  INTENT_SIGNALS: "intentSignals",
  DEMAND: "demand",
};

/** @throws {AppError} BAD_USER_INPUT where the filter is another dataset's */
function filterOf(
  dataset: tables.ExportDataset,
  filter: ExportFilter | null | undefined,
): Readonly<Record<string, unknown>> | null {
  const given = Object.entries(givenFields(filter ?? {}));
  const own = FILTER_OF[dataset];
  const [stray] = given.find(([name]) => name !== own) ?? [];
  if (stray !== undefined) {
    throw new AppError("BAD_USER_INPUT", `filter.${stray} is for another dataset than ${dataset}.`, {
      argument: `filter.${stray}`,
    });
  }
  const [, value] = given[0] ?? [];
  // As JSON, which is how it is kept: instants become text again.
  return value === undefined
    ? null
    : (JSON.parse(JSON.stringify(givenFields(value))) as Record<string, unknown>);
}

@Resolver()
export class ExportMutations {
  @Access("exports:run")
  @Mutation(() => ExportPayload, {
    description:
      "Has rows of a dataset written into files by a worker: every row of your contract that the filter lets pass, at one moment, with the columns that your scopes open. Needs the dataset's own scopes too. At most 5 of your exports wait or run at a time; files are kept for a week.",
  })
  async startExport(
    @Arg("dataset", () => ExportDataset, { description: "What to export." }) dataset: tables.ExportDataset,
    @Arg("format", () => ExportFormat, { description: "How to write it." }) format: tables.ExportFormat,
    @Ctx() { principal, services }: RequestContext,
    @Arg("filter", () => ExportFilter, {
      nullable: true,
      description: "Which rows; everything in your contract when absent or null.",
    })
    filter?: ExportFilter | null,
  ): Promise<ExportPayload> {
    const given = filterOf(dataset, filter);
    return payload(await services.exports.startExport(principal, { dataset, format, filter: given }));
  }

  @Access("exports:run")
  @Mutation(() => ExportPayload, {
    description: "Ends an export that waits or runs; nothing of it is kept. Doing so again changes nothing.",
  })
  async cancelExport(
    @Arg("id", () => ID, { description: "As this API gave it to your partner." }) id: string,
    @Ctx() { principal, services }: RequestContext,
  ): Promise<ExportPayload> {
    return payload(await services.exports.cancelExport(principal, principal.ids.decode("X", id)));
  }
}

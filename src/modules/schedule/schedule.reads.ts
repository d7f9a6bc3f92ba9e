import { Arg, Ctx, Query, Resolver } from "type-graphql";
import { AppError } from "../../platform/errors/app-error.ts";
import type { RequestContext } from "../../platform/graphql/context.ts";
import { Access } from "../../platform/read/entity.ts";
import { inspectionDue } from "./inspection-due.ts";
import type { Region, ScheduleInput } from "./schedule.types.ts";
import { InspectionDueType, InspectionScheduleInput, type RegionCode } from "./schedule.type.ts";

const REGION_OF: Readonly<Record<RegionCode, Region>> = {
  GB_NIR: "GB-NIR",
  BE_VLG: "BE-VLG",
  BE_WAL: "BE-WAL",
  BE_BRU: "BE-BRU",
};

/** Figures beyond which no vehicle is, km and kg. */
const MOST = { odometerKm: 9_999_999, grossMassKg: 200_000 } as const;

/** @throws {AppError} BAD_USER_INPUT naming the figure that no vehicle has */
function requirePossible(input: InspectionScheduleInput): void {
  for (const [name, most] of Object.entries(MOST)) {
    const value = input[name as keyof typeof MOST];
    if (value == null || (value >= 0 && value <= most)) continue;
    throw new AppError("BAD_USER_INPUT", `${name} must be between 0 and ${most}.`, {
      argument: `input.${name}`,
      min: 0,
      max: most,
    });
  }
}

@Resolver()
export class ScheduleReads {
  @Access(null)
  @Query(() => InspectionDueType, {
    description:
      "The rule engine for any vehicle, known to us or not: when its next inspection is due, and why. Needs no scope.",
  })
  inspectionSchedule(
    @Arg("input", () => InspectionScheduleInput, { description: "What is known of the vehicle." })
    input: InspectionScheduleInput,
    @Ctx() { today }: RequestContext,
  ): InspectionDueType {
    requirePossible(input);
    const { ruleSet, asOf, region, firstRegisteredOn = null, ...facts } = input;
    const question: ScheduleInput = {
      ...facts,
      firstRegisteredOn,
      region: region == null ? null : REGION_OF[region],
    };
    return inspectionDue(question, asOf ?? today, { ruleSet });
  }
}

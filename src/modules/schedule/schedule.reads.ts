import { Arg, Ctx, Query, Resolver } from "type-graphql";
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
    const { ruleSet, asOf, region, firstRegisteredOn = null, ...facts } = input;
    const question: ScheduleInput = {
      ...facts,
      firstRegisteredOn,
      region: region == null ? null : REGION_OF[region],
    };
    return inspectionDue(question, asOf ?? today, { ruleSet });
  }
}

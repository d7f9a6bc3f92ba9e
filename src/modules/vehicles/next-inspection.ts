import { FieldResolver, Resolver } from "type-graphql";
import { compiled, ComputedBy } from "../../platform/read/entity.ts";
import { InspectionDueType } from "../schedule/graphql.ts";
import { nextInspection, SCHEDULE_COLUMNS, type ScheduleRow } from "./inspections-owed.ts";
import { Vehicle } from "./vehicle.type.ts";

@Resolver(() => Vehicle)
export class VehicleNextInspection {
  @FieldResolver(() => InspectionDueType, {
    nullable: true,
    description:
      "When the law wants its next inspection, and why; UNKNOWN with the reason where that cannot be told.",
  })
  @ComputedBy({
    needs: SCHEDULE_COLUMNS,
    // Belgium's rules turn on one distance; the day that follows does not give the reading away.
    exact: ["odometerKm"],
    // Choosing among the rules takes longer than reading the row.
    work: 1,
    value: (row: ScheduleRow, { today }) => nextInspection(row, today),
  })
  nextInspection(): InspectionDueType | null {
    return compiled();
  }
}

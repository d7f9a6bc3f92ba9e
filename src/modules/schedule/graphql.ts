/** Due dates in the schema. */
export { ScheduleReads } from "./schedule.reads.ts";
export { DateWindow, InspectionDueType } from "./schedule.type.ts";

/** When a stored vehicle must be inspected next. */
export { nextInspection, SCHEDULE_COLUMNS, type ScheduleRow } from "./next-inspection.ts";

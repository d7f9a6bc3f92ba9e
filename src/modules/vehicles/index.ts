/** When a stored vehicle must be inspected next. */
export {
  inspectionsOwed,
  nextInspection,
  SCHEDULE_COLUMNS,
  scheduleInputOf,
  type ScheduleRow,
} from "./inspections-owed.ts";
/** What is taken from its row when its identity is erased. */
export { eraseVehicleIdentity } from "./erase-vehicle.ts";

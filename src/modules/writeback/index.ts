/**
 * What partners write back: vehicles, inspections, garages, repair orders and drivers' requests, by the same rules as
 * files are read by.
 */
export { openWriteBack } from "./open-write-back.ts";

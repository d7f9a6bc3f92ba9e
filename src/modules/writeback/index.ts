/** What partners write back: vehicles, inspections and garages, by the same rules as files are read by. */
export { openWriteBack } from "./open-write-back.ts";

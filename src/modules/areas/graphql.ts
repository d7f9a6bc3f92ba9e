/** Areas in the schema, and the filter that every list of placed things has. */
export { Area, AreaReads, isWithin } from "./area.type.ts";

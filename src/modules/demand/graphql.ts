/** Demand, its forecast and vehicles in operation in the schema. */
export { DemandReads } from "./reads/demand.reads.ts";
export { ForecastReads } from "./reads/forecast.reads.ts";
export { OperationReads } from "./reads/operation.reads.ts";
export { DemandFilter } from "./reads/demand.type.ts";
/** For bulk exports: its arguments are the schema's. */
export { requirePeriod } from "./reads/demand.reads.ts";
export { openPublishedRows, PUBLISHED_COLUMNS, type PublishedRows } from "./reads/published-rows.ts";

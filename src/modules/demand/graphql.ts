/** Demand, its forecast and vehicles in operation in the schema. */
export { DemandReads } from "./reads/demand.reads.ts";
export { ForecastReads } from "./reads/forecast.reads.ts";
export { OperationReads } from "./reads/operation.reads.ts";

/** Vehicles, inspections, garages, repair orders and drivers' requests as partners write them. */
export { IntentMutations } from "./intent.mutations.ts";
export { RepairOrderMutations } from "./repair-order.mutations.ts";
export { WriteBackMutations } from "./write-back.mutations.ts";

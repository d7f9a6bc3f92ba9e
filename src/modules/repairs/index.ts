/** Repair orders: what garages did to a vehicle, with which parts, and what it cost. */
export { eraseRepairs } from "./erase-repairs.ts";
export type { RepairLineRow, RepairOrderRow } from "./repair-order.table.ts";
export { storeRepairOrders, type NewRepairOrder, type StoredResult } from "./store-repair-orders.ts";

import type { Principal } from "../../platform/auth/principal.ts";
import { declareIntent } from "./declare-intent.service.ts";
import type { WriteOptions } from "./items.ts";
import type { WriteBackDeps } from "./write-batch.ts";
import type { NamedInput } from "./name-vehicles.ts";
import { recordRepairOrders } from "./write-repairs.service.ts";
import { recordInspections, upsertVehicles } from "./write-vehicles.service.ts";
import { upsertGarages } from "./write-garages.service.ts";

export type WriteBack = ReturnType<typeof openWriteBack>;

export function openWriteBack(deps: WriteBackDeps) {
  return {
    vehicles: (
      asker: Principal,
      items: readonly Readonly<Record<string, unknown>>[],
      options: WriteOptions,
    ) => upsertVehicles(deps, asker, items, options),
    garages: (asker: Principal, items: readonly Readonly<Record<string, unknown>>[], options: WriteOptions) =>
      upsertGarages(deps, asker, items, options),
    inspections: (asker: Principal, items: readonly NamedInput[], options: WriteOptions) =>
      recordInspections(deps, asker, items, options),
    repairOrders: (asker: Principal, items: readonly NamedInput[], options: WriteOptions) =>
      recordRepairOrders(deps, asker, items, options),
    intents: (asker: Principal, items: readonly NamedInput[], options: WriteOptions) =>
      declareIntent(deps, asker, items, options),
  };
}

declare module "../../platform/graphql/context.ts" {
  interface Services {
    readonly writeBack: WriteBack;
  }
}

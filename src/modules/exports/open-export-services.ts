import type { Principal } from "../../platform/auth/principal.ts";
import { cancelExport, startExport, type ExportDeps, type StartExportInput } from "./start-export.service.ts";

/** Bulk exports. */
export type ExportServices = ReturnType<typeof openExportServices>;

export function openExportServices(deps: ExportDeps) {
  return {
    startExport: (asker: Principal, input: StartExportInput) => startExport(deps, asker, input),
    cancelExport: (asker: Principal, id: string | null) => cancelExport(deps, asker, id),
  };
}

declare module "../../platform/graphql/context.ts" {
  interface Services {
    readonly exports: ExportServices;
  }
}

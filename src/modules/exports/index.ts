/** Bulk exports: rows of a dataset in files, made by a worker, kept for a week. */
import type pg from "pg";
import { removeStrays } from "./export-folder.ts";
import { expireExports, listFolders } from "./export.repository.ts";

export { buildExport, type BuildDeps, type Manifest } from "./build-export.ts";
export { exportFileRoutes, type ExportFilesDeps } from "./export-files.routes.ts";
export { BUILD_EXPORT, EXPIRE_EXPORTS, REVISE_EXPORTS } from "./export-jobs.ts";
export { openExportServices, type ExportServices } from "./open-export-services.ts";
export { eraseFromExports, reviseExports, withdrawFromExports } from "./revise-exports.ts";

/** Lets go what is past its time, files first of all, and what killed workers left behind. */
export async function cleanExports(pool: pg.Pool, folder: string, now: Date): Promise<void> {
  await expireExports(pool, now);
  await removeStrays(folder, (ids) => listFolders(pool, ids));
}

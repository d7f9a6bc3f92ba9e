import { readFile, rename, writeFile } from "node:fs/promises";
import path from "node:path";
import type pg from "pg";
import type { Eraser } from "../consents/index.ts";
import type { IdCodec } from "../../platform/read/ids.ts";
import type { JobSender } from "../../platform/jobs/job-sender.ts";
import { rowsOf, type Manifest } from "./build-export.ts";
import { attemptFolder, MANIFEST } from "./export-folder.ts";
import { REVISE_EXPORTS } from "./export-jobs.ts";
import { listRevising, publishRevised, requireRemoval } from "./export.repository.ts";
import type { ExportFile } from "./export.table.ts";
import { removeRows } from "./remove-vehicles.ts";

/**
 * Takes an erased vehicle out of every partner's files. From this transaction on, nobody is given a file that holds it;
 * the files come back without it once they are revised.
 */
export const eraseFromExports =
  (jobs: JobSender): Eraser =>
  async (client, vehicleId) => {
    if (await requireRemoval(client, vehicleId, null)) await jobs.send(client, REVISE_EXPORTS, {});
  };

/** The same for the files of one partner, whose driver took a consent back. */
export const withdrawFromExports =
  (jobs: JobSender) =>
  async (client: pg.ClientBase, vehicleId: string, partnerId: string): Promise<void> => {
    if (await requireRemoval(client, vehicleId, partnerId)) await jobs.send(client, REVISE_EXPORTS, {});
  };

export interface ReviseDeps {
  /** Works as kimberlite_worker. */
  readonly pool: pg.Pool;
  readonly folder: string;
  /** Ids as a partner knows them. */
  readonly idsOf: (partnerId: string) => IdCodec;
}

/** Revises all files that have to be. Stopped in the middle and begun anew, it comes to the same. */
export async function reviseExports({ pool, folder, idsOf }: ReviseDeps, signal: AbortSignal): Promise<void> {
  for (const revised of await listRevising(pool)) {
    signal.throwIfAborted();
    const ids = idsOf(revised.partnerId);
    const own = attemptFolder(folder, revised);
    const unwanted = revised.removedVehicleIds.map((id) => ids.encode("V", id));
    const files = await removeRows(own, revised.files, unwanted);
    await reviseManifest(own, files);
    // Where somebody else is to be taken out since, the export stays hidden and another job waits already.
    await publishRevised(pool, {
      ...revised,
      files,
      rows: rowsOf(files),
      removed: revised.removedVehicleIds.length,
    });
  }
}

async function reviseManifest(folder: string, files: readonly ExportFile[]): Promise<void> {
  const place = path.join(folder, MANIFEST);
  const manifest = JSON.parse(await readFile(place, "utf8")) as Manifest;
  const bytes = files.reduce((sum, file) => sum + file.bytes, 0);
  await writeFile(
    `${place}.draft`,
    `${JSON.stringify({ ...manifest, rows: rowsOf(files), bytes, files }, null, 2)}\n`,
  );
  await rename(`${place}.draft`, place);
}

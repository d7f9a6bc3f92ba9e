import type { GraphQLSchema } from "graphql";
import type pg from "pg";
import type { Principal } from "../../platform/auth/principal.ts";
import { inTransaction } from "../../platform/db/transaction.ts";
import { uuidV7 } from "../../platform/db/uuid-v7.ts";
import { done, refusal, type Outcome } from "../../platform/errors/outcome.ts";
import type { JobSender } from "../../platform/jobs/job-sender.ts";
import { LIMITS } from "../../platform/limits.ts";
import { DATASETS, type DatasetFilter } from "./datasets.ts";
import { BUILD_EXPORT } from "./export-jobs.ts";
import { cancel, countOpen, insertExport } from "./export.repository.ts";
import type { ExportDataset, ExportFormat } from "./export.table.ts";

export interface ExportDeps {
  /** Works as kimberlite_worker. */
  readonly pool: pg.Pool;
  readonly schema: GraphQLSchema;
  readonly jobs: JobSender;
  readonly now: () => Date;
}

export interface StartExportInput {
  readonly dataset: ExportDataset;
  readonly format: ExportFormat;
  readonly filter: DatasetFilter;
}

/**
 * Has an export made by a worker. The dataset's own scopes and checks count as if its rows were asked for here and now.
 * @returns its UUID
 * @throws {AppError} MISSING_SCOPE, BAD_USER_INPUT
 */
export async function startExport(
  { pool, schema, jobs, now }: ExportDeps,
  asker: Principal,
  { dataset, format, filter }: StartExportInput,
): Promise<Outcome<string>> {
  DATASETS[dataset].require(schema, asker, filter);
  const { partnerId, clientId } = asker;
  return inTransaction(pool, async (client): Promise<Outcome<string>> => {
    if ((await countOpen(client, partnerId)) >= LIMITS.openExports) {
      return refusal(
        "CONFLICT",
        null,
        `${LIMITS.openExports} of your exports wait or run already: wait for one, or cancel it.`,
      );
    }
    const id = uuidV7();
    const scopes = [...asker.scopes];
    await insertExport(client, {
      id,
      partnerId,
      clientId,
      dataset,
      format,
      filter,
      scopes,
      requestedAt: now(),
    });
    await jobs.send(client, BUILD_EXPORT, { exportId: id });
    return done(id);
  });
}

/** Ends an export of the asker's partner that is not over. @param id null where the one that was sent is none */
export async function cancelExport(
  { pool, now }: ExportDeps,
  { partnerId }: Principal,
  id: string | null,
): Promise<Outcome<string>> {
  const before = id && (await inTransaction(pool, (client) => cancel(client, id, partnerId, now())));
  if (id === null || before === null) return refusal("NOT_FOUND", "id", "You have no such export.");
  if (before === "QUEUED" || before === "RUNNING" || before === "CANCELLED") return done(id);
  return refusal("CONFLICT", "id", `It is over: ${before}.`);
}

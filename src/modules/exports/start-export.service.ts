import type { GraphQLSchema } from "graphql";
import type pg from "pg";
import type { Principal } from "../../platform/auth/principal.ts";
import { inTransaction } from "../../platform/db/transaction.ts";
import { uuidV7 } from "../../platform/db/uuid-v7.ts";
import { AppError } from "../../platform/errors/app-error.ts";
import { done, refusal, type Outcome } from "../../platform/errors/outcome.ts";
import { requireList, withinScopes } from "../../platform/graphql/every-row.ts";
import type { JobSender } from "../../platform/jobs/job-sender.ts";
import { LIMITS } from "../../platform/limits.ts";
import { DATASETS } from "./datasets.ts";
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
  /** As the list's own argument `filter` takes it, in JSON; null: everything in the contract. */
  readonly filter: Readonly<Record<string, unknown>> | null;
}

/**
 * Has an export made by a worker. The list's own scopes and checks count as if it were asked for here and now.
 * @returns its UUID
 * @throws {AppError} MISSING_SCOPE, BAD_USER_INPUT
 */
export async function startExport(
  { pool, schema, jobs, now }: ExportDeps,
  asker: Principal,
  { dataset, format, filter }: StartExportInput,
): Promise<Outcome<string>> {
  requireDataset(schema, asker, dataset, filter);
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

function requireDataset(
  schema: GraphQLSchema,
  asker: Principal,
  dataset: ExportDataset,
  filter: StartExportInput["filter"],
): void {
  const facts = DATASETS[dataset];
  if (facts === undefined) throw new Error(`${dataset} is no dataset of rows`);
  if (facts.isOfVehicles && !asker.scopes.has("vehicles:read")) {
    const path = `startExport(dataset: ${dataset})`;
    throw new AppError("MISSING_SCOPE", `${path} needs the scope vehicles:read: its rows name vehicles.`, {
      missing: ["vehicles:read"],
      granted: [...asker.scopes],
      path,
    });
  }
  if (filter !== null && "registration" in filter) {
    // Also keeps plates out of the table of exports.
    throw new AppError(
      "BAD_USER_INPUT",
      "One vehicle is looked up, not exported: filter by something else.",
      {
        argument: "filter.vehicles.registration",
      },
    );
  }
  const document = withinScopes(schema, facts.document, asker.scopes);
  requireList(schema, asker, { document, variables: { filter } });
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

import { createHash } from "node:crypto";
import { consentRules } from "../modules/consents/index.ts";
import {
  BUILD_EXPORT,
  buildExport,
  cleanExports,
  EXPIRE_EXPORTS,
  REVISE_EXPORTS,
  reviseExports,
  type BuildDeps,
} from "../modules/exports/index.ts";
import { handledBy, type HandledJob } from "../platform/jobs/job.ts";
import { createSchema, printContract } from "./schema.ts";
import type { WorkerDeps } from "./worker-deps.ts";

/** Bulk exports, and what becomes of their files. */
export function exportJobs(deps: WorkerDeps): readonly HandledJob[] {
  const { pool, now, config, partners } = deps;
  const folder = config.exportsDir;
  // Building the schema takes a moment that a worker without exports need not spend.
  let build: BuildDeps | undefined;
  return [
    handledBy(BUILD_EXPORT, (data, attempt) => buildExport((build ??= buildDeps(deps)), data, attempt)),
    handledBy(REVISE_EXPORTS, (_data, { signal }) =>
      reviseExports({ pool, folder, idsOf: partners.idsOf }, signal),
    ),
    handledBy(EXPIRE_EXPORTS, () => cleanExports(pool, folder, now())),
  ];
}

function buildDeps({ pool, readPool, accessLog, now, config, partners }: WorkerDeps): BuildDeps {
  const schema = createSchema();
  return {
    pool,
    reads: { pool: readPool, now, identityRules: consentRules, accessLog },
    schema,
    schemaVersion: createHash("sha256").update(printContract(schema)).digest("hex").slice(0, 16),
    folder: config.exportsDir,
    now,
    findPrincipal: partners.findPrincipal,
  };
}

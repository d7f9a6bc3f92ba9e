import staticFiles from "@fastify/static";
import type { FastifyInstance, FastifyRequest } from "fastify";
import type pg from "pg";
import type { Principal } from "../../platform/auth/principal.ts";
import { AppError } from "../../platform/errors/app-error.ts";
import { contractText } from "./build-export.ts";
import { attemptFolder, MANIFEST } from "./export-folder.ts";
import { findKept } from "./export.repository.ts";

export interface ExportFilesDeps {
  /** Works as kimberlite_worker. */
  readonly pool: pg.Pool;
  readonly folder: string;
  readonly now: () => Date;
  /** @throws {AppError} UNAUTHENTICATED */
  readonly authenticate: (request: FastifyRequest) => Promise<Principal>;
}

interface Address {
  Params: { readonly id: string; readonly file: string };
}

const NOTHING_HERE = "There is no such file, or it is not yours.";

/**
 * `GET /exports/{id}/{file}`: a file of one's own partner's export, whole or in ranges (RFC 9110), by any client that
 * holds the scopes of the one that asked for it.
 */
export async function exportFileRoutes(app: FastifyInstance, deps: ExportFilesDeps): Promise<void> {
  await app.register(staticFiles, { serve: false, cacheControl: false });
  app.get<Address>("/exports/:id/:file", async (request, reply) => {
    const principal = await deps.authenticate(request);
    Object.assign(request.logFacts, { clientId: principal.clientId, partnerId: principal.partnerId });
    const { folder, type } = await findFile(deps, principal, request.params);
    return reply
      .type(type)
      .header("content-disposition", `attachment; filename="${request.params.file}"`)
      .sendFile(request.params.file, folder, { contentType: false, cacheControl: false, dotfiles: "deny" });
  });
}

const TYPES: Readonly<Record<string, string>> = {
  CSV: "text/csv; charset=utf-8; header=present",
  NDJSON: "application/x-ndjson",
};

async function findFile(
  { pool, folder, now }: ExportFilesDeps,
  principal: Principal,
  { id, file }: Address["Params"],
): Promise<{ folder: string; type: string }> {
  const uuid = principal.ids.decode("X", id);
  const kept = uuid === null ? null : await findKept(pool, uuid, principal.partnerId, now());
  const names = kept === null ? [] : [MANIFEST, ...kept.files.map(({ name }) => name)];
  if (kept === null || !names.includes(file)) throw new AppError("NOT_FOUND", NOTHING_HERE);
  const missing = kept.scopes.filter((scope) => !principal.scopes.has(scope));
  if (missing.length > 0) {
    const message = "This token carries fewer scopes than the one that asked for the export.";
    throw new AppError("MISSING_SCOPE", message, { missing, granted: [...principal.scopes] });
  }
  if (kept.contract !== contractText(principal)) {
    throw new AppError("FORBIDDEN", "The contract has changed since: start the export anew.");
  }
  if (kept.status === "REVISING") {
    const message = "A vehicle is being taken out of these files. Try again in a moment.";
    throw new AppError("OVERLOADED", message, { retryAfterMs: 5000 });
  }
  return {
    folder: attemptFolder(folder, kept),
    type: file === MANIFEST ? "application/json; charset=utf-8" : (TYPES[kept.format] ?? ""),
  };
}

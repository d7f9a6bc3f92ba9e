import type pg from "pg";
import type { PartnerServices } from "../modules/partners/index.ts";
import type { AccessLog } from "../platform/access-log/access-log.ts";
import type { Runtime } from "./runtime.ts";

/** What jobs stand on. */
export interface WorkerDeps extends Runtime {
  /** As kimberlite_worker; statements end after a minute. */
  readonly pool: pg.Pool;
  /** As kimberlite_worker, without an end to statements: for work on everything there is. */
  readonly bulkPool: pg.Pool;
  readonly partners: PartnerServices;
  /** As kimberlite_api, for reading as a partner does. */
  readonly readPool: pg.Pool;
  readonly accessLog: AccessLog;
}

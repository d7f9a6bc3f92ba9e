import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from "prom-client";

/** Connections of one pool, as `pg.Pool` counts them. */
interface CountedPool {
  readonly totalCount: number;
  readonly idleCount: number;
  readonly waitingCount: number;
}

/** What this process counts. Labels are our own words (routes, codes, names of jobs): never a value of a caller. */
export interface Metrics {
  readonly registry: Registry;
  readonly requestSeconds: Histogram<"route" | "method" | "status">;
  readonly operations: Counter<"code">;
  readonly operationCost: Counter;
  readonly jobSeconds: Histogram<"job" | "outcome">;
  watchPool(name: string, pool: CountedPool): void;
}

const REQUEST_BUCKETS_S = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];
const JOB_BUCKETS_S = [0.01, 0.1, 0.5, 1, 5, 15, 60, 300, 1800];

/** Counters of one process, for Prometheus to read. */
export function createMetrics(): Metrics {
  const registry = new Registry();
  const registers = [registry];
  collectDefaultMetrics({ register: registry });
  const pools = new Map<string, CountedPool>();
  new Gauge({
    name: "kimberlite_database_connections",
    help: "Connections to PostgreSQL by pool: open, of these idle, and callers waiting for one.",
    labelNames: ["pool", "state"],
    registers,
    collect() {
      for (const [pool, { totalCount, idleCount, waitingCount }] of pools) {
        this.set({ pool, state: "open" }, totalCount);
        this.set({ pool, state: "idle" }, idleCount);
        this.set({ pool, state: "waiting" }, waitingCount);
      }
    },
  });
  return {
    registry,
    requestSeconds: new Histogram({
      name: "kimberlite_http_request_duration_seconds",
      help: "Time to answer a request, by route, method and status.",
      labelNames: ["route", "method", "status"],
      buckets: REQUEST_BUCKETS_S,
      registers,
    }),
    operations: new Counter({
      name: "kimberlite_operations_total",
      help: "GraphQL operations by the code of their first error; OK where there is none.",
      labelNames: ["code"],
      registers,
    }),
    operationCost: new Counter({
      name: "kimberlite_operation_cost_total",
      help: "Cost units that operations came to.",
      registers,
    }),
    jobSeconds: new Histogram({
      name: "kimberlite_job_duration_seconds",
      help: "Time a job of the worker took, by its name and outcome (done, failed).",
      labelNames: ["job", "outcome"],
      buckets: JOB_BUCKETS_S,
      registers,
    }),
    watchPool: (name, pool) => void pools.set(name, pool),
  };
}

import type { CostBudget } from "../budget/cost-budget.ts";
import type { KeyedOperation } from "../idempotency/keyed-operation.ts";
import type { UsageLog } from "../usage/usage-log.ts";
import type { Principal } from "../auth/principal.ts";

/**
 * What mutations call. Each module that has services declares its own here (`declare module`), and the app opens them:
 * so a resolver finds them typed, and the platform knows none of them.
 */
// eslint-disable-next-line @typescript-eslint/no-empty-object-type -- filled in by the modules
export interface Services {}

/** What one request carries through its execution. */
export interface RequestContext {
  readonly requestId: string;
  /** The domain's day, `YYYY-MM-DD`. */
  readonly today: string;
  readonly principal: Principal;
  readonly budget: CostBudget;
  readonly services: Services;
  readonly usage: UsageLog;
  /** Where its sender gave it a key: it is done once, however often it is sent. */
  readonly keyed: KeyedOperation | null;
  /** What the request log says of the operation: never a value of a variable. */
  readonly facts: OperationFacts;
}

export interface OperationFacts {
  operationName?: string | undefined;
  /** SHA-256 of the document, which may hold literals and so is not logged itself. */
  documentHash?: string | undefined;
  requestedCost?: number;
  /** Whether the requested cost was taken from the client's budget. */
  charged?: boolean;
  actualCost?: number;
  errorCodes?: readonly string[];
}

import type { ApolloServerPlugin } from "@apollo/server";
import { LIMITS } from "../limits.ts";
import type { RequestContext } from "../graphql/context.ts";

const { bucket, restorePerSecond } = LIMITS.cost;

/** Puts what an operation cost, and what is left, on its answer. */
export function budgetPlugin(): ApolloServerPlugin<RequestContext> {
  return {
    async requestDidStart({ contextValue }) {
      return {
        async willSendResponse({ response }) {
          const { facts, budget, principal } = contextValue;
          if (facts.requestedCost === undefined || response.body.kind !== "single") return;
          const { requestedCost: requested, actualCost: actual = requested, charged = false } = facts;
          const available = budget.refund(principal.clientId, charged ? Math.max(0, requested - actual) : 0);
          response.body.singleResult.extensions = {
            ...response.body.singleResult.extensions,
            cost: { requested, actual, available, restoreRate: restorePerSecond },
          };
          const fullAfterS = Math.ceil((bucket - available) / restorePerSecond);
          response.http.headers.set("ratelimit-policy", `"cost";q=${bucket};w=${bucket / restorePerSecond}`);
          response.http.headers.set("ratelimit", `"cost";r=${available};t=${fullAfterS}`);
        },
      };
    },
  };
}

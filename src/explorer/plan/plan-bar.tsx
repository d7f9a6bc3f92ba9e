import { useGraphiQL } from "@graphiql/react";
import { useEffect, useState } from "react";
import { SCOPE_MEANINGS } from "../session/scopes.data.ts";
import { useSession } from "../session/session.ts";
import { weigh, type Plan } from "./plan.ts";

/** After this long without a keystroke. */
const QUIET_MS = 350;

/** A plan, and what it is the plan of. */
interface Weighed {
  readonly plan: Plan | null;
  readonly query: string;
  readonly variables: string;
}

const NOTHING: Weighed = { plan: null, query: "", variables: "" };

/** The newest plan, and whether it is of what is in the editor now: it lags behind the keys by a moment. */
function usePlan(): { readonly plan: Plan | null; readonly isCurrent: boolean } {
  const [weighed, setWeighed] = useState(NOTHING);
  const clientId = useSession((session) => session.signedIn?.clientId);
  const [query, variables] = useGraphiQL(({ tabs, activeTabIndex }) => {
    const tab = tabs[activeTabIndex];
    return [tab?.query ?? "", tab?.variables ?? ""] as const;
  });
  useEffect(() => {
    if (clientId === undefined || query.trim() === "") return;
    let isCurrent = true;
    const timer = setTimeout(() => {
      void weigh(query, variables).then((plan) => {
        if (isCurrent) setWeighed({ plan, query, variables });
      });
    }, QUIET_MS);
    return () => {
      isCurrent = false;
      clearTimeout(timer);
    };
  }, [clientId, query, variables]);
  const isOfNothing = clientId === undefined || query.trim() === "";
  return {
    plan: isOfNothing ? null : weighed.plan,
    isCurrent: weighed.query === query && weighed.variables === variables,
  };
}

/** Before running: cost, scopes, and what this token will not be shown. */
export function PlanBar() {
  const { plan, isCurrent } = usePlan();
  if (plan === null) return null;
  const { requested, max, requiredScopes, missingScopes, maskedFields, errors } = plan;
  return (
    <section className="plan" aria-label="Plan" aria-busy={!isCurrent}>
      <span className={requested === null ? "plan-cost plan-none" : "plan-cost"}>
        {requested === null ? (
          "Cannot be run yet"
        ) : (
          <>
            Costs {requested.toLocaleString("en")} of {max.toLocaleString("en")}
          </>
        )}
      </span>
      {requiredScopes.map((scope) => (
        <ScopeChip key={scope} scope={scope} isMissing={missingScopes.includes(scope)} />
      ))}
      {maskedFields.length > 0 && (
        <span className="plan-masked" title={maskedFields.join(", ")}>
          Masked for this token: {maskedFields.join(", ")}
        </span>
      )}
      {errors[0] !== undefined && <span className="plan-error">{errors[0]}</span>}
    </section>
  );
}

function ScopeChip({ scope, isMissing }: { readonly scope: string; readonly isMissing: boolean }) {
  const meaning = SCOPE_MEANINGS[scope] ?? "";
  return (
    <span
      className={isMissing ? "scope-chip scope-missing" : "scope-chip"}
      title={isMissing ? `This token lacks it: ${meaning}` : meaning}
    >
      {isMissing ? "✕" : "✓"} {scope}
      <span className="visually-hidden">{isMissing ? " is missing" : " is granted"}</span>
    </span>
  );
}

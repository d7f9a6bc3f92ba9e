import { useGraphiQL } from "@graphiql/react";
import { useEffect, useState } from "react";
import { SCOPE_MEANINGS } from "../session/scopes.data.ts";
import { useSession } from "../session/session.ts";
import { weigh, type Plan } from "./plan.ts";

/** After this long without a keystroke. */
const QUIET_MS = 350;

/** The plan of what is in the editor, kept up to date while it is written. */
function usePlan(): Plan | null {
  const [plan, setPlan] = useState<Plan | null>(null);
  const clientId = useSession((session) => session.signedIn?.clientId);
  const [query, variables] = useGraphiQL(({ tabs, activeTabIndex }) => {
    const tab = tabs[activeTabIndex];
    return [tab?.query ?? "", tab?.variables ?? ""] as const;
  });
  useEffect(() => {
    if (clientId === undefined || query.trim() === "") return;
    let isCurrent = true;
    const timer = setTimeout(() => {
      void weigh(query, variables).then((weighed) => {
        if (isCurrent) setPlan(weighed);
      });
    }, QUIET_MS);
    return () => {
      isCurrent = false;
      clearTimeout(timer);
    };
  }, [clientId, query, variables]);
  return clientId === undefined || query.trim() === "" ? null : plan;
}

/** Before running: cost, scopes, and what this token will not be shown. */
export function PlanBar() {
  const plan = usePlan();
  if (plan === null) return null;
  const { requested, max, requiredScopes, missingScopes, maskedFields, errors } = plan;
  return (
    <section className="plan" aria-label="Plan">
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

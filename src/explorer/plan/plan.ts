import { sendSignedIn } from "../session/session.ts";

/** What an operation will cost and need, as the API reckons it without running it. */
export interface Plan {
  /** Null where the document cannot be run as it is. */
  readonly requested: number | null;
  readonly max: number;
  readonly requiredScopes: readonly string[];
  readonly missingScopes: readonly string[];
  /** `Vehicle.odometer`: shown to this token hidden or rounded, whichever vehicle it is. */
  readonly maskedFields: readonly string[];
  readonly errors: readonly string[];
}

const WEIGH = `query Weigh($document: String!, $variables: String) {
  operationCost(document: $document, variables: $variables) {
    requested max requiredScopes missingScopes maskedFields errors
  }
}`;

/** Null where the API did not answer the question, for instance while it is busy. */
export async function weigh(document: string, variables: string): Promise<Plan | null> {
  const given = { document, variables: variables.trim() === "" ? null : variables };
  const { result } = await sendSignedIn({ query: WEIGH, variables: given });
  return (result.data as { operationCost: Plan } | null | undefined)?.operationCost ?? null;
}

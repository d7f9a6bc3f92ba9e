import shipped from "./default-parameters.data.json" with { type: "json" };
import type { FailureParameters } from "./failure-parameters.ts";

/**
 * What the project ships with, so that it scores before it has seen a vehicle: trained on Finland's inspections of 2018
 * to 2021, after the change of the rules in May 2018. Derived figures; source Traficom, CC BY 4.0. A test trains them
 * again where the source's files are present, and writes them anew when it is run with `-u`.
 */
export const DEFAULT_FAILURE_PARAMETERS = shipped as FailureParameters;

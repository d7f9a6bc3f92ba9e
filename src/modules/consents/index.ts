/** Why a partner may use a vehicle's identity, and its end: withdrawal and erasure. */
export { consentRules } from "./consent-rules.ts";

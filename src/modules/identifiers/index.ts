/**
 * Plates and VINs in the one form under which they are stored, compared and looked up. Both are personal data
 * (CJEU C-319/22): nothing here logs, and no refusal repeats what was typed.
 */
export {
  formatRegistration,
  normaliseRegistration,
  REGISTRATION_WARNINGS,
  type NormalisedRegistration,
  type RegistrationWarning,
} from "./registration.ts";
export { normaliseVin, VIN_WARNINGS, type NormalisedVin, type VinWarning } from "./vin.ts";

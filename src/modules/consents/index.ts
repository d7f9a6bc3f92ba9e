/** Why a partner may use a vehicle's identity, and its end: withdrawal and erasure. */
export { consentRules } from "./consent-rules.ts";
export { openErasedIdentities, type ErasedIdentities, type VehicleIdentity } from "./erased-identities.ts";
export type { Eraser, VehicleErasure } from "./erase-vehicle.service.ts";
export {
  openConsentServices,
  type ConsentServices,
  type ConsentServicesSettings,
} from "./open-consent-services.ts";
export type { ConsentChange } from "./record-consent.service.ts";

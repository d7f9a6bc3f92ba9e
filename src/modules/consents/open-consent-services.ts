import type { InstallationKeys } from "../../platform/auth/installation-keys.ts";
import type { Principal } from "../../platform/auth/principal.ts";
import { openErasedIdentities } from "./erased-identities.ts";
import { eraseVehicle, type ErasureDeps } from "./erase-vehicle.service.ts";
import { recordConsent, type ConsentDeps, type RecordConsentInput } from "./record-consent.service.ts";
import { withdrawConsent, type WithdrawConsentInput } from "./withdraw-consent.service.ts";

export interface ConsentServicesSettings extends ConsentDeps, Omit<ErasureDeps, "erasedIdentities"> {
  readonly keys: InstallationKeys;
}

/** Consents and erasure. */
export type ConsentServices = ReturnType<typeof openConsentServices>;

export function openConsentServices(settings: ConsentServicesSettings) {
  const deps = { ...settings, erasedIdentities: openErasedIdentities(settings.keys) };
  return {
    recordConsent: (asker: Principal, input: RecordConsentInput) => recordConsent(deps, asker, input),
    withdrawConsent: (asker: Principal, input: WithdrawConsentInput) => withdrawConsent(deps, asker, input),
    eraseVehicle: (vehicleId: string | null) => eraseVehicle(deps, vehicleId),
  };
}

declare module "../../platform/graphql/context.ts" {
  interface Services {
    readonly consents: ConsentServices;
  }
}
